"""Gather what a check of the law must know, and check: used before agreeing, editing and validating.

Announces nothing. The person is known here by conditions already judged; her past immersions are those kept here.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.contracts.vocabulary import OfferKind
from services.matching.domain.access import KeptProfile
from services.matching.domain.placements.bilan import NO_SHOW
from services.matching.domain.placements.check import check
from services.matching.domain.placements.findings import Finding
from services.matching.domain.placements.life_cycle import HOLDS_A_PLACE
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.prescriber import Prescriber
from services.matching.domain.placements.spans import Span
from services.matching.domain.placements.standing import Circumstances, HostStanding, PastImmersion
from services.matching.domain.placements.terms import Terms
from services.matching.placement_ports import Work
from services.matching.use_cases.club import firm


@dataclass(frozen=True, slots=True)
class Judged:
    """The circumstances that were read, and what the law finds in them."""

    around: Circumstances
    findings: tuple[Finding, ...]


def judge_terms(
    terms: Terms,
    kept: KeptProfile,
    *,
    company_id: UUID | None,
    company_name: str,
    itself: UUID | None,
    uow: Work,
    today: date,
) -> Judged:
    """Check terms for a person at a firm. ``itself`` is the placement being judged, when it is known already."""
    around = Circumstances(
        today=today,
        legal=kept.profile.legal,
        host=_host(company_id, company_name, uow),
        postcode=terms.site.postcode,
        prescriber=_prescriber(terms, uow),
        past=tuple(
            past
            for placement in uow.placements.of_person(kept.profile.id)
            if placement.id != itself and (past := past_immersion(placement)) is not None
        ),
        law=uow.law,
    )
    return Judged(around, check(terms, around))


def past_immersion(placement: Placement) -> PastImmersion | None:
    """What the placement weighs in the person's history; None for another kind, or when it did not take place."""
    terms, bilan = placement.terms, placement.bilan
    if terms.kind is not OfferKind.IMMERSION or placement.status not in HOLDS_A_PLACE or terms.ends_on is None:
        return None
    if bilan is not None and bilan.outcome in NO_SHOW:
        return None
    return PastImmersion(
        placement_id=placement.id,
        company_id=placement.parties.company_id,
        host_name=placement.parties.company_name,
        span=Span(terms.starts_on, placement.ended_on or terms.ends_on),
        objective=terms.objective,
        rome=terms.rome,
        renewal_of=terms.renewal_of,
        outcome=bilan.outcome if bilan else None,
        objective_reached=bilan.objective_reached if bilan else None,
    )


def prescribers(uow: Work) -> tuple[Prescriber, ...]:
    """Every structure with what lets it prescribe."""
    delegations = uow.delegations.all()
    return tuple(
        Prescriber(
            one.id,
            one.name,
            one.kind,
            one.prescribes_by_right,
            tuple(delegation for delegation in delegations if delegation.structure_id == one.id),
        )
        for one in uow.structures.all().values()
    )


def _prescriber(terms: Terms, uow: Work) -> Prescriber | None:
    return next((one for one in prescribers(uow) if one.structure_id == terms.prescriber_id), None)


def _host(company_id: UUID | None, name: str, uow: Work) -> HostStanding:
    employer = firm(company_id, uow)
    if employer is None:
        return HostStanding(company_id, name)
    return HostStanding(
        company_id=employer.id,
        name=employer.name or name,
        naf=employer.naf,
        open=employer.open,
        accredited_civic_service=employer.accredited_civic_service,
        is_temp_agency=employer.is_temp_agency,
        is_siae=employer.is_siae,
    )

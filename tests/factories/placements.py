"""Placements in named situations, for tests. The day is Monday 2 March 2026."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from services.contracts.vocabulary import Channel, LegalCondition, Objective, OfferKind
from services.matching.domain.placements.check import check
from services.matching.domain.placements.findings import Finding
from services.matching.domain.placements.hours import Period, Schedule, Week, WorkDay, read_periods
from services.matching.domain.placements.placement import Parties, Placement
from services.matching.domain.placements.prescriber import Delegation, Prescriber
from services.matching.domain.placements.signatures import Signature, Signer
from services.matching.domain.placements.spans import Span
from services.matching.domain.placements.standing import Circumstances, HostStanding, PastImmersion
from services.matching.domain.placements.terms import Content, Terms, WorkSite

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BAKERY, REGIE, MISSION, PERSON, REFERENT = (uuid4() for _ in range(5))
ADULT = frozenset({LegalCondition.ADULT, LegalCondition.AT_LEAST_16})
SIXTEEN = frozenset({LegalCondition.AT_LEAST_16})
FRANCE_TRAVAIL = Prescriber(uuid4(), "France Travail", "france_travail", by_right=True)
BAKERY_HOST = HostStanding(BAKERY, "Le Fournil", naf="10.71C", open=True)
OFFICE_HOST = HostStanding(uuid4(), "Bureaux du Port", naf="82.11Z", open=True)
MORNINGS = Week(dict.fromkeys(range(5), (Period(510, 750),)))
SITE = WorkSite("3 rue du Pain", "17000", "La Rochelle")
CONTENT = Content(
    goals="Voir si le métier plaît ; point à mi-parcours.",
    tasks="Façonner, tenir le poste, nettoyer.",
    skills=("Façonner une pâte",),
    equipment="Chaussures fermées",
    prevention="Consignes du fournil",
    insurance="MAIF 1234",
    tutor_named=True,
    emergency_contact_known=True,
    host_duties_accepted=True,
)


def an_immersion(starts: date = date(2026, 3, 9), ends: date = date(2026, 3, 20), **changes: Any) -> Terms:
    """Two weeks of mornings in a bakery, complete."""
    terms = Terms(
        OfferKind.IMMERSION,
        "Aide en boulangerie",
        starts,
        ends,
        rome="D1102",
        objective=Objective.DISCOVER,
        week=MORNINGS,
        site=SITE,
        content=CONTENT,
        prescriber_id=FRANCE_TRAVAIL.structure_id,
    )
    return replace(terms, **changes)


def circumstances(**changes: Any) -> Circumstances:
    """An adult, an open bakery, France Travail prescribing, nothing before."""
    around = Circumstances(TODAY, ADULT, BAKERY_HOST, postcode="17000", prescriber=FRANCE_TRAVAIL)
    return replace(around, **changes)


def past(starts: date, ends: date, **changes: Any) -> PastImmersion:
    """An immersion already done in the bakery, to confirm a project as a seller."""
    done = PastImmersion(uuid4(), BAKERY, "Le Fournil", Span(starts, ends), Objective.CONFIRM, "D1106")
    return replace(done, **changes)


def a_delegation(starts: date = date(2026, 1, 1), ends: date = date(2026, 12, 31), **changes: Any) -> Delegation:
    """France Travail lends its right to the régie."""
    return replace(Delegation(uuid4(), REGIE, "france_travail", "France Travail La Rochelle", starts, ends), **changes)


def the_regie(*delegations: Delegation) -> Prescriber:
    return Prescriber(REGIE, "Régie Diagonales", "regie", by_right=False, delegations=delegations)


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def judged(terms: Terms, **changes: Any) -> list[str]:
    """Codes of everything the law finds."""
    return codes(check(terms, circumstances(**changes)))


def days(*worked: tuple[str, str]) -> Schedule:
    """``days(("2026-03-09", "8:00-12:00, 13:00-17:00"), …)``."""
    return Schedule(tuple(WorkDay(date.fromisoformat(day), read_periods(hours)) for day, hours in worked))


def agreed(terms: Terms | None = None, *, adult: bool = True, referent: UUID = REFERENT) -> Placement:
    """Just agreed, complete, nobody signed."""
    return Placement.agreed(
        uuid4(),
        territory="lr",
        parties=Parties(uuid4(), uuid4(), PERSON, BAKERY, "Le Fournil", referent),
        terms=terms or an_immersion(),
        adult=adult,
        reasons={},
        today=TODAY,
        at=NOW,
    )


def a_signature(signer: Signer, on: date = date(2026, 3, 3)) -> Signature:
    return Signature(signer, Channel.PAPER, on, NOW, "staff")


def signed(placement: Placement | None = None) -> Placement:
    """Signed by everybody."""
    placement = placement or agreed()
    for signer in placement.signers:
        placement = placement.sign(a_signature(signer), at=NOW)
    return placement


def validated(placement: Placement | None = None) -> Placement:
    return signed(placement).validate(today=date(2026, 3, 5), at=NOW)

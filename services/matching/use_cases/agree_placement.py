"""Agree a placement out of an introduction, or edit what was agreed: dates, hours, objective, what the convention says.

Announces PlacementChanged (and IntroductionMoved, to « convenu »). Refuses what the law refuses, with the article;
asks a written reason where the law leaves room; refuses a second placement under way for the same introduction, an
offer without a place left, and a person whom the referent does not accompany.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import Objective, OfferKind
from services.kernel.problems import Conflict
from services.matching.domain.access import KeptProfile
from services.matching.domain.introductions.introduction import Introduction, Proposal, WorkPlace
from services.matching.domain.introductions.life_cycle import Act, Doer, target
from services.matching.domain.placements.findings import must_pass
from services.matching.domain.placements.hours import Week
from services.matching.domain.placements.life_cycle import HOLDS_A_PLACE, Step, must_be_possible
from services.matching.domain.placements.placement import Parties, Placement
from services.matching.domain.placements.spans import Span
from services.matching.domain.placements.terms import Content, Terms, WorkSite
from services.matching.placement_ports import Work
from services.matching.use_cases.accompanied import accompanied
from services.matching.use_cases.judge_terms import Judged, judge_terms
from services.matching.use_cases.keeping import keep
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.placement_keeping import keep_placement


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the referent writes. None takes what the offer says; ``reasons`` confirm findings, by code."""

    starts_on: date
    ends_on: date | None = None
    kind: OfferKind | None = None
    title: str | None = None
    objective: Objective | None = None
    week: Week = field(default_factory=Week)
    days_off: tuple[date, ...] = ()
    site: WorkSite | None = None
    content: Content = field(default_factory=Content)
    prescriber_id: UUID | None = None
    has_employer: bool = False
    assisted_contract: Span | None = None
    renewal_of: UUID | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


def agree_placement(
    introduction_id: UUID, agreed: Agreed, *, new_id: UUID, by: Actor, uow: Work, now: datetime
) -> Placement:
    """Agree. Raises NotFound, Invalid (a rule is broken), Conflict (a reason is asked, no place is left)."""
    introduction = uow.introductions.get(introduction_id)
    today = day_of(uow.territories, now)
    kept = accompanied(introduction.profile_id, by=by, uow=uow, today=today)
    renews = _one_at_a_time(introduction, agreed, uow)
    if not renews:
        target(Act.PLACE, introduction.state, by=Doer.REFERENT)
    terms = terms_of(agreed, introduction.proposal, kept, by=by, uow=uow)
    judged = _judged(terms, kept, introduction.proposal, None, uow=uow, today=today)
    must_pass(judged.findings, agreed.reasons)
    placement = Placement.agreed(
        new_id,
        territory=uow.territory,
        parties=_parties(introduction, by),
        terms=terms,
        adult=judged.around.adult,
        reasons=_used(agreed.reasons, judged),
        today=today,
        at=now,
    )
    if not renews:
        keep(introduction.place(by=by.id, at=now), verb="introduction.placed", by=by, uow=uow, now=now)
    return keep_placement(placement, verb="placement.agreed", actor=by.reference, uow=uow, now=now)


def edit_placement(placement_id: UUID, agreed: Agreed, *, by: Actor, uow: Work, now: datetime) -> Placement:
    """Change the terms: the signatures fall. Raises as `agree_placement`."""
    known = uow.placements.get(placement_id)
    today = day_of(uow.territories, now)
    kept = accompanied(known.parties.profile_id, by=by, uow=uow, today=today)
    must_be_possible(Step.EDIT, known.status, needs_convention=known.terms.needs_convention)
    about = uow.introductions.get(known.parties.introduction_id).proposal
    terms = terms_of(replace(agreed, kind=agreed.kind or known.terms.kind), about, kept, by=by, uow=uow)
    judged = _judged(terms, kept, about, known.id, uow=uow, today=today)
    must_pass(judged.findings, agreed.reasons)
    edited = known.edit(terms, adult=judged.around.adult, reasons=_used(agreed.reasons, judged), today=today, at=now)
    return keep_placement(edited, verb="placement.edited", actor=by.reference, uow=uow, now=now)


def try_terms(introduction_id: UUID, agreed: Agreed, *, by: Actor, uow: Work, now: datetime) -> Judged:
    """What the law would say, without keeping anything. Raises NotFound."""
    introduction = uow.introductions.get(introduction_id)
    today = day_of(uow.territories, now)
    kept = accompanied(introduction.profile_id, by=by, uow=uow, today=today)
    terms = terms_of(agreed, introduction.proposal, kept, by=by, uow=uow)
    return _judged(terms, kept, introduction.proposal, None, uow=uow, today=today)


def terms_of(agreed: Agreed, about: Proposal, kept: KeptProfile, *, by: Actor, uow: Work) -> Terms:
    """The terms: what was written, completed by the offer and by who prescribes."""
    offer = uow.offers.get(about.offer_id).offer
    kind = agreed.kind or about.kind
    prescriber = agreed.prescriber_id or by.structure_id
    return Terms(
        kind=kind,
        title=agreed.title or about.title,
        starts_on=agreed.starts_on,
        ends_on=agreed.ends_on,
        rome=about.rome,
        objective=agreed.objective,
        week=agreed.week,
        days_off=agreed.days_off,
        site=agreed.site or site_of(about.place),
        content=agreed.content,
        prescriber_id=prescriber if kind is OfferKind.IMMERSION else None,
        companion_id=kept.structure_id if kept.structure_id != prescriber else None,
        has_employer=agreed.has_employer,
        assisted_contract=agreed.assisted_contract,
        with_children=offer.with_children,
        dangerous_for_minors=offer.dangerous_for_minors,
        adults_only=offer.adults_only,
        renewal_of=agreed.renewal_of,
    )


def site_of(place: WorkPlace | None) -> WorkSite:
    """Where the offer says that the work is done."""
    if place is None:
        return WorkSite()
    return WorkSite(place.label, place.postcode, place.commune, place.latitude, place.longitude)


def _judged(terms: Terms, kept: KeptProfile, about: Proposal, itself: UUID | None, *, uow: Work, today: date) -> Judged:
    return judge_terms(
        terms,
        kept,
        company_id=about.company_id,
        company_name=about.company_name,
        itself=itself,
        uow=uow,
        today=today,
    )


def _one_at_a_time(introduction: Introduction, agreed: Agreed, uow: Work) -> bool:
    """True when this prolongs a placement of the same introduction, whose place it keeps. Raises Conflict."""
    held = [one for one in uow.placements.of_introduction(introduction.id) if one.status in HOLDS_A_PLACE]
    if any(one.id == agreed.renewal_of for one in held):
        return True
    if held:
        raise Conflict("Une mise en situation est déjà convenue pour cette mise en relation.", code="agreed-already")
    offer = uow.offers.get(introduction.proposal.offer_id).offer
    if uow.placements.taken(offer.id) >= offer.places:
        raise Conflict("Il n'y a plus de place sur cette offre. Rien n'a été changé.", code="no-place-left")
    return False


def _parties(introduction: Introduction, by: Actor) -> Parties:
    about = introduction.proposal
    return Parties(
        introduction.id, about.offer_id, introduction.profile_id, about.company_id, about.company_name, by.id
    )


def _used(reasons: Mapping[str, str], judged: Judged) -> dict[str, str]:
    """The reasons that confirm something: the others are not kept."""
    asked = {finding.code for finding in judged.findings}
    return {code: reason.strip() for code, reason in reasons.items() if code in asked and reason.strip()}

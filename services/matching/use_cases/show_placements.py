"""What is read of placements: a referent's board, one of them with what the law says today, and its convention.

Announces nothing. A referent sees the people she accompanies and what her structure prescribes; a firm and a person
see what they are a party of.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.contracts.actors import Actor, Role
from services.contracts.vocabulary import PlacementStatus
from services.kernel.problems import NotFound
from services.matching.domain.placements.content import missing
from services.matching.domain.placements.findings import Finding, Weight
from services.matching.domain.placements.life_cycle import Step, steps_from
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.signatures import Signer
from services.matching.placement_ports import Structure, Told, Work
from services.matching.use_cases.accompanied import UNKNOWN, accompanied_ids, may_see
from services.matching.use_cases.judge_terms import judge_terms
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.sign_convention import signs_as, visible_to

MOST = 500


class Phase(StrEnum):
    """Where a placement stands for whoever must act, finer than its status."""

    TO_COMPLETE = "to_complete"
    TO_SIGN = "to_sign"
    TO_VALIDATE = "to_validate"
    TO_COME = "to_come"
    RUNNING = "running"
    BILAN_DUE = "bilan_due"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PlacementCard:
    """One line of the board: what is waited for, of whom, since when."""

    placement: Placement
    phase: Phase
    waits_for: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class PlacementFile:
    """Everything about one, for this actor."""

    card: PlacementCard
    steps: tuple[Step, ...]
    signs_as: tuple[Signer, ...]
    missing: Mapping[str, str]
    findings: tuple[Finding, ...]
    prescriber: Structure | None
    companion: Structure | None
    manages: bool
    """The actor accompanies the person: may edit, note signatures, stop and end."""
    story: Sequence[Told]


def phase_of(placement: Placement, today: date) -> Phase:
    """The phase on a day of the territory."""
    known = {
        PlacementStatus.DRAFT: Phase.TO_COMPLETE,
        PlacementStatus.READY_TO_SIGN: Phase.TO_SIGN,
        PlacementStatus.PARTLY_SIGNED: Phase.TO_SIGN,
        PlacementStatus.IN_REVIEW: Phase.TO_VALIDATE,
    }.get(placement.status)
    if known is not None:
        return known
    if placement.status is not PlacementStatus.VALIDATED:
        return Phase.OVER
    if today < placement.terms.starts_on:
        return Phase.TO_COME
    over = placement.terms.ends_on is not None and today > placement.terms.ends_on
    return Phase.BILAN_DUE if over else Phase.RUNNING


def placements_board(
    statuses: Collection[PlacementStatus], *, by: Actor, uow: Work, now: datetime
) -> list[PlacementCard]:
    """Hers in these statuses, first to start first."""
    today = day_of(uow.territories, now)
    ids = accompanied_ids(by=by, uow=uow, today=today)
    found = uow.placements.board(profiles=ids, referent=by.id, statuses=statuses, limit=MOST)
    return [_card(one, today) for one in found if _seen(one, ids, by=by, uow=uow, today=today)]


def placements_page(
    statuses: Collection[PlacementStatus], *, after: UUID | None, limit: int, by: Actor, uow: Work, now: datetime
) -> list[PlacementCard]:
    """Hers in these statuses by id, for an API that reads them all."""
    today = day_of(uow.territories, now)
    ids = accompanied_ids(by=by, uow=uow, today=today)
    found = uow.placements.page(profiles=ids, referent=by.id, statuses=statuses, after=after, limit=limit)
    return [_card(one, today) for one in found if _seen(one, ids, by=by, uow=uow, today=today)]


def placement_file(placement_id: UUID, *, by: Actor, uow: Work, now: datetime) -> PlacementFile:
    """One that this actor is a party of, prescribes or accompanies. Raises NotFound."""
    known = uow.placements.get(placement_id)
    today = day_of(uow.territories, now)
    if not visible_to(known, by=by, uow=uow, today=today):
        raise NotFound(UNKNOWN)
    staff = by.has(Role.REFERENT)
    structures = uow.structures.all()
    companion, prescriber = known.terms.companion_id, known.terms.prescriber_id
    return PlacementFile(
        card=_card(known, today),
        steps=steps_from(known.status, needs_convention=known.terms.needs_convention) if staff else (),
        signs_as=signs_as(known, by=by, uow=uow, today=today) if _signing(known) else (),
        missing=missing(known.terms),
        findings=_findings(known, uow, today) if staff else (),
        prescriber=structures.get(prescriber) if prescriber else None,
        companion=structures.get(companion) if companion else None,
        manages=staff and may_see(known.parties.profile_id, by=by, uow=uow, today=today),
        story=uow.story(f"placement:{known.id}") if staff else (),
    )


def _signing(placement: Placement) -> bool:
    return placement.status in {PlacementStatus.READY_TO_SIGN, PlacementStatus.PARTLY_SIGNED}


def _findings(placement: Placement, uow: Work, today: date) -> tuple[Finding, ...]:
    """What the law says today of what is not over yet."""
    person, parties = placement.parties.profile_id, placement.parties
    if person is None or phase_of(placement, today) not in {Phase.TO_COMPLETE, Phase.TO_SIGN, Phase.TO_VALIDATE}:
        return ()
    try:
        kept = uow.profiles.get(person)
    except NotFound:
        return ()
    judged = judge_terms(
        placement.terms,
        kept,
        company_id=parties.company_id,
        company_name=parties.company_name,
        itself=placement.id,
        uow=uow,
        today=today,
    )
    return tuple(one for one in judged.findings if not _confirmed(one, placement))


def _confirmed(finding: Finding, placement: Placement) -> bool:
    return finding.weight is Weight.TO_CONFIRM and finding.code in placement.reasons


def _seen(one: Placement, ids: frozenset[UUID], *, by: Actor, uow: Work, today: date) -> bool:
    return one.parties.profile_id in ids or may_see(one.parties.profile_id, by=by, uow=uow, today=today)


def _card(one: Placement, today: date) -> PlacementCard:
    waits = one.waits_for if _signing(one) else ()
    return PlacementCard(one, phase_of(one, today), waits)

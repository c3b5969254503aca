"""What became of an offer that was shown for a person: one row to learn from, in ids, figures and closed words.

The features are those read when the offer was shown, with their version and its place in the list. Refuses, by its
type, a name, an age, a sex, a cohort, a free text. A look or a click is no outcome: nothing is learned from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.contracts.vocabulary import (
    HiredAs,
    IntroductionState,
    OfferKind,
    PlacementOutcome,
    RefusalReason,
    SetAsideReason,
)
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.placements.bilan import StopReason
from services.matching.domain.placements.placement import Placement
from services.matching.domain.ranking.features import FEATURES, UNKNOWN, VERSION, Missing, Value

S = IntroductionState
OUTSIDE = 0
"""The place of an offer that was taken up otherwise than in a list: found by a free search, in the group's plan."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The offer as it was shown: the day, its place from 1, the ranking in force, the features under their version.

    Its place is ``OUTSIDE`` when no list showed it: its features were read when it was taken up.
    """

    on: date
    position: int
    model: str
    values: tuple[Value, ...]
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Outcome:
    """``seen`` None when the features could not be read: the row counts, and teaches nothing."""

    introduction_id: UUID
    profile_id: UUID
    offer_id: UUID
    company_id: UUID | None
    kind: OfferKind
    opened_on: date
    moved_on: date
    seen: Seen | None = None
    state: IntroductionState = S.PROPOSED
    introduced: bool = False
    welcomed: bool = False
    """The employer received the person, or agreed on something with her."""
    met: bool = False
    placed: bool = False
    set_aside: SetAsideReason | None = None
    refused: RefusalReason | None = None
    stopped: StopReason | None = None
    outcome: PlacementOutcome | None = None
    hired: HiredAs = HiredAs.NONE


def after_introduction(known: Outcome | None, introduction: Introduction, *, seen: Seen | None, on: date) -> Outcome:
    """The row once the introduction has moved. Only for an introduction that still concerns a person."""
    if introduction.profile_id is None:
        raise ValueError("the person of this introduction was erased")
    about = introduction.proposal
    row = known or Outcome(
        introduction_id=introduction.id,
        profile_id=introduction.profile_id,
        offer_id=about.offer_id,
        company_id=about.company_id,
        kind=about.kind,
        opened_on=introduction.opened_at.date(),
        moved_on=on,
        seen=seen,
    )
    state = introduction.state
    return replace(
        row,
        state=state,
        moved_on=on,
        introduced=row.introduced or introduction.introduced_at is not None,
        welcomed=row.welcomed or state in {S.MEETING, S.MET, S.PLACED},
        met=row.met or state in {S.MET, S.PLACED},
        placed=row.placed or state is S.PLACED,
        set_aside=SetAsideReason(introduction.reason) if state is S.SET_ASIDE and introduction.reason else None,
        refused=RefusalReason(introduction.reason) if state is S.REFUSED and introduction.reason else None,
    )


def after_placement(row: Outcome, placement: Placement, *, on: date) -> Outcome:
    """The row once the placement has moved. A bilan wins over a tutor's evaluation."""
    said = placement.bilan or placement.evaluation
    hired = said.hired_as if said else HiredAs.NONE
    if hired is HiredAs.NONE and placement.evaluation is not None:
        hired = placement.evaluation.hired_as
    return replace(
        row, moved_on=on, stopped=placement.stop_reason, outcome=said.outcome if said else row.outcome, hired=hired
    )


NOT_HERS = frozenset({SetAsideReason.NOT_THE_WISH, SetAsideReason.TOO_FAR, SetAsideReason.HOURS})
"""Reasons to set aside that say something of what the person gains; the others say when, not whether."""


def gained(row: Outcome) -> bool | None:
    """Did it serve the person? None while nobody can say, or when what failed was not hers to want.

    Completed or hired says yes; so does her agreement to be introduced, when it is the employer who ended it.
    """
    if row.hired is not HiredAs.NONE or row.outcome is PlacementOutcome.COMPLETED:
        return True
    if row.outcome is PlacementOutcome.NO_SHOW_PERSON or row.stopped is StopReason.PERSON:
        return False
    if row.state is S.DECLINED or row.set_aside in NOT_HERS:
        return False
    return True if row.introduced and row.state in {S.REFUSED, S.CLOSED} else None


def said_yes(row: Outcome) -> bool | None:
    """Did the employer say yes? None when nobody was introduced, or when the person withdrew before an answer."""
    if not row.introduced:
        return None
    if row.refused is not None:
        return False
    if row.welcomed:
        return True
    return False if row.state is S.CLOSED else None


def grade(row: Outcome) -> int | None:
    """How good it was to propose it: 3 hired, 2 carried through, 1 received, 0 nothing; None while it is open."""
    if row.hired is not HiredAs.NONE:
        return 3
    if row.outcome is PlacementOutcome.COMPLETED:
        return 2
    if row.outcome is not None or row.stopped is not None:
        return 1 if row.welcomed else 0
    if row.welcomed:
        return 1
    ended = {S.SET_ASIDE, S.DECLINED, S.REFUSED, S.CLOSED}
    return 0 if row.state in ended else None


def noted(values: tuple[Value, ...]) -> dict[str, float | str]:
    """Features by name, as they are kept: a number, or why there is none."""
    return {
        feature.name: value.value if isinstance(value, Missing) else value
        for feature, value in zip(FEATURES, values, strict=True)
    }


def recalled(kept: Mapping[str, float | str]) -> tuple[Value, ...]:
    """The features in today's order; one that was not noted then is unknown."""
    return tuple(_value(kept.get(feature.name)) for feature in FEATURES)


def _value(kept: float | str | None) -> Value:
    if kept is None:
        return UNKNOWN
    return Missing(kept) if isinstance(kept, str) else float(kept)

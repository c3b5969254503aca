"""The referent retains an offer for a person, or puts it aside with a reason: the first word of an introduction.

Announces IntroductionMoved. Refuses a person whom the referent does not accompany and an offer that is over. The same
click twice changes nothing. What was kept goes straight to « accord de la personne » when one already stands.
``tools`` read the features of an offer that no list showed: what becomes of it may teach (`read_outside_lists`).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import IntroductionState, SetAsideReason
from services.kernel.problems import Conflict
from services.matching.domain.introductions.agreement import AgreementMissing
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.introductions.life_cycle import UNFINISHED
from services.matching.placement_ports import Work
from services.matching.use_cases.accompanied import accompanied
from services.matching.use_cases.keeping import agreement_for, keep, proposal_of
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.rank_offers_for_profile import Tools
from services.matching.use_cases.read_outside_lists import read_outside_lists

_TAKEN_UP_AGAIN = frozenset({IntroductionState.PROPOSED, IntroductionState.SET_ASIDE})


@dataclass(frozen=True, slots=True)
class KeepOffer:
    """Which offer, for whom. ``new_id`` is used when nothing was said of them yet."""

    profile_id: UUID
    offer_id: UUID
    new_id: UUID


@dataclass(frozen=True, slots=True)
class SetAside:
    """Which offer, for whom, and why not."""

    profile_id: UUID
    offer_id: UUID
    reason: SetAsideReason
    new_id: UUID


def keep_offer(command: KeepOffer, *, by: Actor, uow: Work, now: datetime, tools: Tools | None = None) -> Introduction:
    """Retain the offer. Raises NotFound, Conflict."""
    known = _opened(command.profile_id, command.offer_id, command.new_id, by=by, uow=uow, now=now)
    if known.state in UNFINISHED:
        return known
    kept = keep(known.keep(by=by.id, at=now), verb="introduction.kept", by=by, uow=uow, now=now)
    if tools is not None:
        read_outside_lists(kept, uow=uow, tools=tools, now=now)
    try:
        agreement = agreement_for(kept, uow)
    except AgreementMissing:
        return kept
    return keep(kept.agree(agreement, at=now), verb="introduction.agreed", by=by, uow=uow, now=now)


def set_aside(command: SetAside, *, by: Actor, uow: Work, now: datetime, tools: Tools | None = None) -> Introduction:
    """Put the offer aside, with a reason. Raises NotFound, Conflict."""
    known = _opened(command.profile_id, command.offer_id, command.new_id, by=by, uow=uow, now=now, standing=False)
    if known.state is IntroductionState.SET_ASIDE and known.reason == command.reason:
        return known
    if known.state is IntroductionState.SET_ASIDE:
        known = known.keep(by=by.id, at=now)
    aside = known.set_aside(command.reason, by=by.id, at=now)
    keep(aside, verb="introduction.set_aside", by=by, uow=uow, now=now)
    if tools is not None:
        read_outside_lists(aside, uow=uow, tools=tools, now=now)
    return aside


def _opened(
    profile_id: UUID, offer_id: UUID, new_id: UUID, *, by: Actor, uow: Work, now: datetime, standing: bool = True
) -> Introduction:
    """What stands between this person and this offer, or a new proposal."""
    accompanied(profile_id, by=by, uow=uow, today=day_of(uow.territories, now))
    last = uow.introductions.last(profile_id, offer_id)
    if last is not None and last.state in UNFINISHED | _TAKEN_UP_AGAIN:
        return last
    sheet = uow.offers.get(offer_id)
    if standing and sheet.withdrawn:
        raise Conflict("Cette offre n'est plus proposée. Rien n'a été changé.", code="offer-withdrawn")
    return Introduction.proposed(
        new_id, territory=uow.territory, profile_id=profile_id, proposal=proposal_of(sheet), by=by.id, at=now
    )

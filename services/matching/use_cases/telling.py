"""From introductions and placements to the facts that others read: ids, dates and closed lists, no free text."""

from datetime import datetime

from services.contracts.employers import ObservedSkill, Place, WorkHours
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.contracts.vocabulary import HalfDay, HiredAs
from services.matching.domain.introductions.introduction import Introduction, WorkPlace
from services.matching.domain.introductions.waiting import next_step
from services.matching.domain.placements.hours import MIDNIGHT, Week, clock, spoken
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.terms import WorkSite

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOON, EVENING, NIGHT_FROM, NIGHT_UNTIL = 13 * 60, 18 * 60, 21 * 60, 6 * 60
"""Borders of the half-days (`HalfDay`), and of the night of adults (code du travail, art. L3122-2)."""


def introduction_moved(introduction: Introduction, *, at: datetime) -> IntroductionMoved:
    """The introduction as it now stands."""
    about = introduction.proposal
    step = next_step(introduction)
    return IntroductionMoved(
        introduction_id=introduction.id,
        version=introduction.version,
        profile_id=introduction.profile_id,
        offer_id=about.offer_id,
        company_id=about.company_id,
        company_name=about.company_name,
        offer_title=about.title,
        kind=about.kind,
        act=about.act,
        state=introduction.state,
        reason=introduction.reason,
        place=_place(about.place) if about.place else None,
        starts_on=about.starts_on,
        ends_on=about.ends_on,
        meeting_at=introduction.meeting_at,
        referent_id=introduction.referent_id,
        at=at,
        due_at=step.at if step else None,
        reminders=introduction.reminders,
        introduced_at=introduction.introduced_at,
    )


def placement_changed(placement: Placement, *, trade_label: str, at: datetime) -> PlacementChanged:
    """The placement as it now stands. ``ends_on`` is the day it really ended, once it has."""
    terms, parties = placement.terms, placement.parties
    bilan, evaluation = placement.bilan, placement.evaluation
    hired = evaluation.hired_as if evaluation else HiredAs.NONE
    return PlacementChanged(
        placement_id=placement.id,
        version=placement.version,
        introduction_id=parties.introduction_id,
        profile_id=parties.profile_id,
        company_id=parties.company_id,
        company_name=parties.company_name,
        offer_id=parties.offer_id,
        kind=terms.kind,
        title=terms.title,
        rome=terms.rome,
        trade_label=trade_label,
        objective=terms.objective,
        starts_on=terms.starts_on,
        ends_on=placement.ended_on or terms.ends_on,
        hours=work_hours(terms.week),
        place=_place(terms.site),
        status=placement.status,
        signed_by=tuple(signature.signer.value for signature in placement.signatures),
        outcome=bilan.outcome if bilan else None,
        hired_as=bilan.hired_as if bilan and bilan.hired_as is not HiredAs.NONE else hired,
        skills=tuple(
            ObservedSkill(label=skill.label, level=skill.level, code=skill.code)
            for skill in (evaluation.skills if evaluation else ())
        ),
        employer_endorses=evaluation.endorses_badge if evaluation else False,
        referent_id=parties.referent_id,
        at=at,
    )


def work_hours(week: Week) -> WorkHours:
    """The week in the words of an offer's hours."""
    if not week.days:
        return WorkHours()
    periods = [period for day in week.days.values() for period in day]
    start, end = min(period.start for period in periods), max(period.end for period in periods)
    worked = {half for day, ps in week.days.items() for period in ps for half in _halves(day, period.start, period.end)}
    return WorkHours(
        half_days=tuple(half for half in HalfDay if half in worked),
        weekly=round(week.minutes / 60, 2),
        daily_start=clock(start),
        daily_end=clock(end % MIDNIGHT),
        night=start < NIGHT_UNTIL or end > NIGHT_FROM,
        label=f"{len(week.days)} jour{'s' if len(week.days) > 1 else ''} par semaine, {spoken(week.minutes)}",
    )


def _halves(day: int, start: int, end: int) -> set[HalfDay]:
    parts = (("am", 0, NOON), ("pm", NOON, EVENING), ("ev", EVENING, MIDNIGHT))
    return {HalfDay(f"{DAYS[day]}_{part}") for part, begins, ends in parts if start < ends and end > begins}


def _place(place: WorkPlace | WorkSite) -> Place:
    return Place(
        label=place.label,
        postcode=place.postcode,
        commune=place.commune,
        latitude=place.latitude,
        longitude=place.longitude,
    )

"""The day's work on placements: the bilan asked for at D+3 and D+10, late conventions given up, old ones dropped.

Announces PlacementChanged. Conventions of erased people are kept five years, then deleted.
"""

from datetime import datetime, timedelta

from services.contracts.vocabulary import PlacementStatus
from services.matching.domain.placements.bilan import bilan_reminders_due, given_up
from services.matching.domain.placements.law import Rule
from services.matching.domain.placements.life_cycle import UNFINISHED
from services.matching.domain.placements.spans import first_day
from services.matching.placement_ports import Work
from services.matching.use_cases.keeping import CLOCK
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.placement_keeping import keep_placement
from services.matching.use_cases.stop_placement import give_up

AT_ONCE = 2_000


def remind_placements(uow: Work, now: datetime) -> int:
    """Ask for the bilans that are due; return how many."""
    today = day_of(uow.territories, now)
    asked = 0
    for placement in uow.placements.over({PlacementStatus.VALIDATED}, before=today, limit=AT_ONCE):
        due = bilan_reminders_due(placement.status, placement.terms.ends_on, placement.reminders, today, uow.law)
        if due is None:
            continue
        keep_placement(placement.reminded(due, at=now), verb="placement.reminded", actor=CLOCK, uow=uow, now=now)
        asked += 1
    return asked


def give_up_late(uow: Work, now: datetime) -> int:
    """Give up the conventions that nobody validated within a month after their end; return how many."""
    today = day_of(uow.territories, now)
    late = [
        placement
        for placement in uow.placements.over(UNFINISHED, before=today, limit=AT_ONCE)
        if given_up(placement.status in UNFINISHED, placement.terms.ends_on, today, uow.law)
    ]
    for placement in late:
        give_up(placement, uow=uow, now=now)
    return len(late)


def drop_old(uow: Work, now: datetime) -> int:
    """Delete the conventions of erased people whose five years are over; return how many."""
    today = day_of(uow.territories, now)
    oldest = first_day(today, uow.law.value(Rule.CONVENTION_KEPT_MONTHS, today))
    old = uow.placements.expired(before=now - timedelta(days=(today - oldest).days), limit=AT_ONCE)
    for placement_id in old:
        uow.placements.drop(placement_id)
        uow.journal.note("placement.dropped", f"placement:{placement_id}", {}, actor=CLOCK, at=now)
    return len(old)

"""The day's work on introductions: reminders at 3 and 7 days, a call at 15, closed at 60, old refusals forgotten.

Announces IntroductionMoved with the count of reminders: `employers` writes to the firm, `candidates` shows the referent
what to do. Refused introductions lose their person after twelve months.
"""

from datetime import datetime, timedelta

from services.contracts.vocabulary import IntroductionState
from services.matching.domain.introductions.life_cycle import Doer
from services.matching.domain.introductions.waiting import Task, overdue
from services.matching.placement_ports import Work
from services.matching.use_cases.keeping import keep

REFUSALS_KEPT = timedelta(days=365)
AT_ONCE = 2_000


def remind_introductions(uow: Work, now: datetime) -> int:
    """Do what is due, and return how many introductions were touched."""
    touched = 0
    for introduction in uow.introductions.due(now, limit=AT_ONCE):
        step = overdue(introduction, now)
        if step is None:
            continue
        if step.task is Task.CLOSE:
            keep(introduction.close(by=Doer.CLOCK, at=now), verb="introduction.closed", by=None, uow=uow, now=now)
        else:
            reminded = introduction.reminded(step.number, at=now)
            keep(reminded, verb=f"introduction.{step.task.value}", by=None, uow=uow, now=now)
        touched += 1
    return touched


def forget_refusals(uow: Work, now: datetime) -> int:
    """Take the person away from introductions refused more than twelve months ago; return how many."""
    old = uow.introductions.forgettable(IntroductionState.REFUSED, before=now - REFUSALS_KEPT, limit=AT_ONCE)
    for introduction in old:
        keep(introduction.forget(at=now), verb="introduction.forgotten", by=None, uow=uow, now=now)
    return len(old)

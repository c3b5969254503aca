"""The daily look at files whose published part changes by the calendar alone: a birthday, a scheme or a relay over.

Announces ProfileChanged for those that changed, and nothing for the others.
"""

from datetime import datetime

from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import today


def announce_due(*, uow: UnitOfWork, now: datetime) -> int:
    """Keep again the files that are due; return how many profiles were announced."""
    announced = 0
    for case in uow.people.to_announce(today(uow, now)):
        kept = keep_case(case, uow=uow, now=now, actor="job:announce_due")
        announced += kept.profile.version != case.profile.version
    return announced

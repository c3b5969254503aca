"""How long an introduction may wait, and what is done at each step: two reminders, a call, then it is closed.

Announces nothing: the daily job asks `overdue` and applies what it says. The days are the house's own rule
(3 and 7 days, a call at 15, closed at 60); a territory may set another pace.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.contracts.vocabulary import IntroductionState, Labelled
from services.matching.domain.introductions.introduction import Introduction

S = IntroductionState


class Task(Labelled):
    REMIND_PERSON = "remind_person", "redemander l'avis de la personne"
    CALL_PERSON = "call_person", "appeler la personne"
    INTRODUCE = "introduce", "présenter la personne"
    REMIND_EMPLOYER = "remind_employer", "relancer l'entreprise"
    CALL_EMPLOYER = "call_employer", "appeler l'entreprise"
    ASK_MEETING = "ask_meeting", "demander comment s'est passé le rendez-vous"
    CONCLUDE = "conclude", "convenir de la suite"
    CLOSE = "close", "clore"


@dataclass(frozen=True, slots=True)
class Pace:
    """Days after which each step comes."""

    first: int = 3
    second: int = 7
    call: int = 15
    close: int = 60


@dataclass(frozen=True, slots=True)
class Step:
    """``number`` counts from 1 in the present wait."""

    number: int
    task: Task
    at: datetime


PACE = Pace()

_TASKS: dict[IntroductionState, tuple[Task, Task, Task]] = {
    S.KEPT: (Task.REMIND_PERSON, Task.REMIND_PERSON, Task.CALL_PERSON),
    S.AGREED: (Task.INTRODUCE, Task.INTRODUCE, Task.INTRODUCE),
    S.INTRODUCED: (Task.REMIND_EMPLOYER, Task.REMIND_EMPLOYER, Task.CALL_EMPLOYER),
    S.SEEN: (Task.REMIND_EMPLOYER, Task.REMIND_EMPLOYER, Task.CALL_EMPLOYER),
    S.MEETING: (Task.ASK_MEETING, Task.ASK_MEETING, Task.CALL_EMPLOYER),
    S.NOT_NOW: (Task.CALL_EMPLOYER, Task.CALL_EMPLOYER, Task.CALL_EMPLOYER),
    S.MET: (Task.CONCLUDE, Task.CONCLUDE, Task.CONCLUDE),
}


def waiting_since(introduction: Introduction) -> datetime:
    """When the present wait began: seeing is no answer, and a meeting is waited for until its day."""
    if introduction.state is S.SEEN and introduction.introduced_at is not None:
        return introduction.introduced_at
    if introduction.state is S.MEETING and introduction.meeting_at is not None:
        return max(introduction.meeting_at, introduction.moved_at)
    return introduction.moved_at


def steps(introduction: Introduction, pace: Pace = PACE) -> tuple[Step, ...]:
    """Every step of the present wait, in order; none for an introduction that rests."""
    tasks = _TASKS.get(introduction.state)
    if tasks is None:
        return ()
    days = (pace.first, pace.second, pace.call, pace.close)
    since = waiting_since(introduction)
    planned = zip((*tasks, Task.CLOSE), days, strict=True)
    return tuple(
        Step(number, task, since + timedelta(days=after)) for number, (task, after) in enumerate(planned, start=1)
    )


def next_step(introduction: Introduction, pace: Pace = PACE) -> Step | None:
    """The first step that was not done yet; None for an introduction that rests."""
    return next((step for step in steps(introduction, pace) if step.number > introduction.reminders), None)


def overdue(introduction: Introduction, now: datetime, pace: Pace = PACE) -> Step | None:
    """The last step that is due and was not done: after a stop of the job, one reminder is sent, not three."""
    due = [step for step in steps(introduction, pace) if step.number > introduction.reminders and step.at <= now]
    return due[-1] if due else None


def present_task(introduction: Introduction, now: datetime, pace: Pace = PACE) -> Task | None:
    """What is asked of somebody today, None while the wait is young: the board shows it until the state moves."""
    due = [step.task for step in steps(introduction, pace) if step.at <= now]
    return due[-1] if due else None

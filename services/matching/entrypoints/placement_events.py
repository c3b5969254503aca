"""What introductions and placements hear from the other services, and their work of each day.

Heard: the person's word and her erasure (`candidates`), the employer's answers and evaluations (`employers`), the
structures and staff (`accounts`). Stale, repeated or disordered facts change nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from services.contracts.accounts import StaffChanged, TerritoryConfigured
from services.contracts.candidates import AgreementChanged, ProfileErased
from services.contracts.employers import IntroductionAnswered, PlacementEvaluated
from services.kernel.jobs import Job
from services.kernel.reactions import Moment, Reactions
from services.matching.adapters.sql_unit_of_work import Memory
from services.matching.adapters.sql_work import SqlWork
from services.matching.adapters.tables import territories
from services.matching.domain.placements.law import LAW, Law
from services.matching.placement_ports import Work
from services.matching.use_cases.end_placement import follow_evaluation
from services.matching.use_cases.follow_person import erase_person, follow_agreement
from services.matching.use_cases.note_outcomes import forget_outcomes
from services.matching.use_cases.project_staff import project_colleague, project_structures
from services.matching.use_cases.record_answer import follow_answer
from services.matching.use_cases.remind_introductions import forget_refusals, remind_introductions
from services.matching.use_cases.remind_placements import drop_old, give_up_late, remind_placements

PLACING = "matching.placing"
HOURLY, DAILY = timedelta(hours=1), timedelta(hours=24)

LabelOf = Callable[[str], str | None]


def placing(memory: Memory, label_of: LabelOf) -> Reactions:
    """The table of what is heard."""

    def at(moment: Moment) -> SqlWork:
        return SqlWork(moment.connection, moment.tenant, memory, label_of=label_of)

    def on_answer(fact: IntroductionAnswered, moment: Moment) -> None:
        follow_answer(fact, uow=at(moment), now=moment.now)

    def on_evaluation(fact: PlacementEvaluated, moment: Moment) -> None:
        follow_evaluation(fact, uow=at(moment), now=moment.now)

    return (
        Reactions()
        .on(AgreementChanged, lambda fact, moment: follow_agreement(fact, uow=at(moment), now=moment.now))
        .on(ProfileErased, lambda fact, moment: erase_person(fact.profile_id, uow=at(moment), now=moment.now))
        .on(IntroductionAnswered, on_answer)
        .on(PlacementEvaluated, on_evaluation)
        .on(TerritoryConfigured, lambda fact, moment: project_structures(fact, uow=at(moment)))
        .on(StaffChanged, lambda fact, moment: project_colleague(fact, uow=at(moment)))
    )


def placing_jobs(memory: Memory, label_of: LabelOf, law: Law = LAW) -> tuple[Job, ...]:
    """Reminders every hour, so that a firm is written to on the right morning everywhere; the rest each day."""

    def everywhere(work: Callable[[Work, datetime], int]) -> Callable[[Connection, datetime], None]:
        def run(connection: Connection, now: datetime) -> None:
            known = select(territories.c.territory).order_by(territories.c.territory)
            for territory in connection.execute(known).scalars().all():
                work(SqlWork(connection, territory, memory, label_of=label_of, law=law), now)

        return run

    return (
        Job("matching.remind-introductions", HOURLY, everywhere(remind_introductions)),
        Job("matching.forget-refusals", DAILY, everywhere(forget_refusals)),
        Job("matching.remind-placements", HOURLY, everywhere(remind_placements)),
        Job("matching.give-up-late", DAILY, everywhere(give_up_late)),
        Job("matching.drop-old", DAILY, everywhere(drop_old)),
        Job("matching.forget-outcomes", DAILY, everywhere(forget_outcomes)),
    )

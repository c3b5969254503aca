"""A job runs when it is due, once, and its failure keeps nobody else from running."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert

from services.kernel.jobs import Job, Scheduler
from tests.factories.plumbing import Plumbing, handled

HOUR = timedelta(hours=1)


def _writing(name: str, fails: list[str]) -> Job:
    def run(connection: Connection, now: datetime) -> None:
        connection.execute(insert(handled).values(name=name, number=now.hour))
        if name in fails:
            raise RuntimeError(name)

    return Job(name, HOUR, run)


def test_a_job_runs_at_once_then_each_time_it_is_due(plumbing: Plumbing) -> None:
    scheduler = Scheduler(plumbing.database, [_writing("a", [])], clock=plumbing.hands.now)
    assert scheduler.run_due() == ["a"]
    assert scheduler.run_due() == []
    plumbing.hands.seconds += 3_599
    assert scheduler.run_due() == []
    plumbing.hands.seconds += 1
    assert scheduler.run_due() == ["a"]
    assert plumbing.written() == [("a", 12), ("a", 13)]


def test_two_schedulers_run_a_job_once_between_them(plumbing: Plumbing) -> None:
    schedulers = [Scheduler(plumbing.database, [_writing("a", [])], clock=plumbing.hands.now) for _ in range(2)]
    assert [name for scheduler in schedulers for name in scheduler.run_due()] == ["a"]


def test_a_job_that_fails_leaves_nothing_lets_the_others_run_and_is_tried_again(plumbing: Plumbing) -> None:
    fails = ["a"]
    jobs = [_writing("a", fails), _writing("b", fails)]
    scheduler = Scheduler(plumbing.database, jobs, clock=plumbing.hands.now)
    assert scheduler.run_due() == ["b"]
    fails.clear()
    assert scheduler.run_due() == ["a"]
    assert plumbing.written() == [("b", 12), ("a", 12)]

"""A service tells what it works with, what waits and what troubles it; what it heard can be heard again."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from services.kernel import migrate, pulses
from services.kernel.eventlog.port import EventLogUnavailable, GroupInUse
from services.kernel.jobs import Job
from services.kernel.processes import workers_app
from services.kernel.pulses import Pulse
from services.kernel.runtime import Runtime, hear_again
from tests.factories.asgi_client import asgi_client
from tests.factories.plumbing import NOON, TOPIC, Plumbing, Poison


@pytest.fixture
def runtime(plumbing: Plumbing) -> Runtime:
    return Runtime(
        name="kernel",
        paths=("/plumbing",),
        app=FastAPI(),
        database=plumbing.database,
        event_log=plumbing.log,
        migrations=migrate.PLUMBING,
        topics=(TOPIC,),
        consumers=(plumbing.consumer(),),
    )


def test_a_service_works_with_a_relay_its_consumers_its_jobs_and_its_gauges(runtime: Runtime) -> None:
    runtime.jobs = (Job("kernel.sweep", NOON - NOON, lambda _connection, _now: None),)
    runtime.workers = (("kernel.mail", lambda _stop: None),)
    assert [name for name, _ in runtime.relay_work()] == ["kernel.relay"]
    names = [name for name, _ in runtime.consume_work()]
    assert names == ["plumbing.tally", "kernel.jobs", "kernel.mail", "kernel.gauges"]


def test_a_service_measures_what_waits(plumbing: Plumbing, runtime: Runtime) -> None:
    plumbing.announce(("a", 1), ("a", 2))
    assert runtime.measure() == {"outbox": 2, "dead_letters": 0, "lag:plumbing.tally": 0}

    plumbing.relay().publish_waiting()
    assert runtime.measure() == {"outbox": 0, "dead_letters": 0, "lag:plumbing.tally": 2}

    (consumer,) = runtime.consumers
    consumer.reactions.table["plumbing.Counted"] = (
        consumer.reactions.table["plumbing.Counted"][0],
        Poison({("a", 1): RuntimeError("always")}),
    )
    plumbing.work(consumer, plumbing.subscribe(consumer))
    assert runtime.measure() == {"outbox": 0, "dead_letters": 2, "lag:plumbing.tally": 0}


def test_a_service_says_what_keeps_it_from_being_ready(
    plumbing: Plumbing, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert runtime.troubles() == ["kernel : la base n'est pas à jour (cite migrate)"]

    (consumer,) = runtime.consumers
    consumer.stopped_because = "5 messages de côté"
    assert runtime.troubles()[0] == "plumbing.tally : 5 messages de côté"

    def out_of_reach(_group: str, _topics: object) -> None:
        raise EventLogUnavailable

    monkeypatch.setattr(plumbing.log, "lag", out_of_reach)
    assert runtime.troubles()[-1] == "kernel : le journal des événements ne répond pas"


def test_a_service_that_is_migrated_and_reached_has_no_trouble(plumbing: Plumbing, tmp_path: Path) -> None:
    from_nothing = type(plumbing.database)(f"sqlite:///{tmp_path}/migrated.db")
    migrate.upgrade(from_nothing, "kernel", migrate.PLUMBING)
    ready = Runtime("kernel", (), FastAPI(), from_nothing, plumbing.log, migrate.PLUMBING)
    assert ready.troubles() == []
    ready.close()


def test_a_process_without_pages_still_tells_its_health_and_its_measures(runtime: Runtime) -> None:
    with asgi_client(workers_app(runtime), base_url="http://workers") as client:
        assert client.get("/health/live").status_code == 200
        unready = client.get("/health/ready")
        assert (unready.status_code, unready.json()["troubles"]) == (503, runtime.troubles())
        assert "cite_" in client.get("/metrics").text
        assert client.get("/openapi.json").status_code == 404


def test_a_service_hears_everything_again_once_its_consumers_are_stopped(plumbing: Plumbing, runtime: Runtime) -> None:
    (consumer,) = runtime.consumers
    plumbing.announce(("a", 1), ("a", 2))
    plumbing.relay().publish_waiting()
    subscription = plumbing.subscribe(consumer)
    plumbing.work(consumer, subscription)
    with pytest.raises(GroupInUse):
        hear_again(runtime)

    subscription.close()
    assert hear_again(runtime) == ["plumbing.tally"]
    assert runtime.measure()["lag:plumbing.tally"] == 2


def test_the_news_of_consumers_are_kept_for_the_pages_of_another_process(plumbing: Plumbing, runtime: Runtime) -> None:
    (consumer,) = runtime.consumers
    plumbing.append(("a", 1), ("a", 2))
    runtime.give_news()
    consumer.stopped_because = "trop de messages de côté"
    runtime.give_news()

    with plumbing.reading() as connection:
        news = pulses.heard(connection)[consumer.name]
    assert (news.behind, news.stopped) == (2, "trop de messages de côté")


def test_news_are_given_while_the_event_log_does_not_answer(
    plumbing: Plumbing, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_asked: object) -> None:
        raise EventLogUnavailable("away")

    monkeypatch.setattr(plumbing.log, "lag", away)
    runtime.give_news()

    with plumbing.reading() as connection:
        news = pulses.heard(connection)["plumbing.tally"]
    assert news.behind is None
    assert "journal" in pulses.trouble(news.consumer, news, now=news.at)


def test_a_silent_consumer_is_told_before_anything_else() -> None:
    news = Pulse("c", 0, "trop de messages", NOON)
    assert pulses.trouble("c", news, now=NOON) == "c : trop de messages"
    assert "nouvelles depuis 3 min" in pulses.trouble("c", news, now=NOON + timedelta(minutes=3))
    assert pulses.trouble("c", Pulse("c", 4, "", NOON), now=NOON) == ""

"""Workers run in threads, are started again when they fall, and stop when told; who starts says so once it can stop."""

import signal
import threading

import pytest
from structlog.typing import EventDict

from services.kernel.processes import Crew, run_workers, supervise


def test_a_worker_that_falls_is_started_again(logged: list[EventDict], monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda _seconds: False)
    falls = [RuntimeError("one"), RuntimeError("two")]

    def work(_stop: threading.Event) -> None:
        if falls:
            raise falls.pop()

    supervise("worker", work, stop)

    assert falls == []
    assert [line["event"] for line in logged] == ["worker.fell", "worker.fell"]


def test_a_crew_works_until_told_to_stop() -> None:
    started = threading.Barrier(3)

    def work(stop: threading.Event) -> None:
        started.wait(20.0)
        stop.wait(20.0)

    crew = Crew()
    crew.start([("one", work), ("two", work)])
    started.wait(20.0)
    assert crew.finish()


def test_who_says_that_it_started_finishes_when_it_is_asked_to_stop() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    finished: list[str] = []

    def work(stop: threading.Event) -> None:
        stop.wait(20.0)
        finished.append("what it held")

    try:
        run_workers([("one", work)], ready=lambda: signal.raise_signal(signal.SIGTERM))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert finished == ["what it held"]

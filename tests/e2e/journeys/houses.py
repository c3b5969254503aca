"""The product, running: in one process, or each service's web, relay and consumer apart, behind one address.

A house is only known by its address and by the environment that its processes were given: the same journeys are
played in any of them. Databases, event log and index are those that the environment names, files by default.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import httpx
from sqlalchemy import MetaData, select

from services.contracts import accounts, badges, candidates, employers, matching
from services.contracts.operations import SERVICES
from services.kernel import migrate
from services.kernel.database import Database
from services.kernel.eventlog.port import Topic
from services.kernel.eventlog.registry import open_event_log
from services.kernel.settings import Settings
from tests.e2e.journeys.front import front
from tests.e2e.journeys.processes import Process
from tests.factories.servers import free_port, free_ports

CONTRACTS = (accounts, badges, candidates, employers, matching)
ROLES = ("web", "relay", "consume")
PATIENCE = 240.0
"""Seconds after which what was awaited is declared absent."""
STARTS_WITHIN = 180.0
"""Seconds for fifteen processes that start at once on a machine that has other things to do."""
LOOK_EVERY = 0.2
Found = TypeVar("Found")


def until(probe: Callable[[], Found], *, patience: float | None = None) -> Found:
    """What ``probe`` returns once its assertions hold: services hear of each other a moment later."""
    deadline = time.monotonic() + (PATIENCE if patience is None else patience)
    pause = threading.Event()
    while True:
        try:
            return probe()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        pause.wait(LOOK_EVERY)


@dataclass(frozen=True, slots=True)
class House:
    """The product at an address."""

    address: str
    settings: Settings
    processes: Mapping[str, Process]

    def travelled(self) -> bytes:
        """Every byte of the local log, and all that a new reader is told by any log."""
        files = [path for path in self.settings.data().glob("events.db*") if path.is_file()]
        return b"".join([*(path.read_bytes() for path in files), *self._told()])

    def _told(self) -> Iterator[bytes]:
        log, group = open_event_log(self.settings.event_log()), f"journeys-{uuid4().hex[:12]}"
        topics = sorted({one.name for told in CONTRACTS for one in vars(told).values() if isinstance(one, Topic)})
        reader = log.subscribe(group, topics)
        while any(log.lag(group, topics).values()):
            records = reader.poll(max_records=500, timeout=1.0)
            yield from (record.value or b"" for record in records)
            reader.commit(records)
        reader.close()
        log.close()

    def kept(self) -> str:
        """Everything that the services' tables hold, in words."""
        told = []
        for service in SERVICES:
            database = Database(self.settings.database_for(service))
            tables = MetaData()
            tables.reflect(database.engine)
            with database.reading() as connection:
                for table in tables.sorted_tables:
                    told += [repr(tuple(row)) for row in connection.execute(select(table))]
            database.close()
        return "\n".join(told)


@contextmanager
def one_process(folder: Path, **environment: str) -> Iterator[House]:
    """``python -m services serve``."""
    port = free_port()
    told = _environment(folder, port, environment)
    process = Process("house", ("services", "serve"), {**told, "CITE_PORT": str(port)}, folder / "house.log")
    with _running(House(told["CITE_PUBLIC_BASE"], _settings(told), {"house": process})) as house:
        _ready(house, house.address)
        yield house


@contextmanager
def fifteen_processes(
    folder: Path, *, armed: Callable[[str], str] = lambda _name: "", **environment: str
) -> Iterator[House]:
    """``python -m services.NAME web|relay|consume`` for each of the five, behind a front.

    ``armed`` says where each dies (``services.kernel.failpoints``): who is watched over is started again by a test.
    """
    with ExitStack() as opened:
        listening = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        told = _environment(folder, listening.getsockname()[1], environment)
        ports = dict(zip(SERVICES, free_ports(len(SERVICES)), strict=True))
        addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        processes = {
            f"{name} {role}": Process(
                f"{name} {role}",
                (f"services.{name}", role),
                {**told, "CITE_PORT": str(ports[name])},
                folder / f"{name}-{role}.log",
            )
            for name in SERVICES
            for role in ROLES
        }
        for name, process in processes.items():
            process.arm(armed(name))
        _migrate(_settings(told))
        house = opened.enter_context(_running(House(told["CITE_PUBLIC_BASE"], _settings(told), processes)))
        owners = {name: (import_module(f"services.{name}.bootstrap").PATHS, addresses[name]) for name in SERVICES}
        opened.enter_context(front(owners, listening))
        for name in SERVICES:
            _ready(house, addresses[name])
        for process in processes.values():
            until(lambda process=process: _has_started(process), patience=STARTS_WITHIN)  # type: ignore[misc]
        yield house


def _environment(folder: Path, port: int, given: Mapping[str, str]) -> dict[str, str]:
    return {
        "CITE_DATA_DIR": str(folder),
        "CITE_PUBLIC_BASE": f"http://127.0.0.1:{port}",
        "CITE_LOG_LEVEL": "INFO",
        "CITE_EMBEDDER_URL": "characters://",
        # A journey among kills, on a machine that has other things to do, outlasts a short token.
        "CITE_TOKEN_MINUTES": "60",
        **given,
    }


def _settings(environment: Mapping[str, str]) -> Settings:
    fields = {key.removeprefix("CITE_").lower(): value for key, value in environment.items()}
    return Settings.model_validate(fields)


def _migrate(settings: Settings) -> None:
    for service in SERVICES:
        database = Database(settings.database_for(service))
        migrate.upgrade(database, service, import_module(f"services.{service}.bootstrap").MIGRATIONS)
        database.close()


@contextmanager
def _running(house: House) -> Iterator[House]:
    """Start every process; at the end each must stop when asked, with status 0 and no error in its log."""
    for process in house.processes.values():
        process.start()
    ended: dict[str, int] = {}
    try:
        yield house
        _settled(house)
    finally:
        threads = [
            threading.Thread(target=lambda one=one: ended.__setitem__(one.name, one.stop()))
            for one in house.processes.values()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    meant = {name for name, one in house.processes.items() if one.died_as_meant()}
    badly = {name: status for name, status in ended.items() if status and name not in meant}
    assert not badly, f"did not stop well: {badly}"
    complaints = [complaint for process in house.processes.values() for complaint in process.complaints()]
    assert not complaints, "\n".join(complaints)


def _settled(house: House) -> None:
    """Wait for those that were started again last: a process asked to stop before it listens dies of it.

    Who dies where it was meant to, once nobody watches over it any more, is not waited for.
    """
    for process in house.processes.values():
        until(lambda process=process: _has_started(process), patience=STARTS_WITHIN)  # type: ignore[misc]
        if "CITE_PORT" in process.environment and not process.died_as_meant():
            _ready(house, f"http://127.0.0.1:{process.environment['CITE_PORT']}", of=process)


def _ready(house: House, address: str, *, of: Process | None = None) -> None:
    def answers() -> None:
        if of is not None and of.died_as_meant():
            return
        fell = [one.name for one in house.processes.values() if not (one.is_alive() or one.died_as_meant())]
        assert not fell, f"fell at their start: {fell}"
        try:
            answer = httpx.get(f"{address}/health/ready", timeout=10.0)
        except httpx.TransportError as error:
            raise AssertionError(f"{address}: {error}") from error
        assert answer.status_code == 200, answer.text

    until(answers, patience=STARTS_WITHIN)


def _has_started(process: Process) -> None:
    assert process.has_started() or process.died_as_meant(), process.name

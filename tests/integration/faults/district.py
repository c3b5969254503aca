"""The real services on real engines: `employers` imports and publishes, `matching` hears, each worker a process.

Offers of a job board are imported again and again by several writers at once, each time with other words, so that every
offer has many versions; at the end the ledger says what became of each event.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

from sqlalchemy import func, select

from services.contracts.employers import OFFERS, OfferPublished
from services.employers.adapters import tables as employers_tables
from services.employers.adapters.france_travail_shape import found_in
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.surroundings import KnownTerritory
from services.employers.entrypoints.import_cli import import_all
from services.front import build_house
from services.kernel import deadletters, outbox, tables
from services.kernel.clock import utc_now
from services.kernel.envelope import Envelope
from services.kernel.eventlog.port import Incoming
from services.kernel.moving.records import await_log
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from services.matching.adapters import tables as matching_tables
from tests.e2e.journeys.processes import Process

TERRITORY = "quartier"
PATIENCE = 180.0
HEARING = ("matching.projections", "matching.index")


def advertisement(number: int, turn: int) -> dict[str, Any]:
    """An invented offer of the board, in other words at each turn."""
    return {
        "id": f"R{number:05}",
        "intitule": f"Cuisinier / Cuisinière ({turn})",
        "description": "Vous préparez les repas.",
        "dateCreation": "2026-01-05T09:00:00.000Z",
        "romeCode": "G1602",
        "typeContrat": "CDI",
        "lieuTravail": {"libelle": "17 - LA ROCHELLE", "codePostal": "17000", "latitude": 46.16, "longitude": -1.15},
        "entreprise": {"nom": "Cantine inventée"},
    }


@dataclass
class District:
    """Databases and log where the environment says. Workers are named « employers relay 1 »."""

    folder: Path
    environment: Mapping[str, str]
    workers: dict[str, Process] = field(default_factory=dict)
    _writers: list[threading.Thread] = field(default_factory=list)
    _fell: list[BaseException] = field(default_factory=list)
    _turns: int = 0
    _enough: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        told = {"CITE_DATA_DIR": str(self.folder), "CITE_EMBEDDER_URL": "characters://", **self.environment}
        self.environment = told
        settings = Settings.model_validate({key.removeprefix("CITE_").lower(): value for key, value in told.items()})
        self.house = build_house(settings, only=("employers", "matching"))
        self.house.migrate()
        for runtime in self.house.runtimes:
            runtime.declare_topics()
        await_log(self.house.event_log, [OFFERS.name])
        known = KnownTerritory(TERRITORY, 1, "Quartier", "Cité", "Europe/Paris", 46.15, -1.12, 4, False, {})
        with self.employers.database.transaction() as connection:
            SqlUnitOfWork(connection, territory=TERRITORY, now=utc_now()).surroundings.save_territory(known)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._enough.set()
        for thread in self._writers:
            thread.join(PATIENCE)
        for worker in self.workers.values():
            if worker.is_alive():
                worker.stop()
        self.house.close()

    @property
    def employers(self) -> Runtime:
        return self.house.runtime("employers")

    @property
    def matching(self) -> Runtime:
        return self.house.runtime("matching")

    def start(self, name: str, **more: str) -> Process:
        """Start a worker, or one more of its kind."""
        service, role, _ = name.split()
        log = self.folder / f"{name.replace(' ', '-')}.log"
        worker = Process(name, (f"services.{service}", role), {**self.environment, **more}, log)
        worker.start()
        self.workers[name] = worker
        return worker

    def import_again_and_again(self, *, writers: int, offers: int) -> None:
        """Each writer imports its own offers, each time changed, as often as it is told to ``go_on``."""
        for writer in range(writers):
            mine = range(writer * offers, (writer + 1) * offers)
            self._writers.append(threading.Thread(target=self._import, args=(mine,)))
        for thread in self._writers:
            thread.start()

    def go_on(self, *, turns: int) -> None:
        """Let every writer import so many times more."""
        self._turns += turns

    def handled(self) -> int:
        """How many events the projections of `matching` handled so far."""
        with self.matching.database.reading() as connection:
            query = select(func.count()).select_from(tables.inbox).where(tables.inbox.c.consumer == HEARING[0])
            return int(connection.execute(query).scalar_one())

    def await_handled(self, count: int) -> None:
        """Wait until so many events were handled."""
        self._until(lambda: self.handled() >= count, f"{count} events handled")

    def await_started(self, worker: Process) -> None:
        """Wait until it is at work: who is asked to stop before dies of it."""
        self._until(worker.has_started, f"started: {worker.name}")

    def finish(self) -> dict[str, int]:
        """Wait until everything was imported, published and heard; the figures."""
        self._enough.set()
        for thread in self._writers:
            thread.join(PATIENCE)
        assert self._fell == []
        self._until(self._is_quiet, "quiet")
        return self._figures()

    def _import(self, numbers: range) -> None:
        turn = 0
        try:
            while turn < self._turns or not self._enough.wait(0.02):
                if turn >= self._turns:
                    continue
                rows = [found_in(number, advertisement(number, turn)) for number in numbers]
                tally = import_all(rows, self.employers.database, TERRITORY, say=lambda _: None, clock=utc_now)
                assert tally.refused == []
                turn += 1
        except BaseException as error:  # noqa: BLE001  told by the test's own thread
            self._fell.append(error)

    def _is_quiet(self) -> bool:
        with self.employers.database.reading() as connection:
            if outbox.waiting(connection):
                return False
        return not any(any(self.house.event_log.lag(name, [OFFERS.name]).values()) for name in HEARING)

    def _until(self, holds: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            fallen = [name for name, worker in self.workers.items() if not worker.is_alive()]
            assert time.monotonic() < deadline, f"not {what} in time; {self.handled()} handled; fallen: {fallen}"
            time.sleep(0.1)

    def _figures(self) -> dict[str, int]:
        """Nothing is asserted here: each figure tells one way of being wrong."""
        events = self._in_log()
        first: dict[UUID, tuple[UUID, int]] = {}
        for event_id, offer_id, version in events:
            first.setdefault(event_id, (offer_id, version))
        announced, projected = self._versions()
        # An imported offer is published as its second version.
        wanted = {(offer, number) for offer, version in announced.items() for number in range(2, version + 1)}
        told = Counter(first.values())
        figures = {
            "announced": len(wanted),
            "sent": len(first),
            "sent twice": len(events) - len(first),
            "lost": len(wanted - told.keys())
            + sum(projected.get(one) != version for one, version in announced.items()),
            "doubled": sum(count - 1 for count in told.values()),
            "inverted": _inverted(list(first.values())),
        }
        for name in HEARING:
            heard = self.heard_by(name)
            figures["lost"] += len(first.keys() - set(heard))
            figures["doubled"] += len(heard) - len(set(heard))
            figures["inverted"] += _inverted([first[event] for event in heard])
        with self.matching.database.reading() as connection:
            figures["put aside"] = deadletters.count(connection)
        return figures

    def _in_log(self) -> list[tuple[UUID, UUID, int]]:
        """(event, offer, version) of each record, in the order of its partition."""
        log, group = self.house.event_log, f"ledger-{uuid4().hex[:8]}"
        reader, found = log.subscribe(group, [OFFERS.name]), []
        while any(log.lag(group, [OFFERS.name]).values()):
            records = reader.poll(max_records=1_000, timeout=1.0)
            found += [_read(record) for record in records]
            reader.commit(records)
        reader.close()
        return found

    def _versions(self) -> tuple[dict[UUID, int], dict[UUID, int]]:
        """The version of each offer, where it is made and where it is followed."""
        with self.employers.database.reading() as connection:
            offers = employers_tables.offers
            made = {row.id: row.version for row in connection.execute(select(offers.c.id, offers.c.version))}
        with self.matching.database.reading() as connection:
            heard = matching_tables.offers
            followed = connection.execute(select(heard.c.offer_id, heard.c.version)).all()
        return {UUID(str(one)): made[one] for one in made}, {UUID(row.offer_id): row.version for row in followed}

    def heard_by(self, consumer: str) -> list[UUID]:
        """The events that a consumer handled, in the order in which it did."""
        with self.matching.database.reading() as connection:
            mine = select(tables.inbox.c.event_id).where(tables.inbox.c.consumer == consumer)
            return [UUID(one) for one in connection.execute(mine.order_by(tables.inbox.c.handled_at)).scalars()]


def _read(record: Incoming) -> tuple[UUID, UUID, int]:
    envelope = Envelope.from_bytes(record.value or b"")
    fact = OfferPublished.model_validate(envelope.data)
    return envelope.id, fact.offer_id, fact.version


def _inverted(told: list[tuple[UUID, int]]) -> int:
    """How often an offer's version comes before an earlier one."""
    by_offer: dict[UUID, list[int]] = {}
    for offer, version in told:
        by_offer.setdefault(offer, []).append(version)
    return sum(one > other for versions in by_offer.values() for one, other in pairwise(versions))

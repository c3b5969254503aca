"""What an embedded installation is made of: one SQLite file per service, the log, files derived from them, the keys.

The keys, and the ledger of erasures that lies beside them, are never in a backup: whoever finds a backup alone reads no
name. Refuses an installation on PostgreSQL or Kafka, whose own tools back them up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy.engine import make_url

from services.kernel.eventlog.presence import is_gone
from services.kernel.problems import Conflict
from services.kernel.settings import Settings

SIDES = ("", "-wal", "-shm", "-journal")
"""What SQLite adds to the name of a file for those that go with it."""

LEDGERS = ".jsonl"
"""Files of the keys' folder that grow by themselves: not compared."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the installation: its name in a backup, where it lies, and the service whose database it is."""

    name: str
    path: Path
    service: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """The files that a backup takes, in the order in which it takes them. ``migrations`` by service."""

    data: Path
    keys: Path
    log: Path
    databases: Sequence[Piece]
    derived: Sequence[Piece]
    migrations: Mapping[str, Path]

    def pieces(self) -> Sequence[Piece]:
        """The log first, then the databases, then what is derived from them (see ``snapshot``)."""
        return (Piece("events.db", self.log), *self.databases, *self.derived)

    def key_digests(self) -> dict[str, str]:
        """A digest of each key, by its name: it tells a missing key or another one, and opens nothing."""
        if not self.keys.is_dir():
            return {}
        files = sorted(p for p in self.keys.rglob("*") if p.is_file() and p.suffix != LEDGERS)
        return {str(path.relative_to(self.keys)): sha256(path.read_bytes()).hexdigest() for path in files}

    def is_running(self) -> bool:
        """Whether a process reads the log now."""
        return _is_read(self.log)

    def held(self) -> Sequence[Path]:
        """What lies in the data folder already, keys excepted."""
        if not self.data.is_dir():
            return []
        return [path for path in sorted(self.data.iterdir()) if path != self.keys and not path.name.startswith(".")]


def installation(settings: Settings, migrations: Mapping[str, Path], *, derived: Sequence[Path] = ()) -> Installation:
    """The installation of these settings. ``derived`` are paths under the data folder. Raises Conflict."""
    data = settings.data()
    databases = [Piece(f"{service}.db", _file_of(settings.database_for(service)), service) for service in migrations]
    return Installation(
        data=data,
        keys=settings.keys(),
        log=_log_file(settings.event_log()),
        databases=databases,
        derived=[Piece(str(path), data / path) for path in derived],
        migrations=migrations,
    )


def log_is_read(url: str) -> bool:
    """Whether a process reads this local log now."""
    return _is_read(_log_file(url))


def _is_read(log: Path) -> bool:
    members = log.with_name(log.name + "-members")
    if not members.is_dir():
        return False
    return any(not is_gone(members, path.name) for path in members.iterdir() if path.name != "opening")


def _file_of(url: str) -> Path:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise Conflict("Cette base est sur PostgreSQL : sauvegardez-la avec pg_dump (voir docs/sauvegardes.md).")
    return Path(parsed.database)


def _log_file(url: str) -> Path:
    parts = urlsplit(url)
    if parts.scheme != "local":
        raise Conflict("Ce journal est sur Kafka : ses copies sont l'affaire du cluster (voir docs/sauvegardes.md).")
    return Path("/" + unquote(parts.path).lstrip("/"))

"""One consistent picture of a running installation, taken file by file.

An event goes: outbox of its producer → log → inbox and tables of each consumer → offset in the log. Copied at any
moments, the files would disagree: a change whose event is nowhere (lost), an event whose change is nowhere (it would
shut out the next version of its aggregate), an offset beyond what the consumer's tables hold (skipped).

So every relay is held while the files are copied: nothing enters the log. Writers and consumers go on. The log is
copied **first**, the databases after it. Then, of each event: announced before its database was copied, it is in that
copy's outbox or in the log; being in the log, its change is in its producer's copy, made later; an offset in the log is
never ahead of its consumer's copy, made later. What a consumer did in between is delivered to it again after a restore,
and its inbox knows it. What is derived (an index) is copied last: its writes carry versions.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from services.kernel.backup.installation import Installation, Piece
from services.kernel.database import sqlite_module
from services.kernel.outbox import BUCKETS
from services.kernel.problems import Unavailable
from services.kernel.relay import FileLocks

PATIENCE = 30.0
"""Seconds given to the relays to finish the batch at hand."""


def take_snapshot(installation: Installation, folder: Path) -> list[tuple[Piece, Path]]:
    """Copy every piece into the folder; return each with its copy. Raises Unavailable when a relay never lets go."""
    with held_relays([piece.path for piece in installation.databases]):
        taken = []
        for number, piece in enumerate(installation.pieces()):
            if piece.path.exists():
                copy = folder / f"{number}.db"
                copy_database(piece.path, copy)
                taken.append((piece, copy))
        return taken


@contextmanager
def held_relays(databases: Sequence[Path]) -> Iterator[None]:
    """Keep every relay of these databases from publishing. One that is at it finishes its batch first."""
    deadline = time.monotonic() + PATIENCE
    with ExitStack() as held:
        for database in databases:
            for bucket in range(BUCKETS):
                while not _hold(held, database, bucket):
                    if time.monotonic() > deadline:
                        raise Unavailable("Un envoi d'événements n'en finit pas. Réessayez dans un instant.")
                    time.sleep(0.05)
        yield


def _hold(held: ExitStack, database: Path, bucket: int) -> bool:
    with ExitStack() as attempt:
        ours = attempt.enter_context(FileLocks(database).holding(bucket))
        if not ours():
            return False
        held.push(attempt.pop_all())
        return True


def copy_database(source: Path, target: Path) -> None:
    """A copy of one SQLite file as it is at one instant, in one file, while others read and write it."""
    sqlite: Any = sqlite_module()
    reading = sqlite.connect(str(source), timeout=PATIENCE)
    writing = sqlite.connect(str(target), isolation_level=None)
    try:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        writing.close()
        reading.close()

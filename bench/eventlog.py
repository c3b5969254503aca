"""How fast the local event log is, as a ratio to plain SQLite doing the same writes on the same disk.

    python -m bench.eventlog [--records 3000] [--folder DIRECTORY]

Figures: records appended one by one and by batches of 100 (each append waits for the disk, in both), and records
consumed with a commit per record and per batch. The ratio travels between machines; the absolute figures do not.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from services.kernel.database import WAL_SAFE_FROM, sqlite_module
from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.port import Outgoing, Topic

VALUE = json.dumps({"data": {"text": "a" * 400}}).encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=3_000)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        figures = measure(Path(folder), arguments.records)
    for name, figure in figures.items():
        print(f"{name:36} {figure:12.2f}")


def measure(folder: Path, count: int) -> dict[str, float]:
    """Records per second of each way, and the ratios of the log to plain SQLite."""
    figures: dict[str, float] = {}
    for batch in (1, 100):
        plain = _rate(count, partial(_plain_inserts, folder / f"plain{batch}.db", count, batch))
        log = LocalEventLog(folder / f"log{batch}.db")
        log.declare([Topic("facts")])
        appended = _rate(count, partial(_append, log, count, batch))
        consumed = _rate(count, partial(_consume, log, count, batch))
        log.close()
        figures |= {
            f"plain inserts/s, batches of {batch}": plain,
            f"appended/s, batches of {batch}": appended,
            f"consumed/s, commits per {batch}": consumed,
            f"appended / plain, batches of {batch}": appended / plain,
            f"consumed / plain, batches of {batch}": consumed / plain,
        }
    return figures


def _rate(count: int, act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return count / (time.perf_counter() - start)


def _plain_inserts(path: Path, count: int, batch: int) -> None:
    module = sqlite_module()
    connection = module.connect(str(path), isolation_level=None)
    journal = "WAL" if module.sqlite_version_info >= WAL_SAFE_FROM else "TRUNCATE"
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, key TEXT, value BLOB)")
    for start in range(0, count, batch):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO t (key, value) VALUES (?, ?)", [(f"k{n % 97}", VALUE) for n in range(start, start + batch)]
        )
        connection.execute("COMMIT")
    connection.close()


def _append(log: LocalEventLog, count: int, batch: int) -> None:
    for start in range(0, count, batch):
        log.append([Outgoing("facts", f"k{n % 97}", VALUE, {"type": "X"}) for n in range(start, start + batch)])


def _consume(log: LocalEventLog, count: int, batch: int) -> None:
    member = log.subscribe("readers", ["facts"])
    seen = 0
    while seen < count:
        records = member.poll(max_records=batch, timeout=1.0)
        member.commit(records)
        seen += len(records)
    member.close()


if __name__ == "__main__":
    main()

"""The local log between processes: nothing lost or doubled, and a killed process frees what it held at once."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.port import EventLog, Outgoing, Topic
from tests.contract.eventlog.stand import poll_until, read

ROOT = Path(__file__).parents[3]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    opened = LocalEventLog(tmp_path / "events.db")
    yield opened
    opened.close()


def _start(module: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.contract.eventlog.{module}", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_that_create_and_fill_one_file_together_lose_and_double_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "events.db"
    writers = [_start("appending_process", str(path), "facts", str(n), "40") for n in range(4)]
    for writer in writers:
        writer.communicate(timeout=120)
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]

    log = LocalEventLog(path)
    member = log.subscribe("readers", ["facts"])
    by_writer: dict[str, list[int]] = defaultdict(list)
    for record in read(member, 160):
        by_writer[record.key].append(int(record.value or b"-1"))
    assert by_writer == {f"writer-{n}": list(range(40)) for n in range(4)}
    assert not member.poll(max_records=1, timeout=0.0)
    member.close()
    log.close()


def test_a_reader_sees_each_offset_once_and_in_order_while_others_append(log: EventLog, tmp_path: Path) -> None:
    log.declare([Topic("facts", partitions=4)])
    member = log.subscribe("readers", ["facts"])
    writers = [_start("appending_process", str(tmp_path / "events.db"), "facts", str(n), "40") for n in range(2)]

    offsets: dict[int, list[int]] = defaultdict(list)
    for record in read(member, 80, at_a_time=7):
        offsets[record.partition].append(record.offset)

    for writer in writers:
        writer.communicate(timeout=60)
    assert all(seen == list(range(len(seen))) for seen in offsets.values())
    member.close()


def test_a_killed_process_frees_its_partitions_without_waiting_for_its_lease(log: EventLog, tmp_path: Path) -> None:
    log.declare([Topic("facts", partitions=4)])
    reader = _start("reading_process", str(tmp_path / "events.db"), "facts", "readers")
    assert reader.stdout is not None
    assert reader.stdout.readline() == "joined 4\n"

    member = log.subscribe("readers", ["facts"])
    assert member.assignment() == frozenset()
    reader.kill()
    reader.communicate()

    poll_until([member], lambda: len(member.assignment()) == 4)
    log.append([Outgoing("facts", f"k{n}", b"{}") for n in range(8)])
    assert len(read(member, 8)) == 8
    member.close()


def test_two_processes_share_a_group_and_wake_each_other(log: EventLog, tmp_path: Path) -> None:
    log.declare([Topic("facts", partitions=4)])
    reader = _start("reading_process", str(tmp_path / "events.db"), "facts", "readers")
    assert reader.stdout is not None
    assert reader.stdout.readline() == "joined 4\n"
    member = log.subscribe("readers", ["facts"])
    poll_until([member], lambda: len(member.assignment()) == 2)

    log.append([Outgoing("facts", f"k{n}", b"{}") for n in range(30)])
    mine = poll_until([member], lambda: sum(log.lag("readers", ["facts"]).values()) <= _held(log, member.assignment()))
    member.commit(mine)
    printed, _ = reader.communicate(timeout=30)

    theirs = {tuple(map(int, line.split())) for line in printed.splitlines()}
    ours = {(record.partition, record.offset) for record in mine}
    assert not theirs & ours
    assert len(theirs | ours) == 30
    member.close()


def _held(log: EventLog, assignment: frozenset[tuple[str, int]]) -> int:
    """How many records of our own partitions wait for our commit."""
    return sum(count for place, count in log.lag("readers", ["facts"]).items() if place in assignment)

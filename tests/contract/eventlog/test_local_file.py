"""What only the local log promises: whole appends, retention by clock, clear refusals."""

import sqlite3
from pathlib import Path

import pytest

from services.kernel.eventlog.local import LocalEventLog, open_log
from services.kernel.eventlog.port import EventLogUnavailable, Outgoing, Topic
from tests.contract.eventlog.stand import LocalStand, read, values

DAY = 86_400.0


def test_facts_leave_after_their_retention(local_stand: LocalStand) -> None:
    log = local_stand.log
    log.declare([Topic("facts", partitions=1, retention_days=28)])
    log.append([Outgoing("facts", "k", b"old"), Outgoing("facts", "k", b"old too")])
    local_stand.now += 20 * DAY
    log.append([Outgoing("facts", "k", b"young")])
    local_stand.now += 9 * DAY

    assert log.compact() == 2
    assert log.compact() == 0
    assert values(read(local_stand.join("readers", "facts"), 1)) == [b"young"]


def test_facts_without_retention_stay(local_stand: LocalStand) -> None:
    log = local_stand.log
    log.declare([Topic("facts", partitions=1, retention_days=None)])
    log.append([Outgoing("facts", "k", b"old")])
    local_stand.now += 4_000 * DAY

    assert log.compact() == 0


def test_every_expired_fact_leaves_even_when_none_is_young(local_stand: LocalStand) -> None:
    log = local_stand.log
    log.declare([Topic("facts", partitions=2, retention_days=28)])
    log.append([Outgoing("facts", f"k{n}", b"old") for n in range(10)])
    local_stand.now += 29 * DAY

    assert log.compact() == 10
    assert sum(log.lag("readers", ["facts"]).values()) == 0


def test_a_tombstone_waits_a_week_for_slow_readers(local_stand: LocalStand) -> None:
    log = local_stand.log
    log.declare([Topic("states", partitions=1, compacted=True)])
    log.append([Outgoing("states", "k", b"1"), Outgoing("states", "k", None)])
    local_stand.now += 6 * DAY
    assert log.compact() == 1
    local_stand.now += 2 * DAY
    assert log.compact() == 1


def test_what_compaction_removed_is_no_longer_in_the_file(local_stand: LocalStand) -> None:
    log = local_stand.log
    log.declare([Topic("states", partitions=1, compacted=True)])
    log.append([Outgoing("states", "k", b"a word to forget"), Outgoing("states", "k", b"kept")])

    log.compact()

    for file in local_stand.path.parent.glob("events.db*"):
        assert file.is_dir() or b"a word to forget" not in file.read_bytes()


def test_an_append_that_the_disk_refuses_keeps_nothing(tmp_path: Path) -> None:
    log = LocalEventLog(tmp_path / "events.db")
    log.declare([Topic("facts", partitions=2)])
    ((pages,),) = log._file.rows("PRAGMA page_count")
    log._file.rows(f"PRAGMA max_page_count={pages + 2}")

    with pytest.raises(EventLogUnavailable, match="ne répond pas"):
        log.append([Outgoing("facts", f"k{n}", b"x" * 4_000) for n in range(20)])

    assert sum(log.lag("readers", ["facts"]).values()) == 0
    log._file.rows("PRAGMA max_page_count=100000")
    log.append([Outgoing("facts", "k", b"1")])
    assert sum(log.lag("readers", ["facts"]).values()) == 1
    log.close()


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    LocalEventLog(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()

    with pytest.raises(EventLogUnavailable, match="plus récente"):
        LocalEventLog(path)


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    path.write_text("this is a letter, not a database, and it is long enough to be read as a page" * 100)

    with pytest.raises(EventLogUnavailable, match="abîmé"):
        LocalEventLog(path)


def test_a_log_opened_again_goes_on_where_it_was(tmp_path: Path) -> None:
    for n in range(3):
        log = open_log(f"local:///{tmp_path}/events.db?lease=5")
        log.declare([Topic("facts", partitions=1)])
        log.append([Outgoing("facts", "k", str(n).encode())])
        member = log.subscribe("readers", ["facts"])
        (record,) = read(member, 1)
        assert (record.offset, record.value) == (n, str(n).encode())
        member.commit([record])
        member.close()
        log.close()


def test_a_closed_member_reads_no_more(local_stand: LocalStand) -> None:
    local_stand.log.declare([Topic("facts")])
    member = local_stand.join("readers", "facts")
    member.close()

    with pytest.raises(ValueError, match="closed"):
        member.poll(max_records=1, timeout=0.0)
    assert member.assignment() == frozenset()


def test_a_full_partition_does_not_starve_the_others(local_stand: LocalStand) -> None:
    local_stand.log.declare([Topic("facts", partitions=3)])
    local_stand.log.append([Outgoing("facts", f"k{n}", b"{}") for n in range(60)])
    member = local_stand.join("readers", "facts")

    first_partitions = [member.poll(max_records=2, timeout=0.0)[0].partition for _ in range(3)]

    assert sorted(first_partitions) == [0, 1, 2]


@pytest.mark.parametrize("url", ["local://host/events.db", "local:///", "local:///x.db?lese=3"])
def test_an_address_that_is_not_understood_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="Adresse de journal illisible"):
        open_log(url)

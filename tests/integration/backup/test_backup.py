"""A backup taken while everything works holds one moment: restored, nothing is lost, doubled, inverted or skipped."""

import json
import tarfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from services.kernel.backup import archive
from services.kernel.backup.installation import Installation, Piece
from services.kernel.backup.keep import keep_backup
from services.kernel.backup.restore import restore_backup
from services.kernel.problems import Conflict, Invalid
from services.kernel.relay import Relay
from tests.integration.kills.pipeline import GROUP, TOPIC, Pipeline, executed, expected_hash, positions

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
COMMANDS = 300
PIECE = 50


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


def laid_out(folder: Path) -> Installation:
    databases = [Piece("source.db", folder / "source.db"), Piece("mirror.db", folder / "mirror.db")]
    return Installation(folder, folder / "keys", folder / "events.db", databases, [], {})


@pytest.fixture
def next_piece() -> threading.Semaphore:
    """Lets the writer go on."""
    return threading.Semaphore(0)


@pytest.fixture
def at_work(tmp_path: Path, next_piece: threading.Semaphore) -> Iterator[Pipeline]:
    """A pipeline in which a writer, a relay and two members of a group work."""
    folder = tmp_path / "here"
    folder.mkdir()
    pipeline = Pipeline.create(folder)
    stop = threading.Event()

    def write() -> None:
        """A piece at a time, so that some is written during each backup."""
        for count in range(PIECE, COMMANDS + 1, PIECE):
            pipeline.write(7, count)
            next_piece.acquire(timeout=30.0)

    roles = [
        write,
        lambda: pipeline.relay(stop),
        lambda: pipeline.follow(stop),
        lambda: pipeline.follow(stop, batch_size=10),
    ]
    threads = [threading.Thread(target=role) for role in roles]
    for thread in threads:
        thread.start()
    yield pipeline
    stop.set()
    for thread in threads:
        thread.join(60.0)
    pipeline.close()


def finished(folder: Path) -> tuple[int, str, int]:
    """Let what was restored come to rest; how many commands it had executed, its state, and the letters parked."""
    pipeline = Pipeline(folder)
    Relay("source", pipeline.source, pipeline.log).publish_waiting()
    consumer = pipeline.consumer()
    subscription = pipeline.log.subscribe(GROUP, [TOPIC.name])
    while consumer.step(subscription, timeout=0.0):
        pass
    subscription.close()
    with pipeline.source.reading() as connection:
        count = len(connection.execute(select(executed)).all())
        said = connection.execute(select(positions).order_by(positions.c.name)).all()
    with pipeline.mirror.reading() as connection:
        assert connection.execute(select(positions).order_by(positions.c.name)).all() == said
    found = (count, pipeline.state_hash(), pipeline.parked())
    pipeline.close()
    return found


def test_backups_taken_while_writers_relays_and_consumers_work_are_each_one_moment(
    at_work: Pipeline, next_piece: threading.Semaphore, tmp_path: Path
) -> None:
    kept = [tmp_path / f"{number}.tar.gz" for number in range(COMMANDS // PIECE)]
    for target in kept:
        next_piece.release()
        keep_backup(laid_out(tmp_path / "here"), target, now=NOW)

    counts = []
    for number, backup in enumerate(kept):
        there = tmp_path / f"there-{number}"
        restore_backup(laid_out(there), backup, over=False, now=NOW)
        count, state, parked = finished(there)
        assert parked == 0
        (tmp_path / f"expected-{number}").mkdir()
        assert state == expected_hash(tmp_path / f"expected-{number}", 7, count)
        counts.append(count)
    assert counts == sorted(counts)
    assert len({*counts}) > 2, "no backup was taken in the middle"
    print(f"\n{len(kept)} backups under load, restored with {counts} of {COMMANDS} commands")  # noqa: T201


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A backup of a pipeline at rest, with a key beside it."""
    folder = tmp_path / "here"
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "one.key").write_bytes(b"secret")
    pipeline = Pipeline.create(folder)
    pipeline.write(1, 20)
    pipeline.close()
    target = tmp_path / "kept.tar.gz"
    keep_backup(laid_out(folder), target, now=NOW)
    return target


def keys_at(folder: Path, content: bytes = b"secret") -> Installation:
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "one.key").write_bytes(content)
    return laid_out(folder)


def test_no_key_is_in_a_backup_and_its_owner_alone_may_read_it(kept: Path) -> None:
    with tarfile.open(kept) as tar:
        packed = b"".join(file.read() for info in tar if (file := tar.extractfile(info)))
    assert b"secret" not in packed
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir() if path.name.startswith(".")] == []


def test_without_its_keys_or_with_others_nothing_is_restored(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"manquent : one\.key"):
        restore_backup(laid_out(tmp_path / "empty"), kept, over=False, now=NOW)
    with pytest.raises(Invalid, match=r"ne sont pas les mêmes : one\.key"):
        restore_backup(keys_at(tmp_path / "others", b"another"), kept, over=False, now=NOW)
    assert not (tmp_path / "others" / "events.db").exists()


def test_data_that_are_there_are_set_aside_and_only_when_told(kept: Path, tmp_path: Path) -> None:
    here = laid_out(tmp_path / "here")
    before = (tmp_path / "here" / "source.db").read_bytes()
    with pytest.raises(Conflict, match="--yes"):
        restore_backup(here, kept, over=False, now=NOW)
    done = restore_backup(here, kept, over=True, now=NOW)
    assert done.aside is not None
    assert (done.aside / "source.db").read_bytes() == before
    assert (tmp_path / "here" / "keys" / "one.key").exists()
    assert finished(tmp_path / "here")[0] == 20


def test_a_running_installation_is_not_replaced(kept: Path, tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "here")
    member = pipeline.log.subscribe(GROUP, [TOPIC.name])
    with pytest.raises(Conflict, match="Arrêtez-le"):
        restore_backup(laid_out(tmp_path / "here"), kept, over=True, now=NOW)
    member.close()
    restore_backup(laid_out(tmp_path / "here"), kept, over=True, now=NOW)
    pipeline.close()


@pytest.mark.parametrize("damage", ["cut", "junk", "altered", "extra", "newer"])
def test_a_damaged_or_newer_backup_changes_nothing(kept: Path, tmp_path: Path, damage: str) -> None:
    bad, there = tmp_path / "bad.tar.gz", keys_at(tmp_path / "there")
    if damage == "cut":
        bad.write_bytes(kept.read_bytes()[:-2000])
    elif damage == "junk":
        bad.write_bytes(b"not a backup")
    else:
        repacked(kept, bad, damage, tmp_path)
    with pytest.raises(Invalid, match=r"Rien n'a été changé|plus récente"):
        restore_backup(there, bad, over=False, now=NOW)
    assert sorted(path.name for path in there.data.iterdir()) == ["keys"]


def repacked(kept: Path, bad: Path, damage: str, folder: Path) -> None:
    """The same backup with something wrong in it."""
    with tarfile.open(kept) as tar, tarfile.open(bad, "w:gz") as out:
        for info in tar:
            content = (tar.extractfile(info) or tar).read()  # type: ignore[union-attr]
            if info.name == archive.MANIFEST and damage == "newer":
                content = json.dumps({**json.loads(content), "version": 99}).encode()
            if info.name == "source.db" and damage == "altered":
                content = content[:-1] + bytes([content[-1] ^ 1])
            (folder / "part").write_bytes(content)
            out.add(folder / "part", info.name)
        if damage == "extra":
            out.add(folder / "part", "../../elsewhere.db")


def test_a_full_disk_is_told_before_it_is_full(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.kernel.backup.keep.shutil.disk_usage", lambda _folder: SimpleNamespace(free=10))
    with pytest.raises(Invalid, match="Il faut 1 Mo libres"):
        keep_backup(laid_out(tmp_path / "here"), tmp_path / "more.tar.gz", now=NOW)

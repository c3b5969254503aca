"""A member is gone when its process is, and not before."""

import threading
from pathlib import Path

from services.kernel.eventlog.presence import Presence, is_gone, one_at_a_time


def test_a_present_member_is_not_gone(tmp_path: Path) -> None:
    presence = Presence(tmp_path, "one")
    assert not is_gone(tmp_path, "one")
    presence.leave()


def test_a_member_that_left_is_gone_and_may_leave_twice(tmp_path: Path) -> None:
    presence = Presence(tmp_path, "one")
    presence.leave()
    presence.leave()
    assert is_gone(tmp_path, "one")
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_its_process_is_a_member_gone_and_is_swept(tmp_path: Path) -> None:
    (tmp_path / "one").touch()
    assert is_gone(tmp_path, "one")
    assert list(tmp_path.iterdir()) == []


def test_only_one_holds_the_turn(tmp_path: Path) -> None:
    inside = 0
    most = 0

    def enter() -> None:
        nonlocal inside, most
        for _ in range(50):
            with one_at_a_time(tmp_path, "turn"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1

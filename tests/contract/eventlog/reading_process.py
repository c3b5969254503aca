"""A process that joins a group, says so, and polls until it is killed or its input ends.

``python -m tests.contract.eventlog.reading_process PATH TOPIC GROUP``; each record committed is printed.
"""

import sys
import threading
from pathlib import Path

from services.kernel.eventlog.local import LocalEventLog


def main(path: str, topic: str, group: str) -> None:
    log = LocalEventLog(Path(path))
    member = log.subscribe(group, [topic])
    ended = threading.Event()
    threading.Thread(target=_set_when_input_ends, args=(ended,), daemon=True).start()
    _say(f"joined {len(member.assignment())}")
    while not ended.is_set():
        for record in member.poll(max_records=1, timeout=0.2):
            member.commit([record])
            _say(f"{record.partition} {record.offset}")
    member.close()
    log.close()


def _set_when_input_ends(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

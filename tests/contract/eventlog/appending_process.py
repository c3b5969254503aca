"""A process that appends: ``python -m tests.contract.eventlog.appending_process PATH TOPIC WRITER COUNT``."""

import sys
from pathlib import Path

from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.port import Outgoing, Topic


def main(path: str, topic: str, writer: str, count: str) -> None:
    log = LocalEventLog(Path(path))
    log.declare([Topic(topic, partitions=4)])
    for n in range(int(count)):
        log.append([Outgoing(topic, f"writer-{writer}", str(n).encode())])
    log.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

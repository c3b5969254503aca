"""Two faults of kafka-python 3.0.12, mended from outside.

Each touches a private name of the library, and does nothing where that name has gone; the contract suite then tells
whether the fault has gone too. To be reviewed when the lock takes another version.
"""

from collections.abc import Callable
from typing import Any


def let_parked_records_out(consumer: Any) -> None:
    """Before each poll. The fault: a resumed partition stays silent for ever.

    Records fetched for a paused partition are parked, and taken back only while the slot of the records being read is
    None: an exhausted reader left in it blocks them.
    """
    fetcher: Any = getattr(consumer, "_fetcher", None)
    reader = getattr(fetcher, "_next_partition_records", None)
    if reader is not None and not reader:
        fetcher._next_partition_records = None


def finish_joins(consumer: Any) -> None:
    """Once, on a new consumer. The fault: a member that is busy while its group is being shared never settles.

    A join that finishes between two polls is forgotten and asked again, which makes every other member join again too;
    one begun because the topics changed is not even looked at again, and the member waits for ever. Here a join under
    way counts as one still needed, and a finished one is handed over as one about to finish.
    """
    coordinator: Any = getattr(consumer, "_coordinator", None)
    join_again = getattr(coordinator, "join_group_async", None)
    is_needed = getattr(coordinator, "need_rejoin", None)
    if join_again is None or is_needed is None or not hasattr(coordinator, "_join_task"):
        return

    async def join_group(timeout_ms: float | None = None) -> Any:
        join = coordinator._join_task
        if join is not None and join.is_done and join.succeeded():
            coordinator._join_task = _AboutToFinish(join.value)
        return await join_again(timeout_ms=timeout_ms)

    def need_rejoin() -> bool:
        return coordinator._join_task is not None or is_needed()

    coordinator.join_group_async = join_group
    coordinator.need_rejoin = need_rejoin


class _AboutToFinish:
    """A future that is not done until somebody waits for it."""

    is_done = False

    def __init__(self, value: Any) -> None:
        self._value = value

    def add_callback(self, tell: Callable[[Any], None]) -> None:
        tell(self._value)

    def add_errback(self, tell: Callable[[BaseException], None]) -> None:
        """It does not fail."""

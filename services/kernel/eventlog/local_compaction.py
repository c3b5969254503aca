"""What a local log removes: superseded states, old tombstones, facts past their retention.

Partition by partition, each in a transaction of its own, so that writers wait little. Offsets given once are never
given again: what is removed leaves a gap.
"""

from services.kernel.eventlog.local_file import LogFile

_DAY = 86_400.0


def compact(file: LogFile, *, now: float, tombstone_days: float) -> int:
    """Remove what the topics no longer keep, give the space back; return how many records went."""
    partitions = file.rows(
        "SELECT p.id, t.compacted, t.retention_days FROM partitions p JOIN topics t ON t.name = p.topic ORDER BY p.id"
    )
    removed = 0
    for partition, compacted, retention_days in partitions:
        if compacted:
            removed += _keep_last_of_each_key(file, partition, buried_before=now - tombstone_days * _DAY)
        elif retention_days is not None:
            removed += _keep_since(file, partition, oldest=now - retention_days * _DAY)
    if removed:
        file.shrink()
    return removed


def _keep_last_of_each_key(file: LogFile, partition: int, *, buried_before: float) -> int:
    with file.writing(wake=False) as connection:
        superseded = connection.execute(
            "DELETE FROM records WHERE id IN ("
            " SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY key ORDER BY offset DESC) AS age"
            "  FROM records WHERE partition = ?)"
            " WHERE age > 1)",
            (partition,),
        ).rowcount
        buried = connection.execute(
            "DELETE FROM records WHERE partition = ? AND value IS NULL AND appended_at < ?",
            (partition, buried_before),
        ).rowcount
    return int(superseded + buried)


def _keep_since(file: LogFile, partition: int, *, oldest: float) -> int:
    """Remove the records before the first one that is young enough: a prefix, as offsets are in order of time."""
    with file.writing(wake=False) as connection:
        removed = connection.execute(
            "DELETE FROM records WHERE partition = ?1 AND offset < coalesce("
            " (SELECT offset FROM records WHERE partition = ?1 AND appended_at >= ?2 ORDER BY offset LIMIT 1),"
            " (SELECT next_offset FROM partitions WHERE id = ?1))",
            (partition, oldest),
        ).rowcount
    return int(removed)

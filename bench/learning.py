"""What a simulated town teaches: the table of the weeks before those that judge."""

from bench.simulator.play import Played, Size
from services.matching.adapters.ranker_training import train_table
from services.matching.domain.learning.lessons import lessons_of
from services.matching.domain.ranking.table import Table

QUICK = Size(people=60, firms=24, weeks=18, later=3, looked_at=0.7)
"""A small town that shows that everything runs; its figures prove nothing."""


def learned_from(played: Played, *, seed: int) -> Table:
    """The table learned from the rows older than what judges."""
    past = lessons_of(row for row in played.rows if row.opened_on < played.judged_from)
    return train_table(past, version=f"simule-{seed}")

"""Learn a version of the ranking from the territory's outcomes; it stays at study until a human promotes it.

Announces nothing. Reads in one transaction and writes, with `keep_trained`, in a short one of its own. The newest
quarter of the outcomes is not learned from: it will judge.
Refuses (Conflict) under the minimum of outcomes.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from services.matching.domain.learning.card import taught
from services.matching.domain.learning.lessons import Lesson, lessons_of, must_be_enough, split_in_time
from services.matching.domain.learning.ranker import Ranker, Standing
from services.matching.domain.ranking.table import Table
from services.matching.ports import UnitOfWork
from services.matching.use_cases.gather_market import day_in, settings_of
from services.matching.use_cases.note_outcomes import KEPT

TO_LEARN = 0.75
Trainer = Callable[[Sequence[Lesson], str], Table]
"""Makes a table of these rows, under this version's name."""


def train_ranker(*, train: Trainer, uow: UnitOfWork, now: datetime, circumstances: float = 1.0) -> Ranker:
    """The version at study, not kept yet. Raises Conflict, Unavailable.

    ``circumstances``: the part of the way, the hours and the wait that ``train`` keeps, for its card.
    """
    territory = settings_of(uow)
    today = day_in(territory, now)
    older, _ = split_in_time(lessons_of(uow.outcomes.since(today - KEPT)), TO_LEARN)
    must_be_enough(older)
    version = _next_version(f"appris-{today:%Y-%m-%d}", {one.version for one in uow.rankings.all()})
    card = taught(older, invented=territory.invented, circumstances=circumstances)
    return Ranker(train(older, version), Standing.CANDIDATE, now, now, card)


def keep_trained(made: Ranker, *, by: str, uow: UnitOfWork, now: datetime) -> None:
    """Keep it, and write down that it was made."""
    uow.rankings.save(made)
    details = {"rows": made.card["data"]["rows"], "until": made.card["data"]["until"]}
    uow.journal.note("ranker.trained", f"ranker:{made.version}", details, actor=by, at=now)


def _next_version(stem: str, known: set[str]) -> str:
    number = 1
    while f"{stem}-{number}" in known:
        number += 1
    return f"{stem}-{number}"

"""Whether a title finds its trade as well in the feminine as in the masculine: the ranks of both, compared.

The questions are the official names, which print both genders: « Conducteur / Conductrice de bus » asks twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.matching.adapters.text_development import DevelopmentSet, Question
from services.matching.adapters.text_evaluation import Interval, interval, reciprocal
from services.matching.adapters.text_matcher import TextMatcher
from services.matching.domain.text.inclusive import one_title

_SLASH = " / "


@dataclass(frozen=True, slots=True)
class Parity:
    """Figures of the same titles asked in each gender; ``gap`` is feminine minus masculine, title by title."""

    titles: int
    masculine: Interval
    feminine: Interval
    gap: Interval
    same_rank: float


def both_genders(title: str) -> tuple[str, str] | None:
    """The masculine and the feminine of « Conducteur / Conductrice de bus »; None when only one is printed."""
    left, slash, right = title.partition(_SLASH)
    if not slash or _SLASH in right:
        return None
    masculine = one_title(title)
    if masculine.casefold() == right.casefold() or len(right.split()) < len(left.split()):
        return None
    return masculine, right


def parity(development: DevelopmentSet, matcher: TextMatcher) -> Parity:
    """Both genders of the set's questions that print both, ranked by the weighed matcher."""
    pairs = [(both, q) for q in development.questions if (both := both_genders(q.words)) is not None]
    trades = np.array([title.trade for title in development.corpus])
    masculine, feminine = (
        _figures([(both[side], question) for both, question in pairs], trades, matcher) for side in (0, 1)
    )
    same = float((masculine == feminine).mean())
    return Parity(len(pairs), interval([masculine]), interval([feminine]), interval([feminine - masculine]), same)


def _figures(asked: Sequence[tuple[str, Question]], trades: np.ndarray, matcher: TextMatcher) -> np.ndarray:
    rows = matcher.scores([words for words, _ in asked])
    return np.array(
        [reciprocal(row, np.isin(trades, sorted(q.trades))) for row, (_, q) in zip(rows, asked, strict=True)]
    )

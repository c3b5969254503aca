"""Judge the text matcher: mean reciprocal rank of each part and of the fusion, with bootstrap intervals.

How the parts are weighed is learned out of fold: no question is judged with weights that its own trade helped to
choose.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.adapters.text_development import DevelopmentSet, Question
from services.matching.adapters.text_fusion import Choice, choice, learned
from services.matching.adapters.text_lexical import Scores
from services.matching.adapters.text_matcher import Compared, TextMatcher
from services.matching.domain.text.weights import PARTS, Weighing
from services.matching.domain.text.weights import Figures as Signs

Figures = NDArray[np.float64]
"""Reciprocal ranks, one per question."""
FUSED, FUSED_PLAIN = "fusion", "fusion sans phrases"
ALL = "all"
_FOLDS = 4
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """One set's figures by part. ``parts`` holds scores (questions, titles), kept to weigh them with ``signs``."""

    name: str
    said: str
    kind: str
    parts: Mapping[str, Scores]
    signs: Signs
    right: Sequence[NDArray[np.bool_]]
    folds: NDArray[np.int64]

    def figures(self, scores: Scores) -> Figures:
        """Reciprocal rank of the first right title, equal scores sharing their ranks."""
        return np.array([reciprocal(row, right) for row, right in zip(scores, self.right, strict=True)])

    def fused(self, weighing: Weighing, rows: NDArray[np.bool_]) -> Figures:
        """The figures of some questions, the parts weighed together."""
        parts = {part: self.parts[part][rows].astype(np.float32) for part in weighing.parts if part in self.parts}
        scores = Compared(parts, self.signs[rows]).weighed(weighing)
        right = [one for one, wanted in zip(self.right, rows, strict=True) if wanted]
        return np.array([reciprocal(row, its) for row, its in zip(scores, right, strict=True)])

    def choices(self, parts: Sequence[str]) -> Iterator[Choice]:
        """Each question as a choice among the titles worth a look."""
        for row, right in enumerate(self.right):
            yield choice(np.stack([self.parts[part][row] for part in parts], axis=1), right, self.signs[row])


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Learned:
    """The weighing learned on every question, and each set's figures with one learned without its fold."""

    weighing: Weighing
    figures: Mapping[str, Figures]


def judge(development: DevelopmentSet, matcher: TextMatcher) -> Judged:
    """Run every part on a set."""
    trades = np.array([title.trade for title in development.corpus])
    found = matcher.compared([question.words for question in development.questions])
    light: dict[str, Scores] = {name: scores.astype(np.float16) for name, scores in found.parts.items()}
    right = [np.isin(trades, sorted(question.trades)) for question in development.questions]
    folds = np.array([_fold(question) for question in development.questions])
    return Judged(development.name, development.said, development.kind, light, found.signs, right, folds)


def learned_fusion(judged: Sequence[Judged], parts: Sequence[str] = PARTS) -> Learned:
    """Learn how to weigh these parts, each set counting the same; the figures out of fold."""
    kept = tuple(part for part in parts if all(part in one.parts for one in judged))
    choices = [list(one.choices(kept)) for one in judged]
    figures = {one.name: np.zeros(len(one.right)) for one in judged}
    for fold in range(_FOLDS):
        others = [
            [one for one, its in zip(some, set_.folds, strict=True) if its != fold]
            for some, set_ in zip(choices, judged, strict=True)
        ]
        weighing = learned([some for some in others if some], kept)
        for set_ in judged:
            mine = set_.folds == fold
            if mine.any():
                figures[set_.name][mine] = set_.fused(weighing, mine)
    return Learned(learned(choices, kept), figures)


def report(
    judged: Sequence[Judged], fused: Mapping[str, Figures], plain: Mapping[str, Figures] | None = None
) -> dict[str, dict[str, Interval]]:
    """Figures of each part and of the fusion by set, and over all sets (``all``, each set counting the same).

    ``plain`` is the fusion of a machine without the sentence model.
    """
    told: dict[str, dict[str, Interval]] = {}
    gathered: dict[str, list[Figures]] = {}
    for found in judged:
        rows = {part: found.figures(scores) for part, scores in found.parts.items()}
        if plain is not None:
            rows[FUSED_PLAIN] = plain[found.name]
        rows[FUSED] = fused[found.name]
        told[found.name] = {part: interval([figures]) for part, figures in rows.items()}
        for part, figures in rows.items():
            gathered.setdefault(part, []).append(figures)
    told[ALL] = {part: interval(figures) for part, figures in gathered.items()}
    return told


def against_best(judged: Sequence[Judged], fused: Mapping[str, Figures]) -> dict[str, tuple[str, Interval]]:
    """By set: its best part, whichever, and how much the fusion adds to it, question by question."""
    told = {}
    for found in judged:
        parts = {part: found.figures(scores) for part, scores in found.parts.items()}
        best = max(parts, key=lambda part: float(parts[part].mean()))
        told[found.name] = (best, interval([fused[found.name] - parts[best]]))
    return told


def gains(judged: Sequence[Judged], fused: Mapping[str, Figures]) -> dict[str, Interval]:
    """By part: how much the fusion adds to it over all sets, question by question."""
    return {
        part: interval([fused[found.name] - found.figures(found.parts[part]) for found in judged])
        for part in judged[0].parts
    }


def interval(figures: Sequence[Figures], seed: int = 5) -> Interval:
    """The mean of the sets' means; questions drawn again within each set."""
    generator = np.random.default_rng(seed)
    drawn = [[one[generator.integers(0, len(one), len(one))].mean() for one in figures] for _ in range(_DRAWS)]
    means = np.mean(drawn, axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(np.mean([one.mean() for one in figures])), float(low), float(high))


def table(told: Mapping[str, Mapping[str, Interval]]) -> str:
    """The report as a Markdown table, sets in rows."""
    parts = list(next(iter(told.values())))
    lines = ["| jeu | " + " | ".join(parts) + " |", "| --- |" + " --- |" * len(parts)]
    for name, row in told.items():
        cells = [f"{row[part].mean:.3f} [{row[part].low:.3f} ; {row[part].high:.3f}]" for part in parts]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def reciprocal(scores: NDArray[np.floating], right: NDArray[np.bool_]) -> float:
    """One over the rank of the best right title; equal titles share their ranks; 0 when none is right."""
    if not right.any():
        return 0.0
    best = scores[right].max()
    before = int((scores > best).sum())
    equal = int(((scores == best) & ~right).sum())
    return 1.0 / (1 + before + equal / 2)


def _fold(question: Question) -> int:
    """By the field of the trade, so that two questions of near trades are in one fold."""
    trade = min(question.trades)
    return zlib.crc32((trade if "/" in trade else trade[:3]).encode()) % _FOLDS

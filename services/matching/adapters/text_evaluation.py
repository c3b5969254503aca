"""Judge the text matcher: mean reciprocal rank of each part and of the fusion, with bootstrap intervals.

The weights are searched on every other question; the figures told are those of the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from services.matching.adapters.text_development import DevelopmentSet
from services.matching.adapters.text_lexical import Scores
from services.matching.adapters.text_matcher import TextMatcher
from services.matching.domain.text.weights import Weights

Figures = NDArray[np.float64]
"""Reciprocal ranks, one per question."""
FUSION = "fusion"
_GRID = (0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """One set's figures by part. ``parts`` holds scores (questions, titles), kept to weigh them."""

    name: str
    said: str
    parts: Mapping[str, Scores]
    right: Sequence[NDArray[np.bool_]]

    def figures(self, scores: Scores) -> Figures:
        """Reciprocal rank of the first right title, equal scores sharing their ranks."""
        return np.array([_reciprocal(row, right) for row, right in zip(scores, self.right, strict=True)])

    def fused(self, weights: Weights) -> Scores:
        """The parts weighed together."""
        total = sum(weight * self.parts[part] for part, weight in asdict(weights).items() if part in self.parts)
        return np.asarray(total, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def judge(development: DevelopmentSet, matcher: TextMatcher) -> Judged:
    """Run every part on a set."""
    trades = np.array([title.trade for title in development.corpus])
    parts = matcher.parts([question.words for question in development.questions])
    right = [trades == question.trade for question in development.questions]
    return Judged(development.name, development.said, parts, right)


def best_weights(judged: Sequence[Judged], start: Weights, tell: Callable[[str], None]) -> Weights:
    """Weights that raise the mean over the sets on their even questions, one weight at a time from `start`."""
    even = [_half(found, 0) for found in judged]
    best, reached = start, _mean_over(even, start)
    for turn in range(2):
        for part in asdict(start):
            if part not in even[0].parts:
                continue
            for weight in _GRID:
                tried = replace(best, **{part: weight})
                figure = _mean_over(even, tried)
                if figure > reached + 1e-4:
                    best, reached = tried, figure
        tell(f"tour {turn + 1} : {reached:.4f} avec {best}")
    return best


def report(judged: Sequence[Judged], weights: Weights, *, odd_only: bool = False) -> dict[str, dict[str, Interval]]:
    """Figures of each part and of the fusion by set, and over all sets (« all », each set counting the same)."""
    told: dict[str, dict[str, Interval]] = {}
    gathered: dict[str, list[Figures]] = {}
    for found in [_half(one, 1) for one in judged] if odd_only else judged:
        rows = {part: found.figures(scores) for part, scores in found.parts.items()}
        rows[FUSION] = found.figures(found.fused(weights))
        told[found.name] = {part: interval([figures]) for part, figures in rows.items()}
        for part, figures in rows.items():
            gathered.setdefault(part, []).append(figures)
    told["all"] = {part: interval(figures) for part, figures in gathered.items()}
    return told


def gains(judged: Sequence[Judged], weights: Weights, *, odd_only: bool = False) -> dict[str, Interval]:
    """By part: how much the fusion adds to it over all sets, question by question."""
    kept = [_half(one, 1) for one in judged] if odd_only else list(judged)
    fused = [found.figures(found.fused(weights)) for found in kept]
    return {
        part: interval([mine - found.figures(found.parts[part]) for mine, found in zip(fused, kept, strict=True)])
        for part in kept[0].parts
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


def _half(judged: Judged, first: int) -> Judged:
    parts = {part: scores[first::2] for part, scores in judged.parts.items()}
    return Judged(judged.name, judged.said, parts, judged.right[first::2])


def _mean_over(judged: Sequence[Judged], weights: Weights) -> float:
    return float(np.mean([found.figures(found.fused(weights)).mean() for found in judged]))


def _reciprocal(scores: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
    best = scores[right].max()
    before = int((scores > best).sum())
    equal = int(((scores == best) & ~right).sum())
    return 1.0 / (1 + before + equal / 2)

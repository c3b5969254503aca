"""``rank_text``: the text matcher on plain lines. This is how its quality is judged from outside."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from services.matching.adapters.shipped_models import open_models
from services.matching.adapters.text_matcher import TextMatcher


def rank_text(
    corpus: Sequence[str], queries: Sequence[str], k: int, *, url: str = "auto://", cache: Path | None = None
) -> Iterator[list[int]]:
    """For each query, in order, the indices (from 0) of the k corpus lines that answer it best, best first.

    Works on any lines, offline. ``cache`` is a file where vectors are kept from one run to the next.
    """
    if not corpus:
        return iter([[] for _ in queries])
    return TextMatcher(corpus, open_models(url, cache)).ranked(queries, k)

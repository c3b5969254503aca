"""``rank_text``: the text matcher on plain lines. This is how its quality is judged from outside."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from services.matching.adapters.embedders import TABLE, open_embedder
from services.matching.adapters.embedders_static import StaticEmbedder, load_table
from services.matching.adapters.text_matcher import TextMatcher


def open_matcher(titles: Sequence[str], *, url: str = "auto://", cache: Path | None = None) -> TextMatcher:
    """A matcher on these titles with the embedder of ``url``. Raises ValueError for an unknown one."""
    table = load_table(TABLE)
    pieces = StaticEmbedder(table)
    model = open_embedder(url, cache)
    sentences = None if isinstance(model, StaticEmbedder) else model
    return TextMatcher(
        titles,
        pieces=model if isinstance(model, StaticEmbedder) else pieces,
        sentences=sentences,
        lexicon=table.lexicon,
    )


def rank_text(
    corpus: Sequence[str], queries: Sequence[str], k: int, *, url: str = "auto://", cache: Path | None = None
) -> Iterator[list[int]]:
    """For each query, in order, the indices (from 0) of the k corpus lines that answer it best, best first.

    Works on any lines, offline. ``cache`` is a file where vectors are kept from one run to the next.
    """
    if not corpus:
        return iter([[] for _ in queries])
    return open_matcher(corpus, url=url, cache=cache).ranked(queries, k)

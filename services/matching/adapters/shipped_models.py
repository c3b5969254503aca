"""The models that a reader of words takes, and those that the product ships, opened with an embedder.

Opening reads a few megabytes; the sentence model itself is loaded at its first title. Refuses an unknown URL.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.matching.adapters.embedders import KNOWN_BY_PIECES, KNOWN_BY_SENTENCES, TABLE, open_embedder
from services.matching.adapters.embedders_static import StaticEmbedder, load_table
from services.matching.adapters.known_titles import TradeReader, load_known
from services.matching.text_ports import Embedder


@dataclass(frozen=True, slots=True)
class Models:
    """What a matcher compares with. ``sentences`` is the slow, better model, None where there is none.

    A reader tells the trades that a text names; it reads with the model of its kind. ``lexicon`` is words spelt right.
    """

    pieces: Embedder
    sentences: Embedder | None = None
    lexicon: Sequence[str] = ()
    read_pieces: TradeReader | None = None
    read_sentences: TradeReader | None = None


def open_models(url: str = "auto://", cache: Path | None = None) -> Models:
    """The shipped models with the embedder of ``url``. Raises ValueError for an unknown one.

    A model that the shipped names were not read by does without the reading of trades; ``characters://`` (an index
    without any weights) reads with the table.
    """
    if url.startswith("characters://"):
        url = "static://"
    table = load_table(TABLE)
    pieces: Embedder = StaticEmbedder(table)
    model = open_embedder(url, cache)
    sentences = None if isinstance(model, StaticEmbedder) else model
    if sentences is None:
        pieces = model
    return Models(
        pieces=pieces,
        sentences=sentences,
        lexicon=table.lexicon,
        read_pieces=_reader(KNOWN_BY_PIECES, pieces),
        read_sentences=None if sentences is None else _reader(KNOWN_BY_SENTENCES, sentences),
    )


def _reader(path: Path, model: Embedder) -> TradeReader | None:
    known = load_known(path)
    return TradeReader(known, model) if known.follows == model.fingerprint else None

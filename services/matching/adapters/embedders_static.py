"""``static://``: a vector per word piece, added up. No engine, any machine, thousands of titles a second.

The table is trained by ``cite embedder train``. It cuts words as WordPiece does (longest piece first), so that it is
a StaticEmbedding for whoever reads it with another library: the text that it cuts is ``pieces_of``'s.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.adapters.embedders_linear import unit
from services.matching.domain.text.abbreviations import written_out
from services.matching.domain.text.tokens import stems
from services.matching.text_ports import Vectors

UNKNOWN = "[UNK]"
INSIDE = "##"
"""Marks a piece that does not begin its word."""


@dataclass(frozen=True, slots=True)
class StaticTable:
    """``pieces`` and their vectors (n, d); ``lexicon`` is the words that the training read, for mending queries."""

    pieces: tuple[str, ...]
    vectors: NDArray[np.float32]
    lexicon: tuple[str, ...] = ()

    def rounded(self) -> "StaticTable":
        """The table as it will be read again."""
        return StaticTable(self.pieces, self.vectors.astype(np.float16).astype(np.float32), self.lexicon)

    def save(self, path: Path) -> None:
        """Write it, vectors in half precision, words as one text."""
        vectors: Any = self.vectors.astype(np.float16)
        np.savez_compressed(path, pieces=_text(self.pieces), vectors=vectors, lexicon=_text(self.lexicon))


def load_table(path: Path) -> StaticTable:
    """Read a table. Raises ValueError when the file is not one."""
    with np.load(path, allow_pickle=False) as held:
        try:
            pieces, lexicon = (tuple(bytes(held[name]).decode().split("\n")) for name in ("pieces", "lexicon"))
            vectors = held["vectors"].astype(np.float32)
        except KeyError as missing:
            raise ValueError(f"{path.name} n'est pas une table de mots : il manque {missing}") from missing
    if vectors.ndim != 2 or len(pieces) != len(vectors):
        raise ValueError(f"{path.name} n'est pas une table de mots : ses dimensions ne vont pas ensemble")
    return StaticTable(pieces, vectors, tuple(word for word in lexicon if word))


def prepared(title: str) -> list[str]:
    """The words that are cut into pieces: stems, short forms written out."""
    return stems(written_out(title))


def pieces_of(word: str, known: Collection[str]) -> list[str]:
    """The word cut into known pieces, the longest first; ``[UNK]`` when some letter is in none."""
    found: list[str] = []
    start = 0
    while start < len(word):
        mark = INSIDE if start else ""
        end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in known), start)
        if end == start:
            return [UNKNOWN]
        found.append(mark + word[start:end])
        start = end
    return found


class StaticEmbedder:
    """Adds up the vectors of a title's pieces. Immutable: thread-safe."""

    def __init__(self, table: StaticTable) -> None:
        self._rows = {piece: row for row, piece in enumerate(table.pieces)}
        self._vectors = table.vectors
        self._words: dict[str, list[int]] = {}
        self.dimension = int(table.vectors.shape[1])
        self.fingerprint = f"static-{hashlib.sha256(table.vectors.tobytes()).hexdigest()[:12]}"

    def embed(self, titles: Sequence[str]) -> Vectors:
        made = np.zeros((len(titles), self.dimension), np.float32)
        for place, title in enumerate(titles):
            rows = [row for word in prepared(title) for row in self._rows_of(word)]
            if rows:
                made[place] = self._vectors[rows].sum(axis=0)
        return unit(made)

    def _rows_of(self, word: str) -> list[int]:
        if word not in self._words:
            self._words[word] = [self._rows[piece] for piece in pieces_of(word, self._rows) if piece in self._rows]
        return self._words[word]


def _text(words: Iterable[str]) -> Any:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)

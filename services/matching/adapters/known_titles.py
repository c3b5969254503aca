"""What the registers already call each trade, kept as vectors: a text is read as the trades whose names it is near.

Two texts that share no word may be near two names of one trade: this is the bridge between a wish and a title. Holds
the vectors of the official names (ROME, ESCO), of their skills and of our everyday names, in eight bits, each with its
trade; no label can be read back. Trained by ``cite embedder train``; refuses a file of other models.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from services.matching.adapters.embedders_linear import TINY, unit
from services.matching.text_ports import Embedder, Vectors

_STEPS = 127.0
_AT_ONCE = 256
DIRECTIONS = 192
_KEPT_GROUPS = 24
_SHARPNESS = 16.0
"""How fast a trade loses its share when its nearest name is farther than the best: e^(16 × difference of cosines)."""

_STRANGE, _PRINTED = 0.90, 0.98
"""How near its nearest name a title is when no register prints it, and when one does."""

_MIDDLE = 0.5
"""How much the middle of a trade's names counts beside its nearest one: 0.35 and 0.65 do a little less well."""

Shares: TypeAlias = Any
"""A sparse matrix of shape (texts, trades); each row's squares add up to one."""


@dataclass(frozen=True, slots=True)
class KnownTitles:
    """``rows`` (n, e) in eight bits, ``trade_of`` (n,) places in ``trades``, in order; of the model ``follows``.

    ``turn`` (d, e) brings the model's vectors to the few directions where names differ most.
    """

    turn: NDArray[np.float32]
    rows: NDArray[np.int8]
    trade_of: NDArray[np.int32]
    trades: tuple[str, ...]
    follows: str

    def save(self, path: Path) -> None:
        """Write it, the turn in half precision."""
        names: Any = np.frombuffer("\n".join(self.trades).encode(), dtype=np.uint8)
        turn: Any = self.turn.astype(np.float16)
        follows = np.array(self.follows)
        np.savez_compressed(path, turn=turn, rows=self.rows, trade_of=self.trade_of, trades=names, follows=follows)


def load_known(path: Path) -> KnownTitles:
    """Read the file. Raises ValueError when it is not one."""
    with np.load(path, allow_pickle=False) as held:
        try:
            turn, rows, trade_of = held["turn"].astype(np.float32), held["rows"], held["trade_of"]
            known = KnownTitles(
                turn, rows, trade_of, tuple(bytes(held["trades"]).decode().split("\n")), str(held["follows"])
            )
        except KeyError as missing:
            raise ValueError(f"{path.name} ne contient pas de noms connus : il manque {missing}") from missing
    if rows.ndim != 2 or turn.ndim != 2 or rows.shape != (len(trade_of), turn.shape[1]):
        raise ValueError(f"{path.name} ne contient pas de noms connus : ses dimensions ne vont pas ensemble")
    return known


def known_titles(groups: Sequence[tuple[str, Sequence[str]]], model: Embedder) -> KnownTitles:
    """The names of each trade, given with its code, by the model that will read the texts."""
    vectors = model.embed([name for _, those in groups for name in those])
    trade_of = np.asarray([place for place, (_, those) in enumerate(groups) for _ in those], np.int32)
    turn = _turn(vectors)
    rows = unit(vectors @ turn)
    eighth = np.rint(rows * (_STEPS / max(float(np.abs(rows).max()), TINY))).astype(np.int8)
    return KnownTitles(turn, eighth, trade_of, tuple(code for code, _ in groups), model.fingerprint)


def _turn(vectors: Vectors) -> NDArray[np.float32]:
    """The directions where the vectors differ most, in half precision as they will be kept."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    kept: NDArray[np.float32] = directions[:, ::-1][:, :DIRECTIONS].astype(np.float16).astype(np.float32)
    return kept


@dataclass(frozen=True, slots=True)
class ReadTitles:
    """The titles of a corpus read as trades: ``shares`` (titles, trades), each row adding up to one; how surely."""

    shares: Shares
    surely: Vectors

    def named(self, near: Vectors) -> Vectors:
        """How near texts are to the names of each title's trades; shape (texts, titles).

        ``near`` is how near the texts are to each trade.
        """
        found: Vectors = (self.shares @ near.T).T
        return found

    def named_or_alike(self, named: Vectors, alike: Vectors) -> Vectors:
        """The same; a title that no register prints says nothing of its trade: ``alike``, how near the texts are to the
        title itself, stands in."""
        found: Vectors = (self.surely * named + (1 - self.surely) * alike).astype(np.float32)
        return found


class TradeReader:
    """Reads texts as trades. Immutable: thread-safe."""

    def __init__(self, known: KnownTitles, model: Embedder) -> None:
        """Raise ValueError when the names were read by another model."""
        if known.follows != model.fingerprint:
            raise ValueError(f"Les noms connus suivent {known.follows}, pas {model.fingerprint} : entraînez à nouveau")
        self._known = known
        self._rows = unit(known.rows.astype(np.float32))
        self._starts = np.flatnonzero(np.diff(known.trade_of, prepend=-1))
        self._places = known.trade_of[self._starts]
        self._middles = unit(np.add.reduceat(self._rows, self._starts, axis=0))
        self.trades = known.trades
        self.model = model

    def only(self, trades: re.Pattern[str]) -> "TradeReader":
        """A reader of the trades whose code has this form alone."""
        kept = np.array([trades.fullmatch(code) is not None for code in self.trades])
        rows = kept[self._known.trade_of]
        places = np.cumsum(kept) - 1
        known = KnownTitles(
            self._known.turn,
            self._known.rows[rows],
            places[self._known.trade_of[rows]].astype(np.int32),
            tuple(code for code, wanted in zip(self.trades, kept, strict=True) if wanted),
            self._known.follows,
        )
        return TradeReader(known, self.model)

    def nearest(self, vectors: Vectors) -> Vectors:
        """The cosine of each text with the nearest name of each trade; shape (texts, trades)."""
        found = np.full((len(vectors), len(self.trades)), -1.0, np.float32)
        turned = unit(vectors @ self._known.turn)
        for start in range(0, len(vectors), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            alike = turned[some] @ self._rows.T
            found[some, self._places] = np.maximum.reduceat(alike, self._starts, axis=1)
        return found

    def near(self, vectors: Vectors, nearest: Vectors) -> Vectors:
        """How near each text is to each trade: to its nearest name, given, and to the middle of all of them.

        One name may be near by chance; the middle is what the names have in common. Shape (texts, trades).
        """
        found: Vectors = (1 - _MIDDLE) * nearest
        found[:, self._places] += _MIDDLE * (unit(vectors @ self._known.turn) @ self._middles.T)
        return found

    def titles(self, vectors: Vectors) -> ReadTitles:
        """The titles of a corpus, read once."""
        nearest = self.nearest(vectors)
        shares = _shares(nearest, vectors)
        sums = np.maximum(np.asarray(shares.sum(axis=1)).ravel(), TINY)
        surely = np.clip((nearest.max(axis=1) - _STRANGE) / (_PRINTED - _STRANGE), 0, 1).astype(np.float32)
        return ReadTitles(sparse.csr_matrix(sparse.diags((1 / sums).astype(np.float32)) @ shares), surely)

    def shares(self, vectors: Vectors) -> Shares:
        """How much each text is each trade: the nearest trades only, the nearest ones most."""
        return _shares(self.nearest(vectors), vectors)


def _shares(nearest: Vectors, vectors: Vectors) -> Shares:
    kept = min(_KEPT_GROUPS, nearest.shape[1])
    places = np.argpartition(-nearest, kept - 1, axis=1)[:, :kept]
    alike = np.take_along_axis(nearest, places, axis=1)
    powers = np.exp(_SHARPNESS * (alike - alike.max(axis=1, keepdims=True)))
    powers /= np.linalg.norm(powers, axis=1, keepdims=True)
    powers[np.linalg.norm(vectors, axis=1) == 0] = 0.0
    texts = np.repeat(np.arange(len(vectors)), kept)
    return sparse.csr_matrix((powers.ravel(), (texts, places.ravel())), shape=nearest.shape, dtype=np.float32)

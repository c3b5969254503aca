"""What the contract suite needs of an index beyond its port: one opened empty, under a name that no other test uses."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast
from uuid import uuid4

from elasticsearch import Elasticsearch

from services.matching.adapters.elastic_offer_index import ElasticOfferIndex
from services.matching.adapters.embedders import open_embedder
from services.matching.adapters.local_offer_index import LocalOfferIndex
from services.matching.adapters.title_vectors import TitleModel
from services.matching.ports import OfferDocument, OfferRemoval, RebuildableIndex
from services.matching.text_ports import Vectors

Change = OfferDocument | OfferRemoval


class WordPieces:
    """The shipped table of word pieces: real vectors, thousands of titles a second."""

    floor = 0.0

    def __init__(self, fingerprint: str = "pieces") -> None:
        self._table = open_embedder("static://")
        self.fingerprint, self.dimension = fingerprint, self._table.dimension

    def vectors(self, titles: Sequence[str]) -> Vectors:
        return self._table.embed(list(titles))


def nothing() -> Iterator[Sequence[Change]]:
    """A log without a record."""
    return iter(())


class Stand(ABC):
    """One adapter under test."""

    index: RebuildableIndex

    @abstractmethod
    def another(self, model: TitleModel | None = None) -> RebuildableIndex:
        """The same index, as another process opens it."""

    @abstractmethod
    def close(self) -> None:
        """Leave nothing behind."""


class LocalStand(Stand):
    """A file in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.index = self.another()
        self.index.rebuild(nothing)

    def another(self, model: TitleModel | None = None) -> RebuildableIndex:
        return LocalOfferIndex(self._folder, model or WordPieces())

    def close(self) -> None:
        """The folder goes with the test."""


class ElasticStand(Stand):
    """A real node, under an alias of its own."""

    def __init__(self, server: str) -> None:
        self.client = Elasticsearch(server, request_timeout=30)
        self.alias = f"test-{uuid4().hex[:10]}"
        self.index = self.another()
        self.index.rebuild(nothing)

    def another(self, model: TitleModel | None = None) -> ElasticOfferIndex:
        return ElasticOfferIndex(self.client, self.alias, model or WordPieces(), grace=0.2)

    def close(self) -> None:
        generations = cast(ElasticOfferIndex, self.index).generations
        for name in generations.all():
            generations.drop(name)
        self.client.options(ignore_status=404).indices.delete_index_template(name=generations.template)
        self.client.close()

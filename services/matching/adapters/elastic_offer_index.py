"""The index of offers on Elasticsearch 8: full text, vectors and filters, for territories that outgrow one machine.

Words are cut in Python, as for the local index; the server keeps and ranks them (BM25), and finds the nearest titles
among what the filters leave. Writes are versioned: an older one changes nothing, a removal is a versioned document.
Refuses (Unavailable) when the server is out of reach, or holds no index yet.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import structlog
from elasticsearch import Elasticsearch

from services.kernel.problems import Unavailable
from services.matching.adapters import elastic_documents as documents
from services.matching.adapters.asked_words import LEAST_ALIKE, AskedWords, asked_words, page
from services.matching.adapters.elastic_connection import NOT_BUILT, Reach, connect, read_address, told
from services.matching.adapters.elastic_generations import Generations
from services.matching.adapters.elastic_lists import ElasticLists
from services.matching.adapters.title_likeness import cosine_of, likeness_of
from services.matching.adapters.title_vectors import TitleModel, best_model
from services.matching.ports import Drain, OfferDocument, OfferHits, OfferQuery, OfferRemoval
from services.matching.settings import MatchingSettings
from services.matching.text_ports import Vectors

log = structlog.get_logger(__name__)

AT_ONCE = 200
"""Documents of one bulk."""
DEEPEST = 20_000
"""As ``max_result_window`` of the index: nobody reads further."""
FRESH = 30.0
"""Seconds during which a title that was read is not asked again: lists follow each other, titles hardly change."""
READING_GRACE = 2.0
"""Seconds left to the readers of an index that is no longer served."""
BULK_TIMEOUT = 30.0


class ElasticOfferIndex:
    """See ``ports.OfferIndex`` and ``ports.RebuildableIndex``. Thread-safe."""

    def __init__(
        self,
        client: Elasticsearch,
        alias: str,
        model: TitleModel,
        *,
        grace: float = READING_GRACE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._model, self._grace = client, model, grace
        self.generations = Generations(client, alias, model.fingerprint, model.dimension)
        self._alias = alias
        self.reach = Reach(monotonic=monotonic)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: dict[str, Vectors] = {}
        self._titles: dict[tuple[str, UUID], tuple[float, str]] = {}

    def apply(self, changes: Sequence[OfferDocument | OfferRemoval]) -> None:
        if not changes:
            return
        with self.reach():
            if self.generations.building() is not None:
                # It is refreshed when it comes into service, not before: nothing to wait for.
                self._write(changes, self.generations.next, refresh=False)
            self._write(changes, self._alias, refresh="wait_for")
        with self._lock:
            for change in changes:
                self._titles.pop((change.territory, change.offer_id), None)

    def search(self, territory: str, query: OfferQuery, *, offset: int = 0, limit: int = 30) -> OfferHits:
        asked = asked_words(query)
        where = documents.filters(territory, query)
        with self.reach():
            if not asked.words:
                return self._newest(where, offset, limit)
            lists = ElasticLists(self._ask, where, self._mended(asked), self._meaning(asked, where))
            found, total = page(lists, offset, limit)
        return OfferHits(tuple(UUID(one) for one in found), total)

    def likeness(self, territory: str, wishes: Sequence[str], offers: Collection[UUID]) -> Mapping[UUID, float]:
        if not wishes or not offers:
            return {}
        with self.reach():
            titles = self._titles_of(territory, offers)
            self._read_vectors(territory, titles)
        return likeness_of(titles, wishes, self._vectors_of({*titles.values(), *wishes}), self._model.floor)

    def is_current(self) -> bool:
        """See the port."""
        with self.reach():
            return self.generations.is_current()

    def rebuild(self, drain: Drain, *, restart: bool = False) -> int:
        """See the port."""
        with self.reach():
            name = self.generations.begin(restart=restart)
        try:
            for batch in drain():
                with self.reach():
                    self._write(batch, self.generations.next, refresh=False)
            with self.reach():
                before = self.generations.serve(name)
                held = self._client.count(index=name, query={"term": {"removed": False}})["count"]
        except BaseException:
            self._give_up(name)
            raise
        if before is not None:
            threading.Event().wait(self._grace)
            with self.reach():
                self.generations.drop(before)
        return int(held)

    def _give_up(self, name: str) -> None:
        try:
            self.generations.drop(name)
        except Exception as error:  # noqa: BLE001  what stopped the rebuild is told, this is only its litter
            log.warning("offer_index.litter", index=name, reason=str(error)[:200])

    def _write(self, changes: Sequence[OfferDocument | OfferRemoval], target: str, *, refresh: Any) -> None:
        """Bulk by bulk, in order. The alias must exist: an index is never made by a stray write."""
        for start in range(0, len(changes), AT_ONCE):
            self._bulk(changes[start : start + AT_ONCE], target, refresh=refresh)

    def _bulk(self, changes: Sequence[OfferDocument | OfferRemoval], target: str, *, refresh: Any) -> None:
        vectors = self._vectors_of({change.title for change in changes if isinstance(change, OfferDocument)})
        operations: list[dict[str, Any]] = []
        for change in changes:
            vector = vectors.get(change.title) if isinstance(change, OfferDocument) else None
            body = documents.body_of(change, self.generations.vector_field, _floats(vector))
            versioned = {"version": change.version, "version_type": "external_gte"}
            operations += [{"index": {"_index": target, "_id": documents.key_of(change), **versioned}}, body]
        answer = self._client.options(request_timeout=BULK_TIMEOUT).bulk(
            operations=operations, refresh=refresh, require_alias=True
        )
        if answer["errors"]:
            self._judge([item["index"] for item in answer["items"]])

    def _judge(self, items: Iterable[Mapping[str, Any]]) -> None:
        """An older version is ignored, and so is a next index that has just come into service."""
        for item in items:
            status, named = int(item["status"]), str(item["_index"])
            if status < 300 or status == 409 or (status == 404 and named == self.generations.next):
                continue
            raise told(status, f"{item['_id']}: {item['error'].get('reason', '')}")

    def _newest(self, where: Sequence[documents.Body], offset: int, limit: int) -> OfferHits:
        size = max(0, min(limit, DEEPEST - offset))
        answer = self._client.search(
            index=self._alias,
            query={"bool": {"filter": list(where)}},
            sort=documents.NEWEST,
            from_=min(offset, DEEPEST),
            size=size,
            source=False,
            docvalue_fields=[{"field": "offer_id"}],
            track_total_hits=True,
        )
        hits = answer["hits"]
        return OfferHits(tuple(UUID(hit["fields"]["offer_id"][0]) for hit in hits["hits"]), hits["total"]["value"])

    def _ask(self, searches: Sequence[documents.Body]) -> list[Mapping[str, Any]]:
        """Several searches in one exchange; each must succeed."""
        lines = [line for search in searches for line in ({}, search)]
        answers = self._client.msearch(index=self._alias, searches=lines)["responses"]
        for answer in answers:
            if answer["status"] >= 300:
                raise told(answer["status"], str(answer["error"].get("reason", "")))
            if answer["_shards"]["failed"]:
                raise Unavailable(NOT_BUILT)
        return list(answers)

    def _mended(self, asked: AskedWords) -> AskedWords:
        (answer,) = self._ask([documents.mending(asked)])
        return replace(asked, words=documents.mended(asked.words, answer))

    def _meaning(self, asked: AskedWords, where: Sequence[documents.Body]) -> documents.Body | None:
        vector = _floats(self._vectors_of({asked.phrase})[asked.phrase])
        if vector is None:
            return None
        least = cosine_of(LEAST_ALIKE, self._model.floor)
        return documents.nearest(self.generations.vector_field, vector, least, where)

    def _titles_of(self, territory: str, offers: Collection[UUID]) -> dict[UUID, str]:
        """Titles of the offers that are held; those read a moment ago are not asked again."""
        now = self._monotonic()
        with self._lock:
            known = {o: self._titles[(territory, o)] for o in offers if (territory, o) in self._titles}
        titles = {offer: title for offer, (read_at, title) in known.items() if now - read_at < FRESH}
        asked = [offer for offer in offers if offer not in titles]
        for start in range(0, len(asked), DEEPEST // 2):
            titles |= self._read_titles(territory, asked[start : start + DEEPEST // 2])
        with self._lock:
            self._titles |= {(territory, offer): (now, titles[offer]) for offer in asked if offer in titles}
        return titles

    def _read_titles(self, territory: str, offers: Sequence[UUID]) -> dict[UUID, str]:
        wanted = {"terms": {"offer_id": [str(offer) for offer in offers]}}
        standing = [{"term": {"territory": territory}}, {"term": {"removed": False}}, wanted]
        answer = self._client.search(
            index=self._alias,
            query={"bool": {"filter": standing}},
            size=len(offers),
            source=False,
            docvalue_fields=[{"field": "offer_id"}, {"field": "title"}],
            track_total_hits=False,
            sort=["_doc"],
        )
        fields = [hit["fields"] for hit in answer["hits"]["hits"]]
        return {UUID(each["offer_id"][0]): each["title"][0] for each in fields if each.get("title", [""])[0]}

    def _read_vectors(self, territory: str, titles: Mapping[UUID, str]) -> None:
        """Take from the index the vectors of titles that this process has not met: cheaper than computing them."""
        field = self.generations.vector_field
        unknown = {title: offer for offer, title in titles.items() if title not in self._known}
        asked = [f"{territory}:{offer}" for offer in unknown.values()]
        for start in range(0, len(asked), AT_ONCE):
            keys = asked[start : start + AT_ONCE]
            answer = self._client.search(
                index=self._alias,
                query={"ids": {"values": keys}},
                size=len(keys),
                source={"includes": ["title", field]},
            )
            read = [hit["_source"] for hit in answer["hits"]["hits"]]
            held = {each["title"]: np.asarray(each[field], np.float32) for each in read if field in each}
            with self._lock:
                self._known |= held

    def _vectors_of(self, titles: Iterable[str]) -> Mapping[str, Vectors]:
        """Vectors by title: from memory, else computed."""
        wanted = {title for title in titles if title}
        missing = sorted(title for title in wanted if title not in self._known)
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            made = self._model.vectors(some)
            with self._lock:
                self._known |= zip(some, made, strict=True)
        return {title: self._known[title] for title in wanted}


def open_index(settings: MatchingSettings) -> ElasticOfferIndex:
    """The index of ``https://host:9200``."""
    address = read_address(settings.offer_index())
    return ElasticOfferIndex(connect(address, settings), address.alias, best_model(settings.embedder_url))


def _floats(vector: Vectors | None) -> list[float] | None:
    """As JSON; None for a title without a word, which is near nothing."""
    if vector is None or not float(np.dot(vector, vector)):
        return None
    return [float(value) for value in vector]

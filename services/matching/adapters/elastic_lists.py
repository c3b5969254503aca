"""The ranked lists of one search on Elasticsearch (``asked_words.Lists``): three searches in one exchange."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.matching.adapters import elastic_documents as documents
from services.matching.adapters.asked_words import AskedWords

Ask = Callable[[Sequence[documents.Body]], Sequence[Mapping[str, Any]]]


class ElasticLists:
    """``meaning`` is the search of the nearest titles, None when the phrase has no vector."""

    def __init__(
        self, ask: Ask, where: Sequence[documents.Body], asked: AskedWords, meaning: documents.Body | None
    ) -> None:
        self._ask, self._where = ask, where
        self._words = documents.any_of(asked.words, unfinished=True)
        queries = [self._words]
        if asked.also:
            queries.append(documents.any_of(asked.also, unfinished=False))
        self._any = documents.either(queries)
        searches = [documents.ranked(query, where) for query in queries]
        answers = [_ids(answer) for answer in ask([*searches, *([meaning] if meaning else [])])]
        self._by_words = answers[0]
        self._by_other_names = answers[1] if asked.also else []
        self._by_meaning = answers[-1] if meaning else []

    def by_words(self) -> Sequence[str]:
        return self._by_words

    def by_other_names(self) -> Sequence[str]:
        return self._by_other_names

    def by_meaning(self) -> Sequence[str]:
        return self._by_meaning

    def count(self, neighbours: Sequence[str]) -> int:
        one_of_these = {"terms": {"offer_id": list(neighbours)}}
        matching = documents.either([self._any, one_of_these])
        body = {
            "query": {"bool": {"filter": [matching, *self._where]}},
            "size": 0,
            "track_total_hits": True,
        }
        (answer,) = self._ask([body])
        return int(answer["hits"]["total"]["value"])

    def further(self, known: Sequence[str], offset: int, limit: int) -> Sequence[str]:
        (answer,) = self._ask([documents.ranked(self._any, self._where, size=limit, offset=offset, known=known)])
        return _ids(answer)


def _ids(answer: Mapping[str, Any]) -> list[str]:
    return [str(hit["fields"]["offer_id"][0]) for hit in answer["hits"]["hits"]]

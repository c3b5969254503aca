"""What Elasticsearch is given: an offer as a document, a query as filters and searches. Pure; sends nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.matching.adapters.asked_words import FIELD_WEIGHTS, NEIGHBOURS, WINDOW, AskedWords, document_stems
from services.matching.adapters.index_places import microseconds
from services.matching.adapters.word_mending import edits_allowed, nearest_of, once
from services.matching.ports import OfferDocument, OfferQuery, OfferRemoval

NEWEST = [{"published": "desc"}, {"offer_id": "asc"}]
BEST = [{"_score": "desc"}, *NEWEST]
_FIELDS = [f"stems.{field}^{weight:g}" for field, weight in FIELD_WEIGHTS.items()]
_STARTS = [f"stems.{field}.start^{weight:g}" for field, weight in FIELD_WEIGHTS.items()]
Body = dict[str, Any]


def key_of(change: OfferDocument | OfferRemoval) -> str:
    """The document's id."""
    return f"{change.territory}:{change.offer_id}"


def body_of(change: OfferDocument | OfferRemoval, vector_field: str, vector: Sequence[float] | None) -> Body:
    """The document. A removal keeps only what a later rebuild and an older write must see."""
    held: Body = {"territory": change.territory, "offer_id": str(change.offer_id)}
    if isinstance(change, OfferRemoval):
        return held | {"removed": True}
    held |= {
        "removed": False,
        "rome": change.rome,
        "kind": change.kind.value,
        "title": change.title,
        "published": microseconds(change.published_at),
        "stems": document_stems(change),
    }
    for name, day in (("starts_on", change.starts_on), ("ends_on", change.ends_on), ("expires_on", change.expires_on)):
        if day is not None:
            held[name] = day.isoformat()
    if change.place is not None:
        held["place"] = {"lat": change.place.latitude, "lon": change.place.longitude}
    if vector is not None:
        held[vector_field] = vector
    return held


def filters(territory: str, query: OfferQuery) -> list[Body]:
    """Every condition of the query but its words."""
    found: list[Body] = [{"term": {"territory": territory}}, {"term": {"removed": False}}]
    for field, wanted in (("rome", query.romes), ("kind", query.kinds)):
        if wanted:
            found.append({"terms": {field: sorted(str(value) for value in wanted)}})
    if query.on is not None:
        day = query.on.isoformat()
        found += [_unless_unknown("expires_on", {"gte": day}), _unless_unknown("ends_on", {"gte": day})]
    if query.starts_from is not None:
        found.append(_unless_unknown("starts_on", {"gte": query.starts_from.isoformat()}))
    if query.starts_until is not None:
        found.append(_unless_unknown("starts_on", {"lte": query.starts_until.isoformat()}))
    if query.around is not None and query.within_km is not None:
        centre = {"lat": query.around.latitude, "lon": query.around.longitude}
        found.append({"geo_distance": {"distance": f"{query.within_km}km", "place": centre}})
    return found


def _unless_unknown(field: str, limits: Body) -> Body:
    """What is not said bars nothing."""
    unknown = {"bool": {"must_not": [{"exists": {"field": field}}]}}
    return {"bool": {"should": [unknown, {"range": {field: limits}}], "minimum_should_match": 1}}


def any_of(words: Sequence[str], *, unfinished: bool) -> Body:
    """Documents that hold a word; the last one may be a beginning."""
    whole = words[:-1] if unfinished else words
    clauses: list[Body] = []
    if whole:
        clauses.append({"combined_fields": {"query": " ".join(whole), "fields": _FIELDS}})
    if unfinished:
        clauses.append({"combined_fields": {"query": words[-1], "fields": _STARTS}})
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def either(queries: Sequence[Body]) -> Body:
    """Documents that answer one of these."""
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def ranked(
    query: Body, where: Sequence[Body], *, size: int = WINDOW, offset: int = 0, known: Sequence[str] = ()
) -> Body:
    """The best of a query by its words, ids alone."""
    inside: Body = {"must": [query], "filter": list(where)}
    if known:
        inside["must_not"] = [{"terms": {"offer_id": list(known)}}]
    return {
        "query": {"bool": inside},
        "sort": BEST,
        "from": offset,
        "size": size,
        "_source": False,
        "docvalue_fields": ["offer_id"],
        "track_total_hits": False,
    }


def nearest(field: str, vector: Sequence[float], least_cosine: float, where: Sequence[Body]) -> Body:
    """The nearest titles among the documents that pass the filters, at least so near; ids alone."""
    return {
        "knn": {
            "field": field,
            "query_vector": vector,
            "k": NEIGHBOURS,
            "num_candidates": 10 * NEIGHBOURS,
            "similarity": least_cosine,
            "filter": list(where),
        },
        "sort": BEST,
        "size": NEIGHBOURS,
        "_source": False,
        "docvalue_fields": ["offer_id"],
        "track_total_hits": False,
    }


def mending(asked: AskedWords) -> Body:
    """For words that no document holds, what is nearest among those that some do; and whether any begins as the last.

    Every document of the server is asked, as every word of the local file is.
    """
    return {
        "query": any_of(asked.words[-1:], unfinished=True),
        "size": 0,
        "track_total_hits": 1,
        "suggest": {
            f"word-{place}": {
                "text": word,
                "term": {
                    "field": "vocabulary",
                    "analyzer": "whitespace",
                    "suggest_mode": "missing",
                    "max_edits": edits,
                    "prefix_length": 0,
                    "min_word_length": 1,
                    "size": 20,
                    "shard_size": 100,
                    "accuracy": 0.1,
                    "string_distance": "damerau_levenshtein",
                },
            }
            for place, word in enumerate(asked.words)
            if word not in asked.known and (edits := edits_allowed(word))
        },
    }


def mended(words: Sequence[str], answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The words, each strange one replaced by the nearest that the answer tells."""
    found = answer.get("suggest", {})
    options = [
        {option["text"]: option["freq"] for part in found.get(f"word-{place}", ()) for option in part["options"]}
        for place in range(len(words))
    ]
    nearest = [nearest_of(word, known) if known else word for word, known in zip(words, options, strict=True)]
    begun = bool(answer["hits"]["total"]["value"])
    return tuple(once([*nearest[:-1], words[-1] if begun else nearest[-1]]))

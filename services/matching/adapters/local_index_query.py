"""The questions asked to the local index: filters in SQL, words in FTS5's language, mended when mistyped."""

import json
from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import Any

from services.matching.adapters.asked_words import WINDOW, AskedWords
from services.matching.adapters.word_mending import nearest_of, once
from services.matching.ports import OfferQuery

_KM_PER_DEGREE = 111.0
"""Less than any degree of latitude, so that the box is never smaller than the circle."""


def filters(territory: str, query: OfferQuery) -> tuple[str, list[object]]:
    """The WHERE clause and its values; ``km`` is a function of the connection, a box before it spares most calls."""
    clauses, values = ["territory = ?", "removed = 0"], list[object]([territory])
    for column, wanted in (("rome", query.romes), ("kind", query.kinds)):
        if wanted:
            clauses.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values.extend(sorted(str(value) for value in wanted))
    if query.on is not None:
        clauses.append("(expires_on IS NULL OR expires_on >= ?) AND (ends_on IS NULL OR ends_on >= ?)")
        values.extend([query.on.isoformat()] * 2)
    if query.starts_from is not None:
        clauses.append("(starts_on IS NULL OR starts_on >= ?)")
        values.append(query.starts_from.isoformat())
    if query.starts_until is not None:
        clauses.append("(starts_on IS NULL OR starts_on <= ?)")
        values.append(query.starts_until.isoformat())
    if query.around is not None and query.within_km is not None:
        high = query.within_km / _KM_PER_DEGREE
        wide = high / max(0.1, cos(radians(query.around.latitude)))
        clauses.append("latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?")
        here = query.around
        values.extend([here.latitude - high, here.latitude + high, here.longitude - wide, here.longitude + wide])
        clauses.append("km(latitude, longitude, ?, ?) <= ?")
        values.extend([here.latitude, here.longitude, query.within_km])
    return " AND ".join(clauses), values


def nearest_words(asked: AskedWords, vocabulary: Mapping[str, int]) -> list[str]:
    """The words as the index knows them; the last one is also known when it begins a word. A strange one is mended."""
    *others, last = asked.words
    unfinished = last in asked.known or any(word.startswith(last) for word in vocabulary)
    mended = [word if word in vocabulary or word in asked.known else nearest_of(word, vocabulary) for word in others]
    return once([*mended, last if unfinished else nearest_of(last, vocabulary)])


def match_expression(wanted: Sequence[str], *, unfinished: bool = True) -> str:
    """Any of the words, the last one also as a beginning; each is quoted, so that no typed sign is an operator."""
    quoted = ['"' + word.replace('"', '""') + '"' for word in wanted]
    if unfinished:
        quoted[-1] += "*"
    return " OR ".join(quoted)


class LocalLists:
    """The ranked lists of one search (``asked_words.Lists``), read on one connection."""

    def __init__(
        self,
        connection: Any,
        where: str,
        values: Sequence[object],
        *,
        words: Sequence[str],
        also: Sequence[str],
        nearest: Sequence[str],
        rank: str,
    ) -> None:
        self._connection, self._where, self._values = connection, where, list(values)
        self._words = match_expression(words)
        self._also = match_expression(also, unfinished=False) if also else ""
        self._any = f"{self._words} OR {self._also}" if also else self._words
        self._nearest, self._rank = nearest, rank

    def by_words(self) -> Sequence[str]:
        return self._ranked(self._words, [], 0, WINDOW)

    def by_other_names(self) -> Sequence[str]:
        return self._ranked(self._also, [], 0, WINDOW) if self._also else []

    def by_meaning(self) -> Sequence[str]:
        return self._nearest

    def count(self, neighbours: Sequence[str]) -> int:
        query = (
            f"SELECT count(*) FROM offers WHERE {self._where} AND (id IN (SELECT rowid FROM words WHERE words MATCH ?)"  # noqa: S608
            " OR offer_id IN (SELECT value FROM json_each(?)))"
        )
        found = self._connection.execute(query, [*self._values, self._any, json.dumps(list(neighbours))])
        return int(found.fetchone()[0])

    def further(self, known: Sequence[str], offset: int, limit: int) -> Sequence[str]:
        return self._ranked(self._any, known, offset, limit)

    def _ranked(self, expression: str, known: Sequence[str], offset: int, limit: int) -> list[str]:
        query = (
            f"SELECT o.offer_id FROM words JOIN offers o ON o.id = words.rowid WHERE words MATCH ? AND {self._where}"  # noqa: S608
            " AND o.offer_id NOT IN (SELECT value FROM json_each(?))"
            f" ORDER BY {self._rank}, o.published DESC, o.offer_id LIMIT ? OFFSET ?"
        )
        asked = [expression, *self._values, json.dumps(list(known)), limit, offset]
        return [row[0] for row in self._connection.execute(query, asked)]

"""The questions asked to the local index: filters in SQL, words in FTS5's language, mended when mistyped."""

from collections.abc import Sequence
from math import cos, radians

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from services.matching.ports import OfferQuery

_KM_PER_DEGREE = 111.2
_SHORTEST_MENDED = 4


def filters(territory: str, query: OfferQuery) -> tuple[str, list[object]]:
    """The WHERE clause and its values. Distances are judged on a box, as wide as the circle."""
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
    return " AND ".join(clauses), values


def nearest_words(wanted: Sequence[str], vocabulary: frozenset[str]) -> list[str]:
    """The words as the index knows them: a word it never saw becomes its nearest, one or two letters away."""
    return [word if word in vocabulary else _mended(word, vocabulary) for word in dict.fromkeys(wanted)]


def _mended(word: str, vocabulary: frozenset[str]) -> str:
    if len(word) < _SHORTEST_MENDED:
        return word
    allowed = 1 if len(word) < 7 else 2
    scorer = DamerauLevenshtein.distance
    found = process.extractOne(word, sorted(vocabulary), scorer=scorer, score_cutoff=allowed)
    return str(found[0]) if found else word


def match_expression(wanted: Sequence[str]) -> str:
    """Any of the words, the last one also as a beginning; each is quoted, so that no typed sign is an operator."""
    quoted = ['"' + word.replace('"', '""') + '"' for word in wanted]
    quoted[-1] += "*"
    return " OR ".join(quoted)

"""What the words of an advertisement say of its hours, when it gives no half-day: « Travail les week-ends », « 2x8 ».

Too vague to compare, too telling to pass over: they bar nothing and weigh nothing; what they make doubtful is told, to
be checked. Pure, refuses nothing.
"""

import re
from enum import StrEnum

from services.contracts.vocabulary import HalfDay


class Said(StrEnum):
    DAYTIME = "daytime"
    WEEKEND = "weekend"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    SHIFTS = "shifts"
    SPLIT = "split"
    VARIABLE = "variable"


_WORDS = {
    Said.DAYTIME: r"\ben journ[ée]e\b",
    Said.WEEKEND: r"\bweek-?ends?\b",
    Said.SATURDAY: r"\bsamedis?\b",
    Said.SUNDAY: r"\bdimanches?\b",
    Said.SHIFTS: r"\btravail post[ée]\b|\b[2-7]\s?[x×]\s?(?:8|12)\b|\bhoraires d[ée]cal[ée]s\b|\ben [ée]quipes?\b",
    Said.SPLIT: r"\bfractionn[ée]s?\b|\bavec coupures?\b|\ben coupures?\b",
    Said.VARIABLE: r"\bhoraires (?:variables|irr[ée]guliers)\b",
}
_READ = {said: re.compile(words, re.IGNORECASE) for said, words in _WORDS.items()}
DAYS = {
    Said.WEEKEND: ("le week-end", ("sat", "sun")),
    Said.SATURDAY: ("le samedi", ("sat",)),
    Said.SUNDAY: ("le dimanche", ("sun",)),
}
"""Words that name days: how they are told, and which days of the half-days they are."""
UNEVEN = {
    Said.SHIFTS: "en équipes ou en horaires décalés",
    Said.SPLIT: "en plusieurs fois dans la journée",
    Said.VARIABLE: "à des horaires variables",
}
"""Words that make any fixed hours doubtful."""


def said_in(label: str) -> frozenset[Said]:
    """What a label of hours says."""
    return frozenset(said for said, words in _READ.items() if words.search(label))


def days_not_free(said: frozenset[Said], available: frozenset[HalfDay]) -> list[str]:
    """The days named, in words, on which the person offers no half-day; none while she said no half-day."""
    free = {half.value[:3] for half in available}
    return [words for one, (words, days) in DAYS.items() if one in said and available and not free & set(days)]


def uneven(said: frozenset[Said]) -> list[str]:
    """How uneven the hours are, in words."""
    return [words for one, words in UNEVEN.items() if one in said]

"""A sentence in its two voices: to the person (« vous »), and about her to a referent.

Numbers, delays and lists are put in plain French here. Refuses nothing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.contracts.vocabulary import TravelMode
from services.matching.domain.ranking.travel import TripSource

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


class Voice(StrEnum):
    PERSON = "person"
    REFERENT = "referent"


@dataclass(frozen=True, slots=True)
class Sentence:
    """``you`` speaks to the person; ``she`` speaks of « la personne »."""

    you: str
    she: str

    @staticmethod
    def same(text: str) -> "Sentence":
        """A sentence that speaks of the work alone."""
        return Sentence(text, text)

    def said(self, voice: Voice) -> str:
        """The text in one voice."""
        return self.you if voice is Voice.PERSON else self.she


def day(on: date) -> str:
    """« 1er mars », « 12 mars 2027 » when far from now is for the caller to say: the year is always given."""
    return f"{'1er' if on.day == 1 else on.day} {MONTHS[on.month - 1]} {on.year}"


def minutes(count: int) -> str:
    """« 35 min », « 1 h », « 1 h 20 »."""
    if count < 60:
        return f"{count} min"
    hours, rest = divmod(count, 60)
    return f"{hours} h" + (f" {rest:02d}" if rest else "")


def trip_words(count: int, mode: TravelMode | None) -> str:
    """« 12 min à vélo »; « 12 min de trajet » when the means are not said."""
    return f"{minutes(count)} {mode.label if mode else 'de trajet'}"


def trip_source(source: TripSource, *, roughly: bool = False) -> str:
    """Where the figure comes from, in brackets. ``roughly``: boards place an advertisement at the heart of its town."""
    return {
        TripSource.ESTIMATE: "(estimation, lieu approché)" if roughly else "(estimation)",
        TripSource.ROUTER: "(itinéraire)",
        TripSource.REFERENT: "(indiqué par le référent)",
    }[source]


def kilometres(km: float) -> str:
    """« 600 m », « 3,4 km », « 27 km »."""
    if km < 0.95:
        return f"{max(1, round(km * 10)) * 100} m"
    if km < 10:
        return f"{km:.1f} km".replace(".", ",")
    return f"{round(km)} km"


def number(value: float) -> str:
    """A number with a comma, without useless zeros."""
    return f"{value:g}".replace(".", ",")


def plural(count: int, one: str, many: str) -> str:
    """« 1 offre », « 3 offres »."""
    return f"{count} {one if count < 2 else many}"

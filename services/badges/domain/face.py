"""What the image of a badge shows: the kind, the title, the issuer's neutral public name, when."""

from dataclasses import dataclass

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """``when`` is a month in words, or empty: never a full date, which could point at one person."""

    kind: str
    title: str
    issuer: str
    when: str = ""


def month_in_words(year: int, month: int) -> str:
    """``mars 2026``."""
    return f"{MONTHS[month - 1]} {year}"

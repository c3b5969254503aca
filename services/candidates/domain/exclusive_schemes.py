"""Schemes that bar entry to the Cité while they are under way (CEJ, formerly Garantie jeunes, and others).

Which schemes are exclusive is the territory's setting. Days are included on both ends.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.candidates.domain.identity import clean
from services.candidates.domain.refusals import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The person takes a scheme from ``since`` to ``until`` (None: not ended yet)."""

    scheme: str
    since: date
    until: date | None = None

    def under_way(self, day: date) -> bool:
        """True when the scheme runs on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)


def enrolment(scheme: str, since: date, until: date | None = None) -> Enrolment:
    """Build a checked enrolment. Raises Invalid."""
    named = clean(scheme)
    if not named or len(named) > 80:
        raise Invalid("Indiquez le nom du dispositif.", field="scheme")
    if until is not None and until < since:
        raise Invalid("La fin du dispositif est avant son début.", field="until")
    return Enrolment(named, since, until)


def barring(enrolments: tuple[Enrolment, ...], exclusive: tuple[str, ...], day: date) -> Enrolment | None:
    """Return the exclusive scheme under way on ``day``, the one that lasts longest first, or None."""
    closed = {scheme.casefold() for scheme in exclusive}
    running = [one for one in enrolments if one.scheme.casefold() in closed and one.under_way(day)]
    return max(running, key=lambda one: one.until or date.max, default=None)


def must_be_free(enrolments: tuple[Enrolment, ...], exclusive: tuple[str, ...], day: date) -> None:
    """Raise Conflict when an exclusive scheme bars entry on ``day``, saying until when."""
    found = barring(enrolments, exclusive, day)
    if found is None:
        return
    until = f" jusqu'au {found.until:%d/%m/%Y}" if found.until else ""
    raise Conflict(
        f"La personne suit le {found.scheme}{until} : elle ne peut pas entrer à la Cité en même temps. "
        "Son dossier est gardé ; elle pourra entrer à la fin du dispositif.",
        field="scheme",
    )


def next_change(enrolments: tuple[Enrolment, ...], exclusive: tuple[str, ...], day: date) -> date | None:
    """Return the first day after ``day`` on which the bar may appear or disappear."""
    closed = {scheme.casefold() for scheme in exclusive}
    edges = [
        edge
        for one in enrolments
        if one.scheme.casefold() in closed
        for edge in (one.since, one.until + timedelta(days=1) if one.until else None)
        if edge is not None and edge > day
    ]
    return min(edges, default=None)


def ended(enrolments: tuple[Enrolment, ...], scheme: str, until: date) -> tuple[Enrolment, ...]:
    """Close the running enrolment of a scheme on ``until``. Raises Conflict when there is none."""
    for index, one in enumerate(enrolments):
        if one.scheme.casefold() == scheme.casefold() and one.under_way(until):
            return (*enrolments[:index], replace(one, until=until), *enrolments[index + 1 :])
    raise Conflict(f"Aucun dispositif « {scheme} » n'est en cours à cette date.", field="scheme")

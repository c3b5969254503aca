"""« Mes personnes » as it is shown: what is due first, then the caseload with filters that keep their counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from services.candidates.domain.bilan import Situation, situation
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.contacts import last_reached
from services.candidates.domain.name_search import matches
from services.candidates.domain.next_acts import Act, acts, pressing
from services.candidates.domain.territory import Territory
from services.kernel.web.spreadsheet import Cell

NO_COHORT = "sans"
DUE = "a-faire"
RELAY = "releve"
LEFT = "termine"
BY_NAME, BY_ACT, BY_SILENCE = "nom", "pas", "contact"
ORDERS = ((BY_NAME, "Nom"), (BY_ACT, "Ce qui presse"), (BY_SILENCE, "Contact le plus ancien"))


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the caseload."""

    case: CaseFile
    situation: Situation
    cohort: str
    acts: tuple[Act, ...]
    last_contact: date | None
    standing_in: bool

    @property
    def url(self) -> str:
        """The page of the person."""
        return f"/personnes/{self.case.id}"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter with how many people it would leave."""

    label: str
    href: str
    count: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page: acts due today, chips, lines kept by the filters."""

    today: Sequence[tuple[Line, Act]]
    chips: Sequence[Sequence[Chip]]
    orders: Sequence[Chip]
    lines: Sequence[Line]
    total: int
    query: str
    filtered: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for: words of a name, a cohort, a situation, something due; and in which order."""

    query: str = ""
    cohort: str = ""
    situation: str = ""
    state: str = ""
    order: str = BY_NAME

    @property
    def narrow(self) -> bool:
        """True when somebody may be left out: an order leaves nobody out."""
        return any((self.query, self.cohort, self.situation, self.state))

    def address(self, path: str, **changes: str) -> str:
        """A path with the filters, some of them changed; an empty one goes."""
        order = "" if self.order == BY_NAME else self.order
        kept = {"q": self.query, "groupe": self.cohort, "situation": self.situation, "etat": self.state, "tri": order}
        asked = {name: value for name, value in (kept | changes).items() if value}
        return path + (f"?{urlencode(asked)}" if asked else "")

    def href(self, **changes: str) -> str:
        """The address of the page with some filters changed."""
        return self.address("/mes-personnes", **changes)

    @property
    def file(self) -> str:
        """The address of the same list as a file."""
        return self.address("/mes-personnes.csv")


def line_of(case: CaseFile, territory: Territory, staff_id: object, today: date) -> Line:
    """A file as a line."""
    cohort = territory.cohort(case.cohort)
    reached = last_reached(case.contacts)
    return Line(
        case=case,
        situation=stands(case, today),
        cohort=cohort.label if cohort else "",
        acts=acts(case, today),
        last_contact=reached.at.date() if reached else None,
        standing_in=case.referent_id != staff_id,
    )


def stands(case: CaseFile, day: date) -> Situation:
    """Where the person stands on a day."""
    return situation(
        followed=case.followed,
        in_cite=case.in_cite(day),
        placements=case.placements,
        introductions=case.introductions,
        by_hand=tuple((one.kind, one.starts, one.ends) for one in case.contracts),
        day=day,
    )


@dataclass(frozen=True, slots=True)
class Caseload:
    """All the files of a referent, ready to be looked at."""

    lines: Sequence[Line]
    territory: Territory
    today: date
    cohorts: dict[str, str] = field(default_factory=dict)

    def view(self, asked: Filters) -> View:
        """The page for these filters. Counts of a family of chips ignore that family's own filter."""
        named = [line for line in self.lines if not asked.query or matches(line.case.identity, asked.query)]
        shown = [line for line in named if self._kept(line, asked)]
        due = sorted(
            ((line, act) for line in self.lines for act in line.acts if line.case.followed),
            key=lambda pair: (pressing(pair[1]), pair[0].case.identity.last_name),
        )
        orders = [
            Chip(label, asked.href(tri="" if key == BY_NAME else key), None, key == asked.order)
            for key, label in ORDERS
        ]
        return View(
            due,
            self._chips(named, asked),
            orders,
            _ordered(shown, asked.order),
            len(self.lines),
            asked.query,
            asked.narrow,
        )

    def _kept(self, line: Line, asked: Filters, *, but: str = "") -> bool:
        tests = {
            "cohort": not asked.cohort or (line.case.cohort or NO_COHORT) == asked.cohort,
            "situation": not asked.situation or line.situation.value == asked.situation,
            "state": not asked.state or asked.state in _states(line),
        }
        return all(passed for name, passed in tests.items() if name != but)

    def _chips(self, named: Sequence[Line], asked: Filters) -> list[list[Chip]]:
        states = Counter(state for line in named if self._kept(line, asked, but="state") for state in _states(line))
        groups = Counter(line.case.cohort or NO_COHORT for line in named if self._kept(line, asked, but="cohort"))
        stood = Counter(line.situation.value for line in named if self._kept(line, asked, but="situation"))
        state_labels = ((DUE, "À faire"), (RELAY, "En relève"), (LEFT, "Parcours terminé"))
        cohort_labels = [(one.code, one.label) for one in self.territory.cohorts] + [(NO_COHORT, "Sans groupe")]
        families = [
            _family(asked, "etat", state_labels, states),
            _family(asked, "groupe", cohort_labels, groups),
            _family(asked, "situation", [(one.value, one.label) for one in Situation], stood),
        ]
        return [[chip for chip in family if chip.count or chip.current] for family in families]


def _family(asked: Filters, name: str, labels: Iterable[tuple[str, str]], counts: Mapping[str, int]) -> list[Chip]:
    """The chips of one filter; the chosen one leads back to all."""
    chosen = {"etat": asked.state, "groupe": asked.cohort, "situation": asked.situation}[name]
    return [
        Chip(label, asked.href(**{name: "" if key == chosen else key}), counts.get(key, 0), key == chosen)
        for key, label in labels
    ]


def _states(line: Line) -> set[str]:
    found = {DUE} if line.acts and line.case.followed else set()
    if line.standing_in:
        found.add(RELAY)
    if not line.case.followed:
        found.add(LEFT)
    return found


def _ordered(lines: Iterable[Line], order: str) -> list[Line]:
    """Paths that are over come last, whatever the order; names decide between equals."""
    first: Callable[[Line], Any] = {
        BY_ACT: lambda line: (not line.acts, *(pressing(line.acts[0]) if line.acts else ())),
        BY_SILENCE: lambda line: line.last_contact or date.min,
    }.get(order, _by_name)
    return sorted(lines, key=lambda line: (not line.case.followed, first(line), _by_name(line)))


def as_rows(lines: Iterable[Line]) -> Iterator[list[Cell]]:
    """The list for a spreadsheet: what the page shows of each person, and how to reach her."""
    yield ["Nom", "Prénom", "Groupe", "Où en est-elle", "Prochain pas", "Pour le", "Dernier contact", "Téléphone"]
    for line in lines:
        who = line.case.identity
        due = line.acts[0] if line.acts and line.case.followed else None
        yield [
            who.last_name,
            who.first_name,
            line.cohort,
            line.situation.label,
            due.kind.label if due else "",
            f"{due.due:%d/%m/%Y}" if due else "",
            f"{line.last_contact:%d/%m/%Y}" if line.last_contact else "",
            who.phone,
        ]


def _by_name(line: Line) -> tuple[str, str]:
    return line.case.identity.last_name.casefold(), line.case.identity.first_name.casefold()

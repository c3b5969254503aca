"""The bilan put together: who is counted, over which period, in which tables; and the same as CSV."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.candidates.domain.bilan import UNASSIGNED, HappeningKind, Situation, Table, happenings, table
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.contacts import ContactPlace
from services.candidates.domain.freins import FreinKind, FreinState
from services.candidates.domain.retention import Remains
from services.candidates.domain.small_cells import for_outside
from services.candidates.domain.territory import Territory
from services.candidates.entrypoints.caseload import stands

HIDDEN = "moins de 5"
NO_COHORT = "Sans groupe"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period. Rows of the tables are cohort codes, « » for none."""

    since: date
    until: date
    situations: Table
    happened: Table
    contacts: Sequence[tuple[str, int]]
    freins: Sequence[tuple[str, int, int]]
    """Label, worked on, lifted in the period."""
    people: int
    followed: int
    entered: int
    ready: int
    reached: int
    cohorts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the figures are made of."""

    files: Sequence[CaseFile]
    remains: Sequence[Remains]
    territory: Territory
    since: date
    until: date

    def figures(self) -> Figures:
        """Count everything once."""
        known = {one.code: one.label for one in self.territory.cohorts}
        rows = (*known, UNASSIGNED)
        within = [case for case in self.files if case.registered_on <= self.until]
        return Figures(
            since=self.since,
            until=self.until,
            situations=self._situations(within, rows),
            happened=self._happened(within, rows),
            contacts=self._contacts(within),
            freins=self._freins(within),
            people=len(within) + len(self.remains),
            followed=sum(case.followed for case in within),
            entered=sum(self.since <= case.registered_on for case in within),
            ready=sum(case.judgement is not None and case.judgement.ready for case in within),
            reached=sum(case.experience(self.until, self.territory.experience_months).reached for case in within),
            cohorts={**known, UNASSIGNED: NO_COHORT},
        )

    def _situations(self, files: Sequence[CaseFile], rows: tuple[str, ...]) -> Table:
        columns = tuple(one.value for one in Situation)
        pairs = [(_row(case.cohort, rows), stands(case, self.until).value) for case in files]
        pairs += [
            (_row(one.cohort, rows), one.outcome if one.outcome in columns else Situation.LEFT.value)
            for one in self.remains
        ]
        used = {column for _, column in pairs}
        return table(pairs, rows=rows, columns=tuple(column for column in columns if column in used))

    def _happened(self, files: Sequence[CaseFile], rows: tuple[str, ...]) -> Table:
        pairs = [
            (_row(case.cohort, rows), kind.value)
            for case in files
            for kind in happenings(case.placements, case.introductions, since=self.since, until=self.until)
        ]
        return table(pairs, rows=rows, columns=tuple(one.value for one in HappeningKind))

    def _contacts(self, files: Sequence[CaseFile]) -> list[tuple[str, int]]:
        found = Counter(
            one.place for case in files for one in case.contacts if self.since <= one.at.date() <= self.until
        )
        return [(place.label, found[place]) for place in ContactPlace if found[place]]

    def _freins(self, files: Sequence[CaseFile]) -> list[tuple[str, int, int]]:
        open_, lifted = Counter[FreinKind](), Counter[FreinKind]()
        for case in files:
            for frein in case.freins:
                if frein.open:
                    open_[frein.kind] += 1
                elif (
                    frein.state is FreinState.LIFTED and frein.closed_on and self.since <= frein.closed_on <= self.until
                ):
                    lifted[frein.kind] += 1
        return [(kind.label, open_[kind], lifted[kind]) for kind in FreinKind if open_[kind] or lifted[kind]]


def _row(cohort: str | None, rows: tuple[str, ...]) -> str:
    return cohort if cohort in rows and cohort is not None else UNASSIGNED


def as_rows(counted: Table, cohorts: dict[str, str], labels: dict[str, str]) -> list[list[str]]:
    """A table as lines of text: a head, a line per cohort that has somebody, the totals."""
    head = ["Groupe", *(labels[column] for column in counted.columns), "Total"]
    lines = [
        [
            cohorts[row],
            *(_cell(counted.cell(row, column)) for column in counted.columns),
            _cell(counted.row_totals[row]),
        ]
        for row in counted.rows
        if row != UNASSIGNED or counted.row_totals[row] != 0
    ]
    foot = ["Ensemble", *(_cell(counted.column_totals[column]) for column in counted.columns), _cell(counted.total)]
    return [head, *lines, foot]


def _cell(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


SITUATION_LABELS = {one.value: one.label for one in Situation}
HAPPENING_LABELS = {one.value: one.label for one in HappeningKind}


def as_csv(figures: Figures, *, outside: bool, title: str) -> str:
    """The tables as CSV for a French spreadsheet (semicolons, BOM); small cells hidden when it leaves the Cité."""
    file = io.StringIO()
    write = csv.writer(file, delimiter=";", lineterminator="\r\n")
    write.writerow([title, f"du {figures.since:%d/%m/%Y} au {figures.until:%d/%m/%Y}"])
    if outside:
        write.writerow(["Les nombres de 1 à 4, et ceux qui permettraient de les retrouver, sont masqués."])
    for name, counted, labels in (
        ("Situation à la fin de la période", figures.situations, SITUATION_LABELS),
        ("Ce qui s'est passé dans la période", figures.happened, HAPPENING_LABELS),
    ):
        write.writerow([])
        write.writerow([name])
        shown = for_outside(counted) if outside else counted
        write.writerows(as_rows(shown, figures.cohorts, labels))
    return "\ufeff" + file.getvalue()

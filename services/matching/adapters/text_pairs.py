"""Groups of titles that name one trade, read from the official ROME and from ESCO's French labels.

Refuses a table that does not read, with its line and the reason.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from services.kernel.problems import Invalid
from services.matching.domain.text.inclusive import canonical

ESCO = "esco_fr_occupation_labels.csv"


@dataclass(frozen=True, slots=True)
class Named:
    """A title as written, and the trade that it names (a ROME code or an ESCO address)."""

    title: str
    trade: str


def esco_titles(path: Path) -> list[Named]:
    """Every French label of ESCO in a CSV with the columns ``uri`` and ``label``. Raises Invalid."""
    found = []
    with path.open(encoding="utf-8-sig", newline="") as written:
        rows = csv.DictReader(written)
        for row in rows:
            uri, label = row.get("uri"), row.get("label")
            if not uri or not label:
                raise Invalid(f"{path.name}, ligne {rows.line_num} : il faut les colonnes uri et label, remplies.")
            found.append(Named(label, uri))
    return found


def groups_of(named: Iterable[Named]) -> list[list[str]]:
    """The distinct forms of each trade that has at least two, trades and forms in order."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for title in named:
        forms[title.trade].add(canonical(title.title))
    return [sorted(forms[trade]) for trade in sorted(forms) if len(forms[trade]) >= 2]

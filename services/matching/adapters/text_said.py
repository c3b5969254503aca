"""What is said of trades beside their names: tasks of the official table, everyday names, wishes heard.

Training draws these together with names, so that « tondre les pelouses » comes near « jardinier ». Refuses a file of
wishes that does not read, with its line.
"""

import csv
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.kernel.problems import Invalid
from services.matching.adapters.official_rome import CODE, OfficialRome
from services.matching.adapters.text_pairs import Named
from services.matching.domain.text.familiar import in_common_words
from services.matching.domain.text.inclusive import canonical
from services.matching.domain.text.tokens import without_wish
from services.matching.domain.trade import Trade

_SHARED_BY_AT_MOST = 4
_TASKS_OF_A_TRADE = 8
_NAMES_BESIDE = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says, and the ROME codes that answer it, any of them."""

    words: str
    codes: tuple[str, ...]


def read_wishes(path: Path) -> list[Wish]:
    """The wishes of a CSV with the columns ``words`` and ``codes``. Raises Invalid."""
    found = []
    with path.open(encoding="utf-8-sig", newline="") as written:
        rows = csv.DictReader(written)
        for row in rows:
            words, codes = (row.get("words") or "").strip(), tuple((row.get("codes") or "").split())
            if not words or not codes or not all(CODE.fullmatch(code) for code in codes):
                raise Invalid(f"{path.name}, ligne {rows.line_num} : il faut des mots et des codes ROME.")
            found.append(Wish(words, codes))
    return found


def as_heard(words: str) -> str:
    """The words as a query is compared: familiar ones put in common ones, « je cherche » dropped."""
    return in_common_words(without_wish(words))


def tasks(rome: OfficialRome) -> list[Named]:
    """For each trade, the skills of its heart that few other trades share, the rarest first."""
    times = Counter(label for _, _, label in rome.skills)
    of_trade: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for code, _, label in rome.skills:
        if times[label] <= _SHARED_BY_AT_MOST:
            of_trade[code].append((times[label], label))
    return [Named(label, code) for code in of_trade for _, label in sorted(of_trade[code])[:_TASKS_OF_A_TRADE]]


def everyday_names(trades: Iterable[Trade]) -> list[Named]:
    """The everyday names of our own table."""
    return [Named(as_heard(name.text), trade.rome) for trade in trades for name in trade.names]


def wished(wishes: Iterable[Wish]) -> list[Named]:
    """Wishes with each of their codes."""
    return [Named(as_heard(wish.words), code) for wish in wishes for code in wish.codes]


def said_groups(names: Iterable[Named], said: Iterable[Named]) -> list[list[str]]:
    """For each trade of which something is said: all of it, and a few of its names drawn by their own letters."""
    named, heard = forms_of(names), forms_of(said)
    groups = []
    for code in sorted(heard):
        beside = sorted(named.get(code, ()), key=lambda form: zlib.crc32(form.encode()))[:_NAMES_BESIDE]
        groups.append(sorted(heard[code] | set(beside)))
    return [group for group in groups if len(group) >= 2]


def forms_of(*registers: Iterable[Named]) -> dict[str, set[str]]:
    """The distinct forms of each trade over the registers."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for register in registers:
        for title in register:
            forms[title.trade].add(canonical(title.title))
    return dict(forms)


def grouped_forms(*registers: Sequence[Named]) -> list[tuple[str, list[str]]]:
    """The same as a list, trades and forms in order."""
    forms = forms_of(*registers)
    return [(code, sorted(forms[code])) for code in sorted(forms)]

"""The open set of everyday wishes keeps its word: codes that exist, no duplicates, two parts that share no trade."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from services.matching.adapters.official_rome import CODE, read_official_rome
from services.matching.adapters.shipped_trades import shipped_trades
from services.matching.domain.text.inclusive import canonical

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "bench" / "data"
OFFICIAL = Path(os.environ.get("CITE_DATA", ROOT.parent / "shared" / "data")) / "rome"


def wishes(part: str) -> list[tuple[str, tuple[str, ...]]]:
    with (FOLDER / f"everyday_{part}.csv").open(encoding="utf-8", newline="") as written:
        return [(row["words"], tuple(row["codes"].split(" "))) for row in csv.DictReader(written)]


def codes(part: str) -> set[str]:
    return {code for _, those in wishes(part) for code in those}


@pytest.mark.parametrize("part", ["dev", "test"])
def test_each_wish_says_something_and_has_codes(part: str) -> None:
    for words, those in wishes(part):
        assert words == " ".join(words.split())
        assert all(CODE.fullmatch(code) for code in those)
        assert len(set(those)) == len(those)


def test_no_wish_is_there_twice() -> None:
    times = Counter(words.casefold() for part in ("dev", "test") for words, _ in wishes(part))
    assert [words for words, count in times.items() if count > 1] == []


def test_there_are_enough_of_them() -> None:
    assert len(wishes("dev")) + len(wishes("test")) >= 600
    assert len(codes("dev") | codes("test")) >= 150


def test_no_trade_is_on_both_sides() -> None:
    assert codes("dev") & codes("test") == set()


def test_no_wish_of_the_examination_is_a_name_that_the_product_ships() -> None:
    shipped = {canonical(name.text) for trade in shipped_trades() for name in trade.names}
    assert [words for words, _ in wishes("test") if canonical(words) in shipped] == []


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official tables are not here")
def test_each_code_is_in_the_official_table_and_older_codes_do_not_straddle() -> None:
    rome = read_official_rome(OFFICIAL)
    assert (codes("dev") | codes("test")) - rome.codes.keys() == set()
    older = {part: {rome.codes[code][1] or code for code in codes(part)} for part in ("dev", "test")}
    assert older["dev"] & older["test"] == set()

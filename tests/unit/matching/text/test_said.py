"""What is said of trades is read from our files and grouped with names."""

from pathlib import Path

import pytest

from services.kernel.problems import Invalid
from services.matching.adapters.official_rome import OfficialRome
from services.matching.adapters.text_pairs import Named
from services.matching.adapters.text_said import everyday_names, read_wishes, said_groups, tasks
from services.matching.domain.trade import Trade, TradeName


def test_wishes_are_read_with_each_of_their_codes(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("words,codes\nfaire le ménage,K2205 K1304\n", encoding="utf-8")
    [wish] = read_wishes(tmp_path / "w.csv")
    assert (wish.words, wish.codes) == ("faire le ménage", ("K2205", "K1304"))


@pytest.mark.parametrize("row", [",K2205", "faire le ménage,", "faire le ménage,Z99"])
def test_a_wish_without_words_or_codes_is_refused_at_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "w.csv").write_text(f"words,codes\nmarin,N3102\n{row}\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"w\.csv, ligne 3"):
        read_wishes(tmp_path / "w.csv")


def test_a_task_that_many_trades_share_teaches_nothing() -> None:
    shared = [(f"A{code:04}", "1", "Travailler en équipe") for code in range(9)]
    rome = OfficialRome(skills=[*shared, ("A1203", "2", "Tondre une pelouse")])
    assert tasks(rome) == [Named("Tondre une pelouse", "A1203")]


def test_what_is_said_is_grouped_with_names_of_its_trade() -> None:
    names = [Named("Jardinier", "A1203"), Named("Marin", "N3102")]
    ours = everyday_names([Trade("A1203", "Jardinier", (TradeName("je cherche à tondre"),))])
    assert said_groups(names, ours) == [["jardinier", "tondre"]]

"""The table of towns: read from an official list, found by name or postcode, never asked of anybody else."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.kernel.problems import Invalid
from services.kernel.towns import Town, Towns, TownsFile, read_towns, write_towns
from services.kernel.towns_cli import towns_commands

LA_ROCHELLE = Town("La Rochelle", ("17000",), 46.16, -1.15)
LAGORD = Town("Lagord", ("17140",), 46.19, -1.16)
XANDRE = Town("Saint-Xandre", ("17138",), 46.20, -1.10)
PUILBOREAU = Town("Puilboreau", ("17138",), 46.18, -1.12)
TOWNS = Towns((LA_ROCHELLE, LAGORD, XANDRE, PUILBOREAU))
OFFICIAL = (
    "code_insee,nom,codes_postaux,latitude,longitude,population\n"
    "17300,La Rochelle,17000 17019,46.16,-1.15,77000\n"
    "17999,,17000,46.1,-1.1,3\n"
    "17998,Nulle-Part,1700,46.1,-1.1,3\n"
    "17997,Très-Loin,17001,95,0,3\n"
    "17996,Sans-Point,17001,,,3\n"
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("la rochelle", [LA_ROCHELLE]),
        ("17000 LA ROCHELLE", [LA_ROCHELLE]),
        ("St Xandre", [XANDRE]),
        ("17138", [XANDRE, PUILBOREAU]),
        ("17140 La Rochelle", []),
        ("Paris", []),
        ("", []),
    ],
)
def test_words_name_the_towns_that_they_name(words: str, found: list[Town]) -> None:
    assert TOWNS.named(words) == found


def test_an_address_has_a_point_only_when_one_town_is_meant() -> None:
    assert TOWNS.at("17138", "Saint-Xandre") == XANDRE
    assert TOWNS.at("17138", "") is None
    assert TOWNS.at("17140", "une faute") == LAGORD
    assert TOWNS.at("", "lagord") == LAGORD
    assert TOWNS.at("", "") is None


def test_what_begins_with_the_words_is_proposed_before_what_contains_them() -> None:
    assert TOWNS.suggest("la") == [LA_ROCHELLE, LAGORD]
    assert TOWNS.suggest("rochelle") == [LA_ROCHELLE]
    assert TOWNS.suggest("17138 p") == [PUILBOREAU]
    assert TOWNS.suggest("  ") == []


def test_the_nearest_town_names_a_point() -> None:
    assert TOWNS.nearest(46.185, -1.155) == LAGORD
    assert Towns().nearest(46, -1) is None


def test_the_official_list_is_read_and_each_bad_row_told(tmp_path: Path) -> None:
    source = tmp_path / "communes.csv"
    source.write_text(OFFICIAL, encoding="utf-8")
    read = read_towns(source)
    assert read.towns == (Town("La Rochelle", ("17000", "17019"), 46.16, -1.15),)
    assert [line for line, _ in read.refused] == [3, 4, 5, 6]


@pytest.mark.parametrize("content", [b"nom;code\n", b"\xff\xfe\x00", b""])
def test_a_file_that_is_no_list_of_towns_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    source = tmp_path / "communes.csv"
    source.write_bytes(content)
    with pytest.raises(Invalid, match=r"communes\.csv"):
        read_towns(source)
    with pytest.raises(Invalid, match="ne se lit pas"):
        read_towns(tmp_path / "absent.csv")


def test_the_table_is_read_again_when_the_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    towns = TownsFile(path)
    assert towns().known == ()
    write_towns([LAGORD], path)
    assert towns().known == (LAGORD,)
    write_towns([LAGORD, LA_ROCHELLE, XANDRE], path)
    assert set(towns().known) == {LAGORD, LA_ROCHELLE, XANDRE}


def test_the_command_replaces_the_table_and_keeps_it_when_nothing_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITE_DATA_DIR", str(tmp_path))
    source = tmp_path / "communes.csv"
    source.write_text(OFFICIAL, encoding="utf-8")
    said = CliRunner().invoke(towns_commands(), ["import", str(source)])
    assert (said.exit_code, "1 communes" in said.output, "ligne 3" in said.output) == (0, True, True)
    source.write_text(OFFICIAL.splitlines()[0] + "\n", encoding="utf-8")
    refused = CliRunner().invoke(towns_commands(), ["import", str(source)])
    assert isinstance(refused.exception, Invalid)
    assert TownsFile(tmp_path / "towns.csv")().known[0].name == "La Rochelle"

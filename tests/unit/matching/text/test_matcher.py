"""The parts weighed together, on any corpus of lines."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer import Typer
from typer.testing import CliRunner

from services.kernel.problems import Invalid
from services.matching.adapters.embedders import TABLE
from services.matching.adapters.embedders_static import StaticEmbedder, load_table
from services.matching.adapters.shipped_models import Models
from services.matching.adapters.text_matcher import TextMatcher, best_places
from services.matching.adapters.text_ranking import rank_text
from services.matching.entrypoints.text_cli import rank_text_command, read_lines

CORPUS = [
    "Hôte / Hôtesse de caisse",
    "Agent / Agente de propreté de locaux",
    "Aide-soignant / Aide-soignante",
    "Conducteur / Conductrice de bus",
    "Educateur / Educatrice de jeunes enfants",
    "Cuisinier / Cuisinière",
    "Agent / Agente d'entretien des espaces verts",
]


@pytest.fixture(scope="module")
def matcher() -> TextMatcher:
    return TextMatcher(CORPUS, Models(pieces=_pieces()))


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("hotesse de caise", 0),
        ("aide soignante de nuit", 2),
        ("conducteur.rice de bus", 3),
        ("je voudrais être cuisiniere", 5),
        ("agent dentretien espaces verts", 6),
    ],
)
def test_what_people_write_finds_its_title(matcher: TextMatcher, typed: str, place: int) -> None:
    assert next(matcher.ranked([typed], 1)) == [place]


def test_both_genders_are_ranked_alike(matcher: TextMatcher) -> None:
    one, other = matcher.ranked(["conductrice de bus", "conducteur de bus"], 7)
    assert one == other


def test_titles_that_are_one_keep_the_order_of_the_corpus() -> None:
    matcher = TextMatcher(["Vendeuse", "Marin", "Vendeur", "vendeur / vendeuse"], Models(pieces=_pieces()))
    assert next(matcher.ranked(["vendeur"], 4))[:3] == [0, 2, 3]


def _pieces() -> StaticEmbedder:
    return StaticEmbedder(load_table(TABLE))


@given(st.lists(st.floats(-1, 1, width=32), max_size=40), st.integers(0, 50))
def test_the_best_places_are_those_of_a_full_sort(scores: list[float], k: int) -> None:
    expected = sorted(range(len(scores)), key=lambda place: (-scores[place], place))[:k]
    assert best_places(np.array(scores, dtype=np.float32), k) == expected


@settings(deadline=None)
@given(corpus=st.lists(st.text(max_size=30), min_size=1, max_size=6), query=st.text(max_size=40))
def test_any_lines_are_ranked_whole_without_repeats(corpus: list[str], query: str) -> None:
    ranked = list(TextMatcher(corpus, Models(pieces=_TINY)).ranked([query], 100))
    assert [sorted(places) for places in ranked] == [list(range(len(corpus)))]


_TINY = StaticEmbedder(load_table(TABLE))


def test_rank_text_works_on_plain_lines_offline(tmp_path: Path) -> None:
    ranked = list(rank_text(CORPUS, ["faire à manger", ""], 3, url="auto://", cache=tmp_path / "v.db"))
    assert ranked[0][0] == 5
    assert [len(places) for places in ranked] == [3, 3]
    assert list(rank_text([], ["marin"], 3)) == [[]]


def test_the_command_prints_one_json_line_per_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CITE_EMBEDDER_URL", "static://")
    (tmp_path / "corpus.txt").write_text("\n".join(CORPUS) + "\n", encoding="utf-8")
    (tmp_path / "queries.txt").write_bytes("cuisinière\r\n\r\nconductrice de bus".encode())
    app = Typer()
    app.command()(rank_text_command)
    told = ["--corpus", str(tmp_path / "corpus.txt"), "--queries", str(tmp_path / "queries.txt"), "--k", "2"]
    result = CliRunner().invoke(app, told)
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == 3
    assert lines[0][0] == 5
    assert lines[2][0] == 3


def test_a_text_that_is_not_utf8_is_refused_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"marin\nma\xe7on\n")
    with pytest.raises(Invalid, match=r"latin\.txt, ligne 2"):
        read_lines(tmp_path / "latin.txt")
    with pytest.raises(Invalid, match="ne se lit pas"):
        read_lines(tmp_path / "absent.txt")


def test_a_line_that_gives_several_names_is_as_near_as_its_nearest() -> None:
    matcher = TextMatcher(
        ["Marin ; Matelot | Marin-pêcheur", "Vendeur", "Boulanger\tArtisan boulanger"], Models(pieces=_TINY)
    )
    assert [next(matcher.ranked([typed], 1)) for typed in ("matelote", "vendeuse", "artisane boulangère")] == [
        [0],
        [1],
        [2],
    ]
    assert matcher.compared(["matelot"]).parts["words"].shape == (1, 3)


def test_the_accents_that_a_register_leaves_out_of_capitals_change_nothing() -> None:
    lines = ["Educateur de jeunes enfants", "AGENT DE SECURITE", "Éboueur"]
    plain = TextMatcher(lines, Models(pieces=_TINY, lexicon=("éducateur", "sécurité"))).compared(["éducateur"])
    right = ["Éducateur de jeunes enfants", "agent de sécurité", "éboueur"]
    accented = TextMatcher(right, Models(pieces=_TINY)).compared(["éducateur"])
    np.testing.assert_allclose(plain.parts["pieces"], accented.parts["pieces"], atol=1e-6)

"""Texts are read as the trades whose names they are near; names of another model are refused."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from services.matching.adapters.embedders_linear import unit
from services.matching.adapters.known_titles import TradeReader, known_titles, load_known
from services.matching.text_ports import Vectors


class Letters:
    """Letters counted."""

    dimension = 26

    def __init__(self, fingerprint: str = "letters-1") -> None:
        self.fingerprint = fingerprint

    def embed(self, titles: Sequence[str]) -> Vectors:
        counts = [[title.count(chr(97 + i)) for i in range(26)] for title in titles]
        return unit(np.asarray(counts, dtype=np.float32).reshape(len(titles), 26))


GROUPS = [("G1609", ["cuisinier", "chef"]), ("N3102", ["marin", "matelot"]), ("D1106", ["vendeur"])]


def reader() -> TradeReader:
    return TradeReader(known_titles(GROUPS, Letters()), Letters())


def test_a_text_is_nearest_to_the_trade_that_bears_its_name() -> None:
    found = reader()
    nearest = found.nearest(found.model.embed(["matelot", "chef"]))
    assert [found.trades[place] for place in nearest.argmax(axis=1)] == ["N3102", "G1609"]
    np.testing.assert_allclose(nearest.max(axis=1), 1, atol=0.02)


def test_of_two_trades_with_a_name_as_near_the_one_whose_other_names_are_near_too_wins() -> None:
    groups = [("A1101", ["abcd", "mnop"]), ("B1101", ["abce", "abcf"])]
    found = TradeReader(known_titles(groups, Letters()), Letters())
    vectors = found.model.embed(["abcg"])
    nearest = found.nearest(vectors)
    near = found.near(vectors, nearest)
    assert nearest[0, 0] == pytest.approx(nearest[0, 1], abs=0.02)
    assert near[0, 1] > near[0, 0] + 0.1
    np.testing.assert_array_equal(nearest, found.nearest(vectors))


def test_two_names_of_one_trade_meet_though_they_share_nothing() -> None:
    found = reader()
    cook, chief, sailor = found.shares(found.model.embed(["cuisinier", "chef", "marin"])).toarray()
    assert cook @ chief > 0.9
    assert cook @ chief > 2 * (cook @ sailor)


def test_shares_have_length_one_and_a_text_without_a_word_has_none() -> None:
    found = reader()
    named, nothing = found.shares(found.model.embed(["vendeur", ""])).toarray()
    assert np.linalg.norm(named) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(nothing) == 0


def test_names_are_read_as_they_were_written(tmp_path: Path) -> None:
    known = known_titles(GROUPS, Letters())
    known.save(tmp_path / "known.npz")
    read = load_known(tmp_path / "known.npz")
    np.testing.assert_array_equal(read.rows, known.rows)
    assert (read.trades, read.follows) == (known.trades, known.follows)


def test_names_read_by_another_model_are_refused() -> None:
    with pytest.raises(ValueError, match="entraînez à nouveau"):
        TradeReader(known_titles(GROUPS, Letters()), Letters("letters-2"))


def test_a_file_that_holds_no_names_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", rows=np.zeros((2, 2)))
    with pytest.raises(ValueError, match="ne contient pas de noms connus"):
        load_known(tmp_path / "other.npz")

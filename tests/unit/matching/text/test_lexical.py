"""Words against words."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from services.matching.adapters.text_lexical import Bm25, CharacterCosine, Part, StemCosine

TITLES = ["caissier", "caissier de parking", "agent d'entretien", "peintre en bâtiment", "cuisinier"]
PARTS = [Bm25, StemCosine, CharacterCosine]


@pytest.mark.parametrize("part", PARTS)
def test_the_same_words_come_first(part: Callable[[Sequence[str]], Part]) -> None:
    scores = part(TITLES).scores(TITLES)
    assert scores.shape == (5, 5)
    assert list(scores.argmax(axis=1)) == list(range(5))


@pytest.mark.parametrize("part", PARTS)
def test_words_unlike_every_title_are_alike_to_none(part: Callable[[Sequence[str]], Part]) -> None:
    assert float(part(TITLES).scores(["zzzz"]).max()) == 0.0


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("titles", [[""], ["de la"], ["☂", "!!"]])
def test_a_corpus_without_words_is_searched_all_the_same(
    part: Callable[[Sequence[str]], Part], titles: list[str]
) -> None:
    assert part(titles).scores(["caissier", ""]).shape == (2, len(titles))


@pytest.mark.parametrize("part", PARTS)
def test_figures_stay_between_zero_and_one(part: Callable[[Sequence[str]], Part]) -> None:
    scores = part(TITLES).scores([*TITLES, "caissier caissier", "agent de parking en bâtiment"])
    assert np.all(scores >= 0)
    assert np.all(scores <= 1.0001)


def test_letters_find_what_words_miss() -> None:
    assert CharacterCosine(TITLES).scores(["encaissement"])[0].argmax() == 0
    assert StemCosine(TITLES).scores(["encaissement"]).max() == 0

"""The feminine of a trade, and words that only look feminine."""

import pytest

from services.matching.domain.text.gender import are_one_word, masculine_first, masculine_of
from services.matching.domain.text.tokens import stems


@pytest.mark.parametrize(
    ("feminine", "masculine"),
    [
        ("caissière", "caissier"),
        ("caissiere", "caissier"),
        ("vendeuse", "vendeur"),
        ("conductrice", "conducteur"),
        ("informaticienne", "informaticien"),
        ("employée", "employé"),
        ("assistante", "assistant"),
        ("boulangère", "boulanger"),
        ("maçonne", "maçon"),
        ("commerciale", "commercial"),
        ("sportive", "sportif"),
        ("cheffe", "chef"),
        ("hôtesse", "hôte"),
        ("ingénieure", "ingénieur"),
    ],
)
def test_the_feminine_of_a_trade_meets_its_masculine(feminine: str, masculine: str) -> None:
    assert masculine_of(feminine) == masculine
    assert are_one_word(feminine, masculine)
    assert masculine_first(masculine, feminine)
    assert not masculine_first(feminine, masculine)
    assert stems(feminine) == stems(masculine)


@pytest.mark.parametrize("word", ["carrière", "personne", "vente", "journée", "matière", "salle", "semaine", "privé"])
def test_words_that_only_look_feminine_are_kept(word: str) -> None:
    assert masculine_of(word) == word


@pytest.mark.parametrize(("one", "other"), [("peintre", "plaquiste"), ("cariste", "manutentionnaire")])
def test_two_trades_are_not_one_word(one: str, other: str) -> None:
    assert not are_one_word(one, other)

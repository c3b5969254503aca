"""Familiar words are put in common ones; ordinary words are not mended into the name of a trade."""

import pytest

from services.matching.domain.text.familiar import in_common_words
from services.matching.domain.text.repair import Speller


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("réparer des bagnoles", "réparer des voitures"),
        ("garder des gosses", "garder des enfants"),
        ("bosser avec des petits", "bosser avec des enfants"),
        ("faire des petits travaux", "faire des petits travaux"),
        ("aider les vieux", "aider les personnes âgées"),
        ("refaire les vieux fauteuils", "refaire les vieux fauteuils"),
        ("bosser à l'hosto", "bosser à l'hôpital"),
        ("travailler au Mac Do", "travailler au restaurant restauration rapide"),
        ("être caissier chez Lidl", "être caissier hôte de caisse chez Lidl supermarché"),
        ("maçon", "maçon"),
    ],
)
def test_what_is_said_is_put_in_common_words(said: str, understood: str) -> None:
    assert in_common_words(said) == understood


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("faire des gateaux", "faire des gâteaux"),
        ("servir à manger", "servir à manger"),
        ("ouvrir des huitres", "ouvrir des huîtres"),
        ("vendre du pain", "vendre du pain"),
        ("le mercredi", "le mercredi"),
    ],
)
def test_an_ordinary_word_is_not_mended_into_a_trade(typed: str, meant: str) -> None:
    speller = Speller(["Manager", "Ouvrier de plain-pied", "Bateaux", "Mercerie", "Vendeur"])
    assert speller.repaired(typed) == meant

"""What an advertisement demands of languages: real sentences, as boards publish them."""

import pytest

from services.contracts.vocabulary import Language
from services.employers.domain.languages_asked import languages_asked

ENGLISH = (Language.ENGLISH,)


@pytest.mark.parametrize(
    "sentence",
    [
        "Anglais courant exigé.",
        "- Anglais impératif",
        "-Anglais opérationnel (niveau minimum C1)",
        "- L'anglais est indispensable pour le poste.",
        "Vous maitrisez l'anglais et les outils informatiques",
        "* Maîtrise de l'anglais (écrit et oral) indispensable.",
        "Recherche Skiman / Skiwoman expérimenté(e)s, parlant anglais, logé(e)s sur place (H/F)",
        "Un niveau d'anglais courant est nécessaire pour le bon exercice de la fonction.",
        "Vous êtes à l'aise en anglais (écrit et lu).",
        "- Anglais B1 minimum.",
        "capable de communiquer en ANGLAIS avec une clientèle internationale",
        "- Bilingue anglais obligatoire.",
    ],
)
def test_a_language_that_is_demanded_is_read(sentence: str) -> None:
    assert languages_asked((), sentence) == ENGLISH


@pytest.mark.parametrize(
    "sentence",
    [
        "- Avoir un bon niveau anglais technique (écrit et oral) serait un plus",
        "La maîtrise de l'anglais est un plus",
        "Anglais : notion",
        "Des notions d'anglais",
        "- Maîtrise de l'anglais souhaité.",
        "Pratique de l'allemand fortement souhaitée.",
        "AU BUREAU : L’ESPRIT PUB ANGLAIS Inspiré des pubs anglo-saxons",
        "Professeur d'Anglais (H/F).",
        "Cuisine italienne, équipe jeune.",
        "Permis B obligatoire.",
        "Français non requis",
        "",
    ],
)
def test_a_language_that_is_only_wished_or_named_is_not(sentence: str) -> None:
    assert languages_asked((), sentence) == ()


def test_fields_and_sentences_are_joined_in_a_fixed_order() -> None:
    found = languages_asked(
        ["Allemand", "Klingon"], "Vous maîtrisez le français et l'anglais. L'espagnol serait un plus."
    )

    assert found == (Language.FRENCH, Language.ENGLISH, Language.GERMAN)


def test_what_is_demanded_far_from_the_language_is_another_thing() -> None:
    assert (
        languages_asked((), "Permis B exigé, pour livrer dans toute la région les pubs du groupe anglais Smith") == ()
    )

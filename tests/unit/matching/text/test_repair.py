"""Spelling and accents mended with the words of the corpus."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.text.repair import Speller, within_one_edit

CORPUS = [
    "Caissier / Caissière",
    "Conducteur / Conductrice de bus",
    "Boulanger / Boulangère",
    "Agent / Agente d'entretien",
    "Aide soignant / Aide soignante",
    "Menuisier / Menuisière",
    "Electricien / Electricienne",
    "Électricien en bâtiment",
    "Marin",
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(CORPUS)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("caissiere", "caissière"),
        ("conductuer de bus", "conducteur de bus"),
        ("bolanger", "boulanger"),
        ("menusier", "menuisier"),
        ("agent dentretien", "agent d'entretien"),
        ("aidesoignante", "aide soignante"),
        ("electrisien", "électricien"),
    ],
)
def test_one_typing_error_is_mended(speller: Speller, typed: str, mended: str) -> None:
    assert speller.repaired(typed) == mended


@pytest.mark.parametrize("typed", ["caissier", "marin", "astronaute", "bus 17", "rh", "je veux un travail"])
def test_what_is_known_or_too_far_is_left_alone(speller: Speller, typed: str) -> None:
    assert speller.repaired(typed) == typed


def test_a_word_of_the_lexicon_is_not_taken_for_an_error() -> None:
    assert Speller(["Caviste"]).repaired("cuviste") == "caviste"
    assert Speller(["Caviste"], lexicon=["cuviste"]).repaired("cuviste") == "cuviste"


def test_words_of_the_corpus_are_preferred_to_those_of_the_lexicon() -> None:
    assert Speller(["Forgeur"], lexicon=["foreur"]).repaired("forreur") == "forgeur"
    assert Speller(["Foreur"], lexicon=["fourreur"]).repaired("forreur") == "foreur"


LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12)


@given(LETTERS, st.integers(0, 11), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_an_added_changed_or_dropped_letter_is_one_edit(word: str, place: int, letter: str) -> None:
    at = place % len(word)
    assert within_one_edit(word, word[:at] + letter + word[at:])
    assert within_one_edit(word, word[:at] + letter + word[at + 1 :])
    assert within_one_edit(word, word[:at] + word[at + 1 :])


@given(LETTERS)
def test_a_known_word_never_changes(word: str) -> None:
    assert Speller([word]).repaired(word) == word


@given(st.text(max_size=80))
def test_any_query_is_mended_without_trouble(text: str) -> None:
    assert isinstance(Speller(CORPUS).repaired(text), str)


def test_a_text_is_known_by_one_word_that_tells_something() -> None:
    speller = Speller(["Conducteur de bus"])
    assert speller.knows("une conductrice zzz")
    assert not speller.knows("xqzwk de la")


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Educateur / Educatrice", "Éducateur / Éducatrice"),
        ("AGENT DE SECURITE", "agent DE sécurité"),
        ("Marche nordique", "Marche nordique"),
        ("AES", "AES"),
    ],
)
def test_registers_get_back_the_accents_of_their_capitals(printed: str, written: str) -> None:
    lexicon = ["éducateur", "éducatrice", "agent", "sécurité", "marché", "nordique", "aes"]
    assert Speller((), lexicon).with_capitals(printed) == written

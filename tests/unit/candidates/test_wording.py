"""Free text: no word on health, justice or sexual life is kept, and the refusal explains itself."""

import pytest

from services.candidates.domain.refusals import Invalid
from services.candidates.domain.wording import keepable, sensitive_words


@pytest.mark.parametrize(
    "text",
    [
        "Elle est en dépression depuis mars",
        "suit un traitement lourd",
        "problème de dos",
        "a une RQTH",
        "Enceinte ? elle est enceinte de 4 mois",
        "sort de prison",
        "casier judiciaire à voir",
        "il porte un bracelet électronique",
        "a été condamné",
        "homosexuel, mal accepté",
        "ancien toxicomane",
        "HANDICAPÉ",
        "alcoolisme",
    ],
)
def test_sensitive_words_are_refused(text: str) -> None:
    with pytest.raises(Invalid, match="n'a pas été enregistré"):
        keepable(text, field="note")


def test_the_refusal_names_the_word_and_says_how_to_write_it_instead() -> None:
    with pytest.raises(Invalid) as refused:
        keepable("Mme ne peut pas porter, elle a une hernie", field="note")
    assert "« hernie »" in refused.value.message
    assert "pas de charges lourdes" in refused.value.message
    assert refused.value.field == "note"


@pytest.mark.parametrize(
    "text",
    [
        "Cherche une place en crèche pour septembre",
        "Veut devenir aide-soignante",
        "Stage à l'hôpital, service restauration",
        "Aime aider les personnes âgées",
        "Disponible le matin, pas de charges lourdes",
        "Le bâtiment dans l'enceinte du port",
        "Opération portes ouvertes du lycée",
        "AESH : accompagnante d'élèves en situation de handicap",
        "Procède à l'inscription à la mission locale",
        "Rendez-vous à la mairie, dossier de logement",
        "A peur de conduire",
    ],
)
def test_words_of_work_and_daily_life_pass(text: str) -> None:
    assert keepable(text, field="note") == text
    assert sensitive_words(text) == ()


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(Invalid, match="2000"):
        keepable("mot " * 600, field="note")

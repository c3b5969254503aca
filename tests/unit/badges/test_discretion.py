"""A badge never tells the scheme, the district, a status, or a way to reach someone."""

import pytest

from services.badges.domain.discretion import must_be_discreet, told_by
from services.kernel.problems import Invalid

DISTRICTS = ("Villeneuve-les-Salines", "Mireuil")


@pytest.mark.parametrize(
    "text",
    [
        "Cité de l’emploi de La Rochelle",
        "CITÉ DE L'EMPLOI",
        "Stage en QPV",
        "Bénéficiaire du R.S.A.",
        "bénéficiaire du RSA",
        "Accueil à Villeneuve les Salines",
        "médiathèque de MIREUIL",
        "agent d’accueil, quartier prioritaire",
        "reconnaissance (RQTH)",
        "personne en situation de handicap",
        "lea.martin@example.org",
        "appelez le 06 12 34 56 78",
        "+33 6 12 34 56 78",
        "voir www.exemple.fr",
        "https://exemple.fr",
    ],
)
def test_what_would_tell_too_much_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        must_be_discreet(text, field="name", forbidden=DISTRICTS)
    assert "Un badge est public" in refusal.value.message
    assert "name" in refusal.value.fields


@pytest.mark.parametrize(
    "text",
    [
        "Accueil et renseignements",
        "Parcours Atlantique",
        "Conduite d’engins de chantier",
        "Vente en animalerie",
        "Insertion de pages en imprimerie",
        "Aide à domicile",
        "Responsable de la rsalle",
        "Employé libre-service, rayon frais 2026",
    ],
)
def test_ordinary_words_pass(text: str) -> None:
    assert must_be_discreet(f"  {text} ", field="name", forbidden=DISTRICTS) == text


def test_a_name_that_hides_behind_punctuation_is_found() -> None:
    assert told_by("Accueil (Villeneuve-les-Salines)", forbidden=DISTRICTS) is not None
    assert told_by("l’immersion à l’IAE") is not None


def test_a_character_that_does_not_show_is_refused() -> None:
    with pytest.raises(Invalid):
        must_be_discreet("Accueil\x00", field="name")

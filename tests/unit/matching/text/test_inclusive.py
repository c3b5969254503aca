"""One title for both genders, however they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.text.inclusive import canonical, one_title


@pytest.mark.parametrize(
    "written",
    [
        "Conducteur / Conductrice d'engins",
        "conducteur.rice d'engins",
        "Conducteur·rice d’engins",
        "Conducteur(trice) d'engins (H/F)",
        "Conducteur-trice d'engins F/H",
        "conducteur/trice d'engins",
        "CONDUCTRICE D'ENGINS",
        "Conductrice / Conducteur d'engins h/f",
        "Conducteur, conductrice d'engins",
        "Conducteur ou conductrice d'engins",
        "Conductrice - conducteur d'engins (m/f/x)",
        "Conducteur d'engins X/F/M",
        "CDI – Conducteur d'engins H/F/X 35h/semaine",
    ],
)
def test_every_way_of_writing_both_genders_is_one_title(written: str) -> None:
    assert canonical(written) == "conducteur d'engins"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (
            "Assistant administratif et commercial / Assistante administrative et commerciale",
            "assistant administratif et commercial",
        ),
        ("Accastilleur-gréeur / Accastilleuse-gréeuse", "accastilleur-gréeur"),
        ("Chargé·e·s de mission", "chargés de mission"),
        ("Employé(e)s polyvalent(e)s", "employés polyvalents"),
        ("Assistant(e) administratif(ve) et commercial(e)", "assistant administratif et commercial"),
        ("responsable vendeur/vendeuse en boulangerie", "responsable vendeur en boulangerie"),
        ("Technicien-ne définition électrique f/h (H/F)", "technicien définition électrique"),
        ("Vendeur en bio #ISE8646 (H/F)", "vendeur en bio"),
        ("Chef / Cheffe de rang", "chef de rang"),
        ("Assistant administratif, assistante administrative", "assistant administratif"),
        ("Attaché/e de presse", "attaché de presse"),
        ("Serveurs et serveuses", "serveurs"),
        ("Ingénieur-e-s informaticien-ne-s", "ingénieurs informaticiens"),
        ("Gardien de nuit 24h/24", "gardien de nuit 24h, 24"),
    ],
)
def test_real_postings_are_read(written: str, title: str) -> None:
    assert canonical(written) == title


def test_two_trades_on_both_sides_of_a_slash_stay_two() -> None:
    assert one_title("Cariste / manutentionnaire (H/F)") == "Cariste, manutentionnaire"


@pytest.mark.parametrize(
    "written", ["boulanger, boulangerie", "vente et vendeur", "aide-ménager", "maçon, carreleur", "assistant-éducateur"]
)
def test_neighbours_that_are_no_two_genders_stay_two(written: str) -> None:
    assert canonical(written) == written


@pytest.mark.parametrize("written", ["conducteur de fraiseuse", "responsable de carrière", "femme de ménage"])
def test_what_comes_after_the_trade_is_left_alone(written: str) -> None:
    assert canonical(written) == written


def test_a_mark_alone_is_kept_rather_than_lost() -> None:
    assert canonical("H/F")


@given(st.text(max_size=200))
def test_any_text_has_a_form_and_the_form_is_settled(text: str) -> None:
    once = canonical(text)
    assert once == once.lower()
    assert isinstance(one_title(once), str)

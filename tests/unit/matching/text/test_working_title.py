"""What surrounds a trade in a real title is left out of what is compared; the trade itself never is."""

import pytest

from services.matching.domain.text.working_title import working_title


@pytest.mark.parametrize(
    ("title", "trade"),
    [
        ("Serveur / serveuse (H/F) NON LOGE **URGENT**", "Serveur / serveuse"),
        ("Super U - Préparateur / Préparatrice au drive (H/F)", "Préparateur / Préparatrice au drive"),
        ("Agent(e) d'entretien (H/F) - 15h/semaine - LA ROCHELLE", "Agent(e) d'entretien"),
        ("2 Agents de production (horaires journée)- PlaceVernoux (H/F)", "Agents de production"),
        ("CUISINIER (H/F) Logé - saison hiver", "CUISINIER"),
        ("Vendeur en Boulangerie en alternance  - Etang Sale #FOR14703 (H/F)", "Vendeur en Boulangerie"),
        ("Masseur-Kinésithérapeute en CDI - Secteur Sud (H/F)", "Masseur-Kinésithérapeute"),
        ("Technicien de Maintenance Hydraulique F/H - TECHYDRO Pont Saint-Martin (H/F)",
         "Technicien de Maintenance Hydraulique"),
        ("Employé libre-service polyvalent - CDI 24H (H/F)", "Employé libre-service polyvalent"),
        ("Agent / Agente de propreté de locaux", "Agent / Agente de propreté de locaux"),
        ("Assistant maternel / Assistante maternelle, garde d’enfants",
         "Assistant maternel / Assistante maternelle, garde d’enfants"),
        ("faire le ménage dans des bureaux", "faire le ménage dans des bureaux"),
        ("CDI (H/F)", "CDI (H/F)"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_trade_is_what_is_left(title: str, trade: str) -> None:
    assert working_title(title) == trade

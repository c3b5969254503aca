"""The code that bears a name, and moves that hold one way only."""

import pytest

from services.matching.adapters.shipped_trades import shipped_table
from services.matching.adapters.trade_table import SAME_DOMAIN, TradeTable
from services.matching.domain.studies import leads
from services.matching.domain.trade import MOVED_BACK, Trade, TradeName

ROOFER = Trade("F1619", "Couvreur / Couvreuse", (TradeName("Couvreur-zingueur / Couvreuse-zingueuse", "1"),))
SOLAR = Trade("F1610", "Installateur / Installatrice de panneaux solaires", moves={"F1619": 0.5})
CLERK = Trade(
    "M1602", "Agent administratif / Agente administrative", (TradeName("Agent d'accueil", "2"),), moves={"F1619": 0.5}
)
DESK = Trade("M1601", "Chargé / Chargée d'accueil", (TradeName("Agent d'accueil", "3"),))
TABLE = TradeTable([ROOFER, SOLAR, CLERK, DESK])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Couvreur / Couvreuse", "F1619"),
        ("Couvreuse", "F1619"),
        ("COUVREUR (H/F)", "F1619"),
        ("Couvreur-zingueur F/H", "F1619"),
        ("Couvreur expérimenté sur Lyon", None),
        ("Agent d'accueil", None),
        ("", None),
        ("H/F", None),
    ],
)
def test_a_name_gives_its_code_only_when_it_is_that_very_name_and_one_trade_bears_it(
    name: str, code: str | None
) -> None:
    assert TABLE.code_of(name) == code


def test_every_label_shipped_gives_its_own_code() -> None:
    table = shipped_table()
    labels = {rome: table.label(rome) for rome in ("G1605", "K2204", "F1606", "D1505")}

    assert {rome: table.code_of(label or "") for rome, label in labels.items()} == {rome: rome for rome in labels}


def test_an_official_move_holds_its_own_way_and_says_little_backwards() -> None:
    assert TABLE.nearness("F1610")["F1619"] == 0.5
    assert TABLE.nearness("F1619")["F1610"] == SAME_DOMAIN
    assert TABLE.nearness("M1602")["F1619"] == 0.5
    assert TABLE.nearness("F1619")["M1602"] == MOVED_BACK


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Chef / Cheffe de chantier", True),
        ("Responsable de caisses", True),
        ("Gouvernant / Gouvernante d'hôtel", True),
        ("Employé / Employée d'étage", False),
        ("Cadreur / Cadreuse", False),
    ],
)
def test_trades_that_lead_others_are_known_by_their_first_word(label: str, told: bool) -> None:
    assert leads(label) is told

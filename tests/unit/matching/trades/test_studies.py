"""How a trade is entered, read in the official sentences, and what that changes of how near it is."""

import pytest

from services.matching.adapters.trade_table import TradeTable
from services.matching.domain.studies import (
    BAC,
    BAC_2,
    BAC_3,
    BAC_5,
    CAP,
    NONE,
    UNKNOWN,
    WayIn,
    asks_for_more,
    furthest,
    way_in,
)
from services.matching.domain.trade import STUDIES_AWAY, STUDIES_AWAY_BUT_NEAR, Trade


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("Cet emploi est accessible sans qualification particulière mais un CAP est recommandé.", NONE),
        ("Cet emploi est accessible avec ou sans diplôme, mais une expérience est un atout.", NONE),
        ("Cet emploi est accessible à tous les niveaux de qualification.", NONE),
        ("Ce métier est accessible avec un diplôme de niveau CAP/BEP à Bac +2 en électricité.", CAP),
        ("Cet emploi est accessible avec un Titre à Finalité Professionnelle.", CAP),
        ("Cet emploi est accessible avec un Baccalauréat Professionnel ASSP.", BAC),
        ("Cet emploi est accessible avec une formation à partir d'un Bac + 2 à Bac + 5 en commerce.", BAC_2),
        ("Accessible avec un BTS ; le but est d'évoluer.", BAC_2),
        ("Cet emploi est accessible avec une Licence ou un Master. Aucune certification n'est obligatoire.", BAC_3),
        ("La licence de débit de boissons est demandée.", None),
        ("Cet emploi est accessible avec un diplôme de niveau Bac+5 en informatique.", BAC_5),
        ("Cet emploi est accessible avec une formation en arts graphiques.", None),
    ],
)
def test_the_lowest_way_in_that_the_sentence_names_stands(sentence: str, level: int | None) -> None:
    assert way_in(sentence) == WayIn(level)


def test_a_diploma_of_its_own_is_no_general_level() -> None:
    assert way_in("Cet emploi est accessible avec un Diplôme d'État d'Infirmier, obligatoire.") == WayIn(None, own=True)
    assert way_in("La profession est subordonnée à un agrément.", regulated=True) == WayIn(None, own=True)
    assert way_in("Profession réglementée : un titre professionnel et un agrément.", regulated=True).own
    assert way_in("Accessible avec un CAP et le CACES obligatoire.", regulated=True) == WayIn(CAP)


@pytest.mark.parametrize(
    ("wished", "other", "more"),
    [
        (WayIn(CAP), WayIn(BAC_5), True),
        (WayIn(CAP), WayIn(BAC), False),
        (WayIn(BAC_3), WayIn(BAC_2), False),
        (WayIn(BAC_2), WayIn(BAC_5), True),
        (WayIn(NONE), WayIn(None, own=True), True),
        (WayIn(None, own=True), WayIn(None, own=True), True),
        (WayIn(None, own=True), WayIn(BAC_5), True),
        (UNKNOWN, WayIn(BAC_5), False),
        (WayIn(CAP), UNKNOWN, False),
    ],
)
def test_only_what_is_known_and_long_asks_for_more(wished: WayIn, other: WayIn, more: bool) -> None:
    assert asks_for_more(wished, other) is more


def test_several_wishes_suppose_the_most_of_them() -> None:
    assert furthest([WayIn(CAP), UNKNOWN, WayIn(None, own=True), WayIn(BAC_2)]) == WayIn(BAC_2, own=True)
    assert furthest([UNKNOWN]) == UNKNOWN


GROWER = Trade("A1414", "Horticulteur", moves={"K2111": 0.2, "A1401": 0.5}, parent="A1414", way_in=WayIn(CAP))
PICKER = Trade("A1401", "Cueilleur", way_in=WayIn(NONE))
TRAINER = Trade("K2111", "Formateur", way_in=WayIn(BAC_3))
AGRONOMIST = Trade("A1403", "Agronome", way_in=WayIn(BAC_5))
HEAD_GROWER = Trade("A1499", "Technicien horticole", parent="A1414", way_in=WayIn(BAC_2))
SILENT = Trade("A1499", "Technicien horticole", parent="A1414")


def test_what_long_studies_open_is_far_from_a_wish_that_supposes_none_whatever_the_moves_say() -> None:
    table = TradeTable([GROWER, PICKER, TRAINER, AGRONOMIST, HEAD_GROWER])
    near = table.nearness("A1414")

    assert near["A1401"] == 0.5
    assert near["K2111"] == near["A1403"] == STUDIES_AWAY
    assert near["A1499"] == STUDIES_AWAY_BUT_NEAR
    assert table.nearness("K2111").get("A1414") == 0.2
    assert table.reach(["A1414"]).beyond == {"K2111", "A1403", "A1499"}
    assert table.reach(["A1414"]).unlearnt == {"K2111", "A1403"}, "a BTS is learnt, a master is not"
    assert table.reach(["A1414", "A1403"]).beyond == frozenset()


def test_a_trade_of_which_the_way_in_is_not_known_is_as_near_as_before() -> None:
    table = TradeTable([GROWER, SILENT])

    assert table.nearness("A1414")["A1499"] == 0.75
    assert table.reach(["A1414"]).beyond == frozenset()


def test_who_leads_a_domain_is_farther_than_who_works_in_it() -> None:
    maid, keeper, bellboy = Trade("G1501", "Employé d'étage"), Trade("G1503", "Gouvernant d'étage"), Trade("G1502", "B")
    table = TradeTable([maid, keeper, bellboy])

    assert table.nearness("G1501") == {"G1501": 1.0, "G1502": 0.25, "G1503": 0.2}
    assert table.nearness("G1503")["G1501"] == 0.25

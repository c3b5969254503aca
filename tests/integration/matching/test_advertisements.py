"""Advertisements from elsewhere: filed under the trade that they name, and never said to ask less than they do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.contracts.vocabulary import Language, OfferKind
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.ports import OfferDocument
from services.matching.use_cases.project_offer import with_trade
from tests.factories.matching_service import LABELS, PROFILE, TERRITORY, MatchingService, offer, profile, referent
from tests.factories.ranking import CLEANER


@pytest.fixture
def service(tmp_path: Path) -> Iterator[MatchingService]:
    """The service with a territory, a bistro and a person."""
    running = MatchingService(tmp_path).ready()
    yield running
    running.close()


def test_an_advertisement_is_filed_under_the_trade_that_its_own_words_name(service: MatchingService) -> None:
    """Boards give codes of the older grain, or none; the club's own offers keep what was chosen for them."""
    elsewhere = {"company_id": None, "source": "france_travail", "trade_label": LABELS[CLEANER]}
    service.hear(
        offer(11, **elsewhere, rome="F1610"),
        offer(
            12, **{**elsewhere, "trade_label": ""}, rome="", title=f"{LABELS[CLEANER]} (H/F) - CDI 24H - LA ROCHELLE"
        ),
        offer(13, **{**elsewhere, "trade_label": "Un métier d'ailleurs"}, rome="F1610"),
        offer(14, rome="F1610", trade_label=LABELS[CLEANER]),
    )
    with service.runtime.database.reading() as connection:
        offers = SqlUnitOfWork(connection, TERRITORY, Memory()).offers
        found = [offers.get(offer(number).offer_id).offer.rome for number in (11, 12, 13, 14)]
    indexed = service.index.held[TERRITORY, offer(11).offer_id]

    assert found == [CLEANER, CLEANER, "F1610", "F1610"]
    assert isinstance(indexed, OfferDocument)
    assert indexed.rome == CLEANER


def test_experience_that_is_not_said_is_not_told_as_none(service: MatchingService) -> None:
    service.hear(offer(15, experience_months=0, experience_said=False), offer(16, experience_months=0))
    with service.runtime.database.reading() as connection:
        offers = SqlUnitOfWork(connection, TERRITORY, Memory()).offers
        found = [offers.get(offer(number).offer_id).offer.experience_months for number in (15, 16)]

    assert found == [None, 0]


def test_a_language_demanded_is_told_as_to_be_verified_and_neither_bars_nor_weighs(service: MatchingService) -> None:
    asked = {"company_id": None, "source": "france_travail"}
    service.hear(offer(17, **asked), offer(18, **asked, languages=(Language.ENGLISH, Language.GERMAN)))
    address = f"/matching/api/profiles/{PROFILE}/offers"
    items = service.client(referent()).get(address, params={"voice": "referent"}).json()["items"]
    found = {item["offer_id"]: item for item in items}

    plain, languages = (found[str(offer(number).offer_id)] for number in (17, 18))
    told = [note["text"] for note in languages["reservations"] if note["code"] == "languages"]
    assert told == ["L'offre demande l'anglais et l'allemand : à vérifier avec la personne."]
    assert not [note for note in plain["reservations"] if note["code"] == "languages"]
    assert languages["log_odds"] == plain["log_odds"]


def test_a_language_that_she_says_is_told_as_met_and_moves_no_point(service: MatchingService) -> None:
    service.hear(offer(17, company_id=None, source="france_travail", languages=(Language.ENGLISH, Language.GERMAN)))
    address = f"/matching/api/profiles/{PROFILE}/offers"

    def seen() -> tuple[float, list[str], list[str]]:
        items = service.client(referent()).get(address, params={"voice": "referent"}).json()["items"]
        item = next(item for item in items if item["offer_id"] == str(offer(17).offer_id))
        notes, met = ([note["text"] for note in item[name]] for name in ("reservations", "assured"))
        return item["log_odds"], [text for text in notes if "langue" in text or "allemand" in text], met

    silent = seen()
    service.hear(profile(version=2, languages=(Language.FRENCH, Language.ENGLISH)))
    spoken = seen()

    assert silent[1:] == (["L'offre demande l'anglais et l'allemand : à vérifier avec la personne."], [])
    assert spoken[1] == ["L'offre demande l'allemand, que le profil n'indique pas : à vérifier avec la personne."]
    assert spoken[2] == ["L'offre demande l'anglais : la personne peut travailler dans cette langue."]
    assert spoken[0] == silent[0]


def test_another_trade_of_long_studies_is_left_out_counted_and_shown_when_asked(service: MatchingService) -> None:
    elsewhere = {"company_id": None, "source": "france_travail", "rome": "M1801", "trade_label": "Administrateur"}
    service.hear(offer(19), offer(20, **elsewhere, kind=OfferKind.CDD), offer(21, **elsewhere))
    address, client = f"/matching/api/profiles/{PROFILE}/offers", service.client(referent())
    plain, all_of_them = client.get(address).json(), client.get(address, params={"beyond": "true"}).json()

    def listed(page: dict[str, Any]) -> list[str]:
        return [item["offer_id"] for item in page["items"] if item["rome"] == "M1801"]

    assert listed(plain) == [str(offer(21).offer_id)], "an immersion teaches: it stays"
    assert set(listed(all_of_them)) == {str(offer(number).offer_id) for number in (20, 21)}
    assert (plain["beyond"], all_of_them["beyond"]) == (1, 1)
    assert all_of_them["total"] == plain["total"] + 1

    pages = service.client(referent(), accept="text/html")
    page = pages.get(f"/matching/profiles/{PROFILE}/offres").text
    assert "1\u00a0offre d’un autre métier n’est pas montrée" in page
    assert "?tout=1" in page
    why = pages.get(f"/matching/profiles/{PROFILE}/offres/{offer(20).offer_id}").text
    assert "Elle n’est pas montrée dans sa liste" in why
    assert "Pourquoi pas en tête" not in why
    assert client.get(f"{address}/{offer(20).offer_id}").json()["beyond"]
    assert not client.get(f"{address}/{offer(19).offer_id}").json()["beyond"]
    wide = pages.get(f"/matching/profiles/{PROFILE}/offres?tout=1").text
    assert "Ne plus les montrer" in wide


@pytest.mark.parametrize(
    ("title", "label", "code", "filed"),
    [
        (LABELS[CLEANER], "Administrateur de serveurs", "M1843", CLEANER),
        (f"{LABELS[CLEANER]} (H/F) - CDI 35h", "Administrateur de serveurs", "M1843", CLEANER),
        ("Agent", "Agent d'accueil", "M1601", "M1601"),
        ("Un titre qui ne nomme rien", "Administrateur de serveurs", "M1843", "M1843"),
        (LABELS[CLEANER], "Agent de nettoyage urbain", "K2299", "K2299"),
    ],
)
def test_a_title_that_bears_the_name_of_a_trade_of_another_domain_is_believed(
    title: str, label: str, code: str, filed: str
) -> None:
    names = {LABELS[CLEANER]: CLEANER, "Agent": "K1705"}
    fact = offer(22, company_id=None, source="france_travail", title=title, trade_label=label, rome=code)
    told = with_trade(fact, names.get)

    assert told.rome == filed
    assert (told.trade_label == label) is (filed == code)


def test_an_offer_of_the_club_keeps_the_trade_that_its_firm_chose() -> None:
    chosen = offer(23, title=LABELS[CLEANER], trade_label="Administrateur", rome="M1843")

    assert with_trade(chosen, {LABELS[CLEANER]: CLEANER}.get) == chosen

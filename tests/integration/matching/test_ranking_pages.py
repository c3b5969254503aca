"""The pages of the ranking: the list as a fragment and as a page, why, the search, the band, equity."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from services.contracts.candidates import Access
from services.contracts.employers import OfferWithdrawn, WorkHours
from services.contracts.vocabulary import ActAsked, HalfDay, Licence, OfferKind
from services.kernel.towns import Town, write_towns
from tests.factories.matching_service import (
    OTHER_REFERENT,
    PROFILE,
    MatchingService,
    coordination,
    employer,
    holder,
    offer,
    profile,
    referent,
)
from tests.factories.ranking import SCHOOL_WEEK

LIST = f"/matching/profiles/{PROFILE}/offres"
OFFER = offer().offer_id
LATER = tuple({*SCHOOL_WEEK, HalfDay.WED_AM})


@pytest.fixture
def service(tmp_path: Path) -> Iterator[MatchingService]:
    """The service with a territory, a bistro, a person, and two offers, one held back by hours."""
    running = MatchingService(tmp_path).ready()
    running.hear(offer(), offer(2, title="Plonge du soir", hours=WorkHours(half_days=LATER)))
    yield running
    running.close()


def text_of(html: str) -> str:
    """What is read on a page: no tag, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#39;", "'").replace("\u00a0", " ").split())


def get(service: MatchingService, address: str, *, fragment: bool = False, status: int = 200) -> str:
    """A page as the referent reads it."""
    answer = service.client(referent(), accept="text/html", fragment=fragment).get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_list_is_a_fragment_of_the_persons_file_and_a_page_of_its_own(service: MatchingService) -> None:
    fragment, page = get(service, LIST, fragment=True), get(service, LIST)

    assert "<html" not in fragment
    assert page.startswith("<!doctype html>")
    for html in (fragment, page):
        assert "Découvrir la cuisine" in html
        assert "La personne cherche « cuisinier / cuisinière »" in text_of(html)


def test_an_offer_shows_two_reasons_its_travel_and_bars_that_add_up_to_its_score(service: MatchingService) -> None:
    html = get(service, LIST, fragment=True)
    values = [value.strip().replace("−", "-") for value in re.findall(r'class="shares-value">([^<]+)<', html)]
    total = int(values[-1])

    assert "2,6 km · 16 min à vélo (estimation)" in text_of(html)
    assert len(re.findall(r'<li class="for"><svg', html)) == 2
    assert sum(int(value) for value in values[:-1] if value != "–") == total
    assert f"{total} points sur 100" in text_of(html)


def test_what_if_switches_tell_how_many_offers_and_show_them(service: MatchingService) -> None:
    html = get(service, LIST, fragment=True)
    (address,) = re.findall(r'href="([^"]+si=hours)"', html)

    assert re.search(r"d’autres horaires \+1", text_of(html))
    assert "Avec d’autres horaires : 1 offre de plus" in text_of(html)
    assert "Plonge du soir" not in html
    lifted = get(service, address.replace("&amp;", "&"), fragment=True)
    assert "Plonge du soir" in lifted
    assert "s’ouvre avec ce changement" in lifted


def test_the_map_is_the_same_list_with_places(service: MatchingService) -> None:
    html = get(service, f"{LIST}?vue=carte", fragment=True)

    assert '<cite-map latitude="46.15" longitude="-1.12"' in html
    assert 'data-latitude="46.157" data-longitude="-1.152" data-title="Découvrir la cuisine"' in html


def test_acts_post_the_person_and_the_offer(service: MatchingService) -> None:
    html = get(service, LIST, fragment=True)

    assert 'action="/matching/mises-en-relation"' in html
    assert 'action="/matching/mises-en-relation/ecarter"' in html
    assert f'name="profile_id" value="{PROFILE}"' in html
    assert f'name="offer_id" value="{OFFER}"' in html


def test_nobody_else_opens_the_list(service: MatchingService) -> None:
    other = service.client(referent(OTHER_REFERENT), accept="text/html").get(LIST)

    assert other.status_code == 404
    assert "cuisin" not in other.text


def test_an_offer_set_aside_says_because_of_what(service: MatchingService) -> None:
    service.hear(offer(3, licences=(Licence.B,), title="Livraison"))
    html = text_of(get(service, f"{LIST}/{offer(3).offer_id}"))

    assert "Écartée parce que…" in html
    assert "Il faut le permis B." in html
    assert "ils peuvent être revus avec elle" in html


def test_an_empty_list_says_what_to_do(service: MatchingService) -> None:
    service.hear(profile(version=2, kinds=(OfferKind.TRAINING,)))
    html = text_of(get(service, LIST, fragment=True))

    assert "Aucune offre possible pour le moment" in html
    assert "Chercher dans toutes les offres" in html
    assert "Ce type d’offre n’est pas recherché" in html


def test_the_search_keeps_what_was_typed_and_says_what_it_understood(service: MatchingService) -> None:
    html = get(service, "/offres?q=cuisine&metier=cuisinier&type=immersion&km=20")

    assert 'value="cuisine"' in html
    assert "Cuisinier / Cuisinière et les métiers tout proches." in text_of(html)
    assert "1 offre trouvée" in text_of(html)


def test_the_search_goes_around_a_town_and_says_when_it_is_not_known(service: MatchingService) -> None:
    far, near = Town("Bordeaux", ("33000",), 44.84, -0.58), Town("La Rochelle", ("17000",), 46.157, -1.15)
    write_towns([far, near], service.settings.towns())
    assert "2 offres trouvées" in text_of(get(service, "/offres?lieu=la+rochelle"))
    assert "0 offre trouvée" in text_of(get(service, "/offres?lieu=33000&km=50"))
    assert "pas dans la table des communes" in text_of(get(service, "/offres?lieu=Atlantide", status=422))


def test_the_search_for_a_person_says_what_is_possible_for_her(service: MatchingService) -> None:
    html = text_of(get(service, f"/offres?personne={PROFILE}"))

    assert "possible pour elle" in html
    assert "Il faut travailler le mercredi matin : la personne n’est pas disponible à ce moment-là." in html


def test_a_search_that_cannot_be_read_is_told_at_its_place(service: MatchingService) -> None:
    html = get(service, "/offres?du=32/13/2026&km=beaucoup", status=422)

    assert "il reste à corriger" in html
    assert 'href="#f-du"' in html


def test_a_search_without_result_helps(service: MatchingService) -> None:
    html = text_of(get(service, "/offres?q=astronaute"))

    assert "Aucune offre ne répond à cette recherche" in html
    assert "Voir les entreprises à appeler" in html


def test_an_offer_is_shown_in_full_with_the_people_it_may_be_proposed_to(service: MatchingService) -> None:
    html = get(service, f"/offres/{OFFER}")
    people = get(service, f"/matching/offers/{OFFER}/personnes", fragment=True)

    assert "Éplucher des légumes" in html
    assert f'src="/matching/offers/{OFFER}/personnes"' in html
    assert f'data-name-of="{PROFILE}"' in people
    assert "1 personne que vous accompagnez pourrait convenir" in text_of(people)


def test_people_whom_another_accompanies_are_not_in_the_page(service: MatchingService) -> None:
    away = (Access(staff_id=OTHER_REFERENT, since=service.now.date()),)
    service.hear(profile(version=2, access=away))

    assert "Personne pour le moment" in get(service, f"/matching/offers/{OFFER}/personnes")


def test_a_withdrawn_offer_says_so(service: MatchingService) -> None:
    service.hear(OfferWithdrawn(offer_id=OFFER, version=2, reason="filled"))

    assert "Cette offre n’est plus proposée" in get(service, f"/offres/{OFFER}")


def test_an_imported_offer_links_to_its_source_and_asks_to_apply(service: MatchingService) -> None:
    service.hear(
        offer(5, company_id=None, act=ActAsked.APPLY, source="france_travail", source_url="https://exemple.test/1")
    )
    html = get(service, LIST, fragment=True)

    assert "Retenir pour candidater" in html
    assert 'href="https://exemple.test/1"' in html
    assert 'rel="noopener noreferrer"' in html


def test_the_employers_band_is_a_fragment_of_its_own_page(service: MatchingService) -> None:
    address = f"/matching/offers/{OFFER}/bande"
    client = service.client(employer(), accept="text/html", fragment=True)

    assert "Moins de 5" in text_of(client.get(address).text)
    service.hear(holder(version=2, confirmed=False))
    assert "Un référent doit d’abord confirmer" in text_of(client.get(address).text)


def test_equity_shows_aggregates_and_never_a_small_cell(service: MatchingService) -> None:
    client = service.client(coordination(), accept="text/html")
    empty = text_of(client.get("/equite").text)
    service.client(referent()).get(f"/matching/api/profiles/{PROFILE}/offers")
    seen = text_of(client.get("/equite").text)

    assert "Aucune liste n’a encore été ouverte" in empty
    assert "Le Bistrot du Port" in seen
    assert "moins de 5" in seen
    assert "100 %" in seen.replace("\u202f", " ").replace("\xa0", " ")
    assert client.get("/equite").status_code == 200
    assert service.client(referent(), accept="text/html").get("/equite").status_code == 403


def test_the_figures_of_equity_are_kept_for_the_days_asked_and_go_to_a_spreadsheet(service: MatchingService) -> None:
    client = service.client(coordination(), accept="text/html")
    service.client(referent()).get(f"/matching/api/profiles/{PROFILE}/offers")

    month = client.get("/equite?jours=30").text
    assert "depuis 30 jours" in text_of(month)
    assert 'href="/equite.csv?jours=30"' in month
    assert "depuis 90 jours" in text_of(client.get("/equite?jours=12").text), "a length of no list is the usual one"

    told = client.get("/equite.csv?jours=30")
    assert told.headers["content-disposition"] == 'attachment; filename="equite-30-jours.csv"'
    assert "Part de l’attention : Le Bistrot du Port;100,0" in told.text
    assert "moins de 5" in told.text
    assert service.client(referent(), accept="text/html").get("/equite.csv").status_code == 403


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}/{OFFER}", "/offres", f"/offres/{OFFER}", f"/matching/offers/{OFFER}/personnes"]
)
def test_no_page_has_an_inline_style_or_script(service: MatchingService, address: str) -> None:
    html = get(service, address)

    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)|\son[a-z]+=", html)


def test_an_unknown_offer_or_person_is_a_page_that_says_so(service: MatchingService) -> None:
    get(service, f"/offres/{UUID(int=9)}", status=404)
    get(service, f"/matching/profiles/{UUID(int=9)}/offres", status=404)

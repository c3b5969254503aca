"""Nothing about people is shown before a referent confirmed that the holder speaks for the firm."""

import re
from uuid import UUID, uuid4

from sqlalchemy import inspect

from services.contracts.actors import Actor
from services.contracts.employers import CompanyChanged, HolderChanged, IntroductionAnswered, OfferPublished
from tests.factories.club_service import (
    ClubService,
    a_colleague,
    employer,
    enrolled,
    immersion,
    introduced,
    presentation,
    referent,
)
from tests.factories.employers import ACCOUNT, REFERENT, SIRETS


def judge(club: ClubService, company_id: UUID, account: UUID, said: str, by: Actor | None = None) -> int:
    path = f"/entreprises/{company_id}/comptes/{account}"
    return club.browser(by or referent()).post(path, data={"jugement": said}).status_code


def test_an_offer_waits_until_a_referent_confirms_then_is_published_by_itself(club: ClubService) -> None:
    company_id = club.joined()
    club.hear(enrolled(company_id))
    offer = club.posted(employer(company_id))
    assert offer["status"] == "waiting"
    assert club.told(OfferPublished) == []
    assert judge(club, company_id, ACCOUNT, "confirmer") == 303
    (fact,) = club.told(OfferPublished)
    assert (str(fact.offer_id), fact.source, fact.company_id) == (offer["offer_id"], "club", company_id)
    assert [holder.confirmed for holder in club.told(HolderChanged)] == [False, True]


def test_an_unconfirmed_account_sees_nobody_by_any_way(club: ClubService) -> None:
    company_id = club.joined()
    club.hear(enrolled(company_id))
    holder = employer(company_id)
    fact = introduced(company_id, uuid4())
    club.hear(fact)
    assert club.mails() == []
    page = club.browser(holder).get("/entreprise")
    assert "Un référent va vous appeler" in page.text
    assert str(fact.introduction_id) not in page.text
    for path in (f"/entreprise/mises-en-relation/{fact.introduction_id}", f"/entreprise/accueils/{uuid4()}"):
        assert club.browser(holder).get(path).status_code in (403, 404)
    path = f"/employers/api/introductions/{fact.introduction_id}/answer"
    answer = club.client(holder).post(path, json={"answer": "meet"})
    assert (answer.status_code, answer.json()["code"]) == (403, "holder-not-confirmed")
    assert club.told(IntroductionAnswered) == []


def test_a_second_account_of_a_confirmed_firm_still_waits_for_its_own_confirmation(club: ClubService) -> None:
    company_id = next(iter(club.confirmed().company_ids))
    stranger = uuid4()
    club.hear(enrolled(company_id, stranger))
    fact = introduced(company_id, uuid4())
    club.hear(fact)
    page = club.browser(employer(company_id, account=stranger)).get(
        f"/entreprise/mises-en-relation/{fact.introduction_id}"
    )
    assert page.status_code == 403


def test_an_account_that_never_enrolled_may_do_nothing(club: ClubService) -> None:
    club.joined()
    stranger = employer(account=uuid4())
    assert club.client(stranger).post("/employers/api/offers", json=immersion()).status_code == 403
    assert club.browser(stranger).get("/entreprise").status_code == 403


def test_a_refused_account_may_do_nothing_and_the_last_one_takes_the_firm_with_it(club: ClubService) -> None:
    holder = club.confirmed()
    company_id = next(iter(holder.company_ids))
    assert judge(club, company_id, ACCOUNT, "refuser") == 303
    assert club.client(holder).post("/employers/api/offers", json=immersion()).status_code == 403
    assert [fact.confirmed for fact in club.told(CompanyChanged)] == [False, True, False]


def test_only_staff_confirms(club: ClubService) -> None:
    company_id = club.joined()
    club.hear(enrolled(company_id))
    assert judge(club, company_id, ACCOUNT, "confirmer", by=employer(company_id)) == 403
    assert judge(club, company_id, uuid4(), "confirmer") == 404
    assert judge(club, company_id, ACCOUNT, "peut-être") == 422


def test_an_account_opened_with_a_link_handed_over_is_confirmed_at_once(club: ClubService) -> None:
    club.client(referent()).post("/employers/api/companies", json=presentation())
    company_id = club.told(CompanyChanged)[0].company_id
    club.hear(enrolled(company_id, vouched_by=REFERENT))
    assert club.told(HolderChanged)[-1].confirmed
    assert club.told(CompanyChanged)[-1].confirmed


def test_a_voucher_that_gave_no_link_is_not_believed(club: ClubService) -> None:
    company_id = club.joined()
    club.hear(enrolled(company_id, vouched_by=REFERENT))
    assert not club.told(HolderChanged)[-1].confirmed


def test_a_number_mistyped_at_the_door_is_told_at_its_place(club: ClubService) -> None:
    nadia = club.browser(referent())

    mistyped = nadia.get("/entreprises/nouvelle?siret=123").text
    unknown = nadia.get(f"/entreprises/nouvelle?siret={SIRETS[1]}").text

    assert 'id="f-siret-search-error"' in mistyped
    assert "14\u00a0chiffres" in mistyped or "14 chiffres" in mistyped
    assert "f-siret-error" not in mistyped, "the form below asks for nothing yet"
    assert "f-siret-search-error" not in unknown


def door(club: ClubService, *, offer: bool = True) -> tuple[UUID, str]:
    """A referent enters a firm, perhaps with an offer; returns its id and the path of the confirmation link."""
    nadia = club.browser(referent())
    data = {"siret": SIRETS[0], "name": "Chez Lulu", "contact_name": "Lu Exemple", "phone": "05 46 00 00 00"}
    if not offer:
        page = nadia.post("/entreprises/nouvelle", data=data)
        return club.told(CompanyChanged)[0].company_id, link_in(page.text)
    page = nadia.post("/entreprises/nouvelle", data={**data, "_acte": "offre"})
    form = {"trade": "Serveur", "kind": "cdi", "hours": "day", "commune": "Aytré", "places": "1"}
    written = nadia.post(page.headers["location"], data=form)
    assert written.status_code == 200, written.text
    return club.told(CompanyChanged)[0].company_id, link_in(written.text)


def link_in(text: str) -> str:
    found = re.search(r"/(?:confirmer|reponse)/[\w-]+", text)
    assert found, text
    return found[0]


def test_what_a_referent_wrote_at_the_door_is_published_by_the_employers_own_word(club: ClubService) -> None:
    company_id, link = door(club)
    assert club.told(OfferPublished) == []
    page = club.browser().get(link)
    assert "Serveur" in page.text
    assert "Nadia Exemple" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    confirmed = club.browser().post(link, data={"accord": "oui"})
    assert confirmed.status_code == 200
    assert "/inscription?jeton=" in confirmed.text
    (fact,) = club.told(OfferPublished)
    assert (fact.source, fact.company_id) == ("door", company_id)
    assert club.told(CompanyChanged)[-1].confirmed


def test_confirming_twice_publishes_once(club: ClubService) -> None:
    _, link = door(club)
    for _ in range(2):
        assert club.browser().post(link, data={"accord": "oui"}).status_code == 200
    assert len(club.told(OfferPublished)) == 1


def test_the_employer_may_say_that_it_is_not_so(club: ClubService) -> None:
    _, link = door(club)
    assert "1\xa0offre retirée" in club.browser().post(link, data={"accord": "non"}).text
    assert club.told(OfferPublished) == []
    assert not club.told(CompanyChanged)[-1].confirmed
    assert club.client(referent()).get("/employers/api/offers").json()["items"][0]["status"] == "closed"


def test_a_door_offer_of_a_confirmed_firm_waits_for_its_account_or_its_link(club: ClubService) -> None:
    holder = club.confirmed()
    body = immersion(company_id=str(next(iter(holder.company_ids))))
    offer = club.client(referent()).post("/employers/api/offers", json=body).json()
    assert (offer["status"], offer["source"]) == ("waiting", "door")
    answer = club.browser(holder).post(f"/entreprise/offres/{offer['offer_id']}/confirmer")
    assert answer.status_code == 303
    assert [str(fact.offer_id) for fact in club.told(OfferPublished)] == [offer["offer_id"]]


def test_a_link_that_is_over_unknown_or_of_another_kind_opens_nothing(club: ClubService) -> None:
    _, link = door(club)
    token = link.rsplit("/", 1)[1]
    assert club.browser().get(f"/reponse/{token}").status_code == 404
    assert club.browser().get(f"/confirmer/{token}x").status_code == 404
    assert club.browser().get(f"/confirmer/{'x' * 5000}").status_code == 404
    club.passes(days=31)
    over = club.browser().get(link)
    assert over.status_code == 409
    assert "référent" in over.text


def test_the_secret_of_a_link_is_kept_nowhere_in_the_tables_of_the_club(club: ClubService) -> None:
    _, link = door(club)
    token = link.rsplit("/", 1)[1]
    with club.runtime.database.reading() as connection:
        for table in inspect(connection).get_table_names():
            assert token not in str(connection.exec_driver_sql(f"SELECT * FROM {table}").all()), table


def test_a_referent_who_left_is_still_named_and_a_new_one_is_learnt(club: ClubService) -> None:
    _, link = door(club)
    club.hear(a_colleague(version=2, display_name="Nadia Nouvelle", active=False))
    assert "Nadia Nouvelle" in club.browser().get(link).text
    club.hear(a_colleague(version=1, display_name="Nadia Ancienne"))
    assert "Nadia Nouvelle" in club.browser().get(link).text

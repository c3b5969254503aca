"""Placements hosted: places, evaluation, commitments, badges, and the club that all this makes."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.actors import Actor
from services.contracts.badges import AwardChanged
from services.contracts.employers import CompanyChanged, OfferPublished, PlacementEvaluated
from services.contracts.vocabulary import AwardStatus, HiredAs, PlacementOutcome, PlacementStatus
from tests.factories.club_service import ClubService, a_colleague, coordination, placed, referent
from tests.factories.employers import NOW

DONE = {"outcome": "completed", "skills": [{"label": "Dresser une assiette", "level": 3}], "endorses_badge": True}


def hosted(club: ClubService, **changes: Any) -> tuple[Actor, UUID]:
    """A firm that hosts somebody since last week; returns its holder and the placement's id."""
    holder = club.confirmed()
    fact = placed(next(iter(holder.company_ids)), club.posted(holder)["offer_id"], **changes)
    club.hear(fact)
    return holder, fact.placement_id


def evaluate(club: ClubService, holder: Actor, placement_id: UUID, **changes: Any) -> Any:
    path = f"/employers/api/placements/{placement_id}/evaluation"
    return club.client(holder).post(path, json={**DONE, **changes})


def test_the_last_place_withdraws_the_offer_and_a_cancellation_shows_it_again(club: ClubService) -> None:
    holder = club.confirmed()
    offer = club.posted(holder)
    fact = placed(next(iter(holder.company_ids)), offer["offer_id"])
    club.hear(fact)
    assert club.withdrawals() == ["filled"]
    club.hear(fact.model_copy(update={"version": 6, "status": PlacementStatus.CANCELLED}))
    assert len(club.told(OfferPublished)) == 2
    club.hear(fact)
    assert len(club.told(OfferPublished)) == 2


def test_the_tutor_evaluates_once_and_may_put_it_right(club: ClubService) -> None:
    holder, placement_id = hosted(club)
    assert "Évaluer un accueil" in club.browser(holder).get("/entreprise").text
    assert evaluate(club, holder, placement_id, hired_as="cdd_6").json()["version"] == 1
    assert evaluate(club, holder, placement_id, hired_as="cdd_6").json()["version"] == 1
    assert evaluate(club, holder, placement_id).json()["version"] == 2
    facts = club.told(PlacementEvaluated)
    assert [(fact.version, fact.hired_as) for fact in facts] == [(1, HiredAs.CDD_6), (2, HiredAs.NONE)]
    assert facts[0].skills[0].label == "Dresser une assiette"
    assert "Évaluer un accueil" not in club.browser(holder).get("/entreprise").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": "no_show_person"}, "skills"),
        ({"skills": []}, "endorses_badge"),
        ({"skills": [{"label": "Servir", "level": 7}]}, "skills"),
        ({"outcome": "great"}, "outcome"),
        ({"words": "Elle est formidable"}, "words"),
    ],
)
def test_an_evaluation_that_cannot_be_is_refused_at_its_place(
    club: ClubService, changes: dict[str, Any], field: str
) -> None:
    holder, placement_id = hosted(club)
    answer = evaluate(club, holder, placement_id, **changes)
    assert answer.status_code == 422
    assert any(name.startswith(field) for name in answer.json()["fields"]), answer.text
    assert club.told(PlacementEvaluated) == []


def test_only_the_host_evaluates(club: ClubService) -> None:
    _, placement_id = hosted(club)
    other = club.confirmed("48744469700428", uuid4())
    assert evaluate(club, other, placement_id).status_code == 403
    assert evaluate(club, other, uuid4()).status_code == 404


def test_the_page_offers_the_skills_of_the_offer_and_keeps_the_evaluation(club: ClubService) -> None:
    holder = club.confirmed()
    offer = club.posted(holder, skills=["Dresser une assiette", "Tenir son poste propre"])
    fact = placed(next(iter(holder.company_ids)), offer["offer_id"])
    club.hear(fact)
    path = f"/entreprise/accueils/{fact.placement_id}"
    assert 'value="Tenir son poste propre"' in club.browser(holder).get(path).text
    data = {
        "outcome": "completed",
        "skill-0": "Dresser une assiette",
        "level-0": "2",
        "skill-1": "Tenir",
        "level-1": "",
    }
    sent = club.browser(holder).post(path, data={**data, "hired_as": "none", "endorses_badge": "on"})
    assert sent.status_code == 303
    (said,) = club.told(PlacementEvaluated)
    assert [(skill.label, skill.level) for skill in said.skills] == [("Dresser une assiette", 2)]
    assert "Corriger l’évaluation" in club.browser(holder).get(path).text


def ended(club: ClubService, company_id: UUID, **changes: Any) -> UUID:
    fact = placed(company_id, uuid4(), status=PlacementStatus.ENDED, outcome=PlacementOutcome.COMPLETED, **changes)
    club.hear(fact)
    return fact.placement_id


def test_the_year_is_counted_from_what_happened_never_twice(club: ClubService) -> None:
    holder = club.confirmed()
    company_id = next(iter(holder.company_ids))
    club.browser(holder).post("/entreprise/engagements", data={"immersion": "2", "visit": "1"})
    placement_id = ended(club, company_id, version=6)
    ended(club, company_id, version=7, placement_id=placement_id)
    ended(club, company_id, ends_on=date(2025, 12, 1), starts_on=date(2025, 11, 20))
    nadia = club.browser(referent())
    assert nadia.post(f"/entreprises/{company_id}/actes", data={"pledge": "visit", "on": "2/3/2026", "count": "1"})
    page = club.browser(holder).get("/entreprise").text
    assert "1 / 2" in page
    assert "1 / 1" in page
    cancelled = placed(company_id, uuid4(), placement_id=placement_id, version=8, status=PlacementStatus.CANCELLED)
    club.hear(cancelled)
    assert "0 / 2" in club.browser(holder).get("/entreprise").text


def test_the_others_hear_what_is_due_and_done_so_far(club: ClubService) -> None:
    holder = club.confirmed()
    company_id = next(iter(holder.company_ids))
    club.browser(holder).post("/entreprise/engagements", data={"immersion": "4"})
    assert club.told(CompanyChanged)[-1].commitments_promised is None
    club.passes(days=250)
    club.run_jobs()
    told = club.told(CompanyChanged)[-1]
    assert told.commitments_promised is not None
    assert (told.commitments_promised > 0, told.commitments_honoured) == (True, 0)
    ended(club, company_id, version=6)
    after = club.told(CompanyChanged)[-1]
    assert (after.version, after.commitments_honoured) == (told.version + 1, 1)


def test_a_badge_counts_while_it_stands(club: ClubService) -> None:
    holder, placement_id = hosted(club)
    company_id = next(iter(holder.company_ids))
    award = AwardChanged(
        award_id=uuid4(),
        version=2,
        placement_id=placement_id,
        profile_id=uuid4(),
        company_id=company_id,
        name="Commis de cuisine : premiers gestes",
        status=AwardStatus.ISSUED,
        page="/badges/x",
        at=NOW,
    )
    club.hear(award)
    page = club.browser(holder).get("/entreprise").text
    assert "premiers gestes" in page
    assert "Badges co-créés" in page
    club.hear(award.model_copy(update={"version": 3, "status": AwardStatus.REVOKED}), award)
    page = club.browser(holder).get("/entreprise").text
    assert "premiers gestes" not in page
    assert "Badges co-créés" not in page


def test_the_coordination_sees_the_club_and_exports_it_without_formulas(club: ClubService) -> None:
    holder = club.confirmed()
    ended(club, next(iter(holder.company_ids)))
    club.joined("48744469700428", name="=HYPERLINK(1)")
    page = club.browser(coordination()).get("/club")
    assert "Le Bistrot du port" in page.text
    table = club.browser(coordination()).get("/club/export.csv").text
    assert table.startswith("\ufeffEntreprise;SIRET")
    assert "'=HYPERLINK(1)" in table
    assert club.browser(holder).get("/club").status_code == 403


def test_the_public_wall_shows_only_confirmed_firms_that_did_something(club: ClubService) -> None:
    holder = club.confirmed()
    club.joined("48744469700428", name="Jamais confirmée")
    assert "Le Bistrot du port" not in club.browser().get("/club/mur").text
    ended(club, next(iter(holder.company_ids)))
    wall = club.browser().get("/club/mur").text
    assert "Le Bistrot du port" in wall
    assert "Jamais confirmée" not in wall
    assert "Dominique" not in wall


def test_referents_find_firms_by_words_trades_and_places_with_counts(club: ClubService) -> None:
    club.posted(club.confirmed())
    club.joined(
        "48744469700428", name="Garage des Salines", place={"label": "", "postcode": "17000", "commune": "Aytré"}
    )
    search = club.browser(referent())
    for words, found in (("cuisine", "Le Bistrot du port"), ("aytre", "Garage des Salines"), ("garrage", "Garage")):
        page = search.get("/entreprises", params={"q": words}).text
        assert found in page
        assert page.count('<th scope="row">') == 1, words
    everything = search.get("/entreprises").text
    assert everything.count('<th scope="row">') == 2
    filtered = search.get("/entreprises", params={"filtre": ["avec-offres", "membres"]}).text
    assert "Garage des Salines" not in filtered
    assert "Aucune entreprise ne répond" in search.get("/entreprises", params={"q": "zzz 🥖"}).text
    assert search.get("/entreprises", params={"filtre": "inconnu"}).status_code == 422


def test_a_referent_sees_who_knows_whom(club: ClubService) -> None:
    holder = club.confirmed()
    company_id = next(iter(holder.company_ids))
    other = uuid4()
    club.hear(a_colleague(other, display_name="Karim Exemple", phone="0546222222"))
    fact = placed(company_id, uuid4())
    club.hear(fact)
    page = club.browser(referent()).get(f"/entreprises/{company_id}").text
    assert "Nadia Exemple" in page
    assert "Karim Exemple" not in page


def test_a_firm_changes_its_contact_and_its_pace(club: ClubService) -> None:
    holder = club.confirmed()
    data = {"name": "Le Fournil", "contact_name": "Sacha Exemple", "email": "sacha@example.org"}
    data["introductions_per_month"] = "2"
    assert club.browser(holder).post("/entreprise/reglages", data=data).status_code == 303
    assert 'value="Sacha Exemple"' in club.browser(holder).get("/entreprise/reglages").text
    wrong = {**data, "contact_name": "Perdu", "introductions_per_month": "500"}
    assert club.browser(holder).post("/entreprise/reglages", data=wrong).status_code == 422
    assert "Perdu" not in club.browser(holder).get("/entreprise/reglages").text


def test_a_firm_that_moves_says_so_and_the_others_hear(club: ClubService) -> None:
    holder = club.confirmed()
    before = club.told(CompanyChanged)[-1]
    contact = {"contact_name": "Sacha Exemple", "email": "sacha@example.org"}
    moved = {"name": " Le Fournil  neuf ", "label": "9 quai Exemple", "postcode": "17000", "commune": "La Rochelle"}
    assert club.browser(holder).post("/entreprise/reglages", data={**contact, **moved}).status_code == 303
    page = club.browser(holder).get("/entreprise/reglages").text
    assert all(f'value="{said}"' in page for said in ("Le Fournil neuf", "9 quai Exemple"))
    told = club.told(CompanyChanged)[-1]
    assert (told.name, told.place.label if told.place else "") == ("Le Fournil neuf", "9 quai Exemple")
    assert told.version > before.version

    same = {**contact, **moved, "name": "Le Fournil neuf"}
    assert club.browser(holder).post("/entreprise/reglages", data=same).status_code == 303
    assert club.told(CompanyChanged)[-1] == told
    nameless = club.browser(holder).post("/entreprise/reglages", data={**same, "name": " ", "commune": "Perdue"})
    assert nameless.status_code == 422
    assert "Indiquez le nom de l" in nameless.text
    assert "Perdue" not in club.browser(holder).get("/entreprise/reglages").text


def test_a_quality_is_recorded_by_a_referent_and_opens_its_contracts(club: ClubService) -> None:
    holder = club.confirmed()
    company_id = next(iter(holder.company_ids))
    civic = {"kind": "civic_service", "trade": "Médiation", "hours": {"preset": "day", "weekly": 28}}
    assert club.client(holder).post("/employers/api/offers", json=civic).status_code == 422
    path = f"/entreprises/{company_id}/qualites"
    assert club.browser(holder).post(path, data={"accredited_civic_service": "on"}).status_code == 403
    assert club.browser(referent()).post(path, data={"accredited_civic_service": "on"}).status_code == 303
    assert club.client(holder).post("/employers/api/offers", json=civic).status_code == 201

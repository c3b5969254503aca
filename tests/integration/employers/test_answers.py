"""Introductions arrive, employers answer: on their page, by a link, by telephone to a referent."""

import re
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.contracts.access import actor_from_claims
from services.contracts.actors import MINTED_BY, Actor, Role
from services.contracts.employers import CompanyChanged, IntroductionAnswered
from services.contracts.matching import IntroductionMoved
from services.contracts.vocabulary import IntroductionState, RefusalReason
from services.kernel.auth import Verifier
from tests.factories.club_service import ClubService, introduced, referent
from tests.factories.employers import NOW


def arrived(club: ClubService) -> tuple[Actor, IntroductionMoved]:
    """A confirmed firm to which somebody was just introduced."""
    holder = club.confirmed()
    fact = introduced(next(iter(holder.company_ids)), club.posted(holder)["offer_id"])
    club.hear(fact)
    return holder, fact


def link_of(club: ClubService) -> str:
    found = re.search(r"/reponse/[\w-]+", club.mails()[-1]["body"])
    assert found
    return found[0]


def test_the_firm_is_told_by_one_letter_that_names_nobody(club: ClubService) -> None:
    _, fact = arrived(club)
    (letter,) = [mail for mail in club.mails() if "reponse" in mail["body"]]
    assert letter["recipient"] == "bistrot@example.org"
    assert "Nadia Exemple" in letter["body"]
    assert str(fact.profile_id) not in letter["body"]
    club.hear(fact, fact)
    assert len([mail for mail in club.mails() if "reponse" in mail["body"]]) == 1


@pytest.mark.parametrize("state", [IntroductionState.PROPOSED, IntroductionState.KEPT, IntroductionState.AGREED])
def test_what_is_not_yet_introduced_is_none_of_the_firms_business(club: ClubService, state: IntroductionState) -> None:
    holder = club.confirmed()
    fact = introduced(next(iter(holder.company_ids)), uuid4(), state=state)
    club.hear(fact)
    assert str(fact.introduction_id) not in club.browser(holder).get("/entreprise").text
    path = f"/entreprise/mises-en-relation/{fact.introduction_id}"
    assert club.browser(holder).get(path).status_code == 404


def test_opening_the_page_says_seen_once(club: ClubService) -> None:
    holder, fact = arrived(club)
    for _ in range(2):
        page = club.browser(holder).get(f"/entreprise/mises-en-relation/{fact.introduction_id}")
    assert f'src="/fiches/{fact.introduction_id}"' in page.text
    assert [answer.answer for answer in club.told(IntroductionAnswered)] == ["seen"]


def test_a_machine_that_reads_the_mail_says_nothing_a_browser_says_seen(club: ClubService) -> None:
    arrived(club)
    visitor = club.browser()
    assert visitor.get(link_of(club)).status_code == 200
    assert club.told(IntroductionAnswered) == []
    visitor.get(link_of(club), headers={"sec-fetch-dest": "document"})
    assert [answer.answer for answer in club.told(IntroductionAnswered)] == ["seen"]


def test_the_link_opens_the_card_of_this_introduction_alone(club: ClubService) -> None:
    _, fact = arrived(club)
    page = club.browser().get(link_of(club))
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")
    found = re.search(rf'src="/fiches/{fact.introduction_id}\?jeton=([^"]+)"', page.text)
    assert found
    claims = Verifier(club.ring, frozenset(MINTED_BY)).claims(found[1], now=NOW)
    actor = actor_from_claims(claims)
    assert (actor.roles, actor.introduction_id) == (frozenset({Role.EMPLOYER_LINK}), fact.introduction_id)
    other = introduced(fact.company_id or uuid4(), fact.offer_id)
    club.hear(other)
    path = f"/employers/api/introductions/{other.introduction_id}/answer"
    assert club.client(actor).post(path, json={"answer": "meet"}).status_code == 404


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ({"answer": "meet", "meeting_on": "10/03/2026", "meeting_time": "9h30"}, "meet"),
        ({"answer": "not_now"}, "not_now"),
        ({"answer": "refused", "reason": "no_place", "share_reason": "on"}, "refused"),
    ],
)
def test_three_buttons_without_account(club: ClubService, data: dict[str, str], answer: str) -> None:
    arrived(club)
    assert club.browser().post(link_of(club), data=data).status_code == 303
    (fact,) = club.told(IntroductionAnswered)
    assert fact.answer == answer
    if answer == "meet":
        assert fact.meeting_at is not None
        assert fact.meeting_at.isoformat() == "2026-03-10T08:30:00+00:00"
    if answer == "refused":
        assert (fact.reason, fact.share_reason) == (RefusalReason.NO_PLACE, True)


def test_the_meeting_goes_into_a_diary_that_names_nobody(club: ClubService) -> None:
    holder, fact = arrived(club)
    link = link_of(club)
    assert club.browser().get(f"{link}/rendez-vous.ics").status_code == 404, "no day is set yet"
    club.browser().post(link, data={"answer": "meet", "meeting_on": "10/03/2026", "meeting_time": "9h30"})
    assert f"{link}/rendez-vous.ics" in club.browser().get(link).text

    by_link = club.browser().get(f"{link}/rendez-vous.ics")
    by_account = club.browser(holder).get(f"/entreprise/mises-en-relation/{fact.introduction_id}/rendez-vous.ics")

    for diary in (by_link, by_account):
        assert diary.headers["content-type"] == "text/calendar; charset=utf-8"
        assert "DTSTART:20260310T083000Z" in diary.text
        assert str(fact.profile_id) not in diary.text
    assert by_link.headers["referrer-policy"] == "no-referrer", "the address is a secret"


def test_no_without_a_reason_is_asked_again_and_announces_nothing(club: ClubService) -> None:
    arrived(club)
    page = club.browser().post(link_of(club), data={"answer": "refused"})
    assert page.status_code == 422
    assert "Dites pourquoi" in page.text
    assert club.told(IntroductionAnswered) == []


def test_two_clicks_are_one_answer(club: ClubService) -> None:
    arrived(club)
    for _ in range(3):
        club.browser().post(link_of(club), data={"answer": "not_now"})
    assert len(club.told(IntroductionAnswered)) == 1


def test_a_referent_notes_what_was_said_on_the_telephone(club: ClubService) -> None:
    holder, fact = arrived(club)
    company_id = next(iter(holder.company_ids))
    path = f"/entreprises/{company_id}/presentations/{fact.introduction_id}"
    assert club.browser(referent()).get(path).status_code == 200
    assert club.browser(referent()).post(path, data={"answer": "not_now"}).status_code == 303
    assert club.told(IntroductionAnswered)[0].answer == "not_now"
    given = club.browser(referent()).post(path, data={"_acte": "lien"})
    assert "/reponse/" in given.text


def test_the_api_answers_and_refuses_after_the_end(club: ClubService) -> None:
    holder, fact = arrived(club)
    path = f"/employers/api/introductions/{fact.introduction_id}/answer"
    answer = club.client(holder).post(path, json={"answer": "meet", "meeting_at": "2026-03-10T09:30:00+01:00"})
    assert answer.json()["state"] == "meeting"
    club.hear(fact.model_copy(update={"version": 9, "state": IntroductionState.CLOSED}))
    assert club.client(holder).post(path, json={"answer": "not_now"}).status_code == 409


def silent(club: ClubService) -> tuple[Actor, list[UUID]]:
    holder = club.confirmed()
    facts = [introduced(next(iter(holder.company_ids)), uuid4()) for _ in range(5)]
    club.hear(*facts)
    club.passes(days=8)
    club.run_jobs()
    return holder, [fact.introduction_id for fact in facts]


def test_a_firm_that_answers_nobody_is_paused_told_and_comes_back_by_answering(club: ClubService) -> None:
    holder, waiting = silent(club)
    assert club.told(CompanyChanged)[-1].paused
    assert "attendent une réponse" in club.mails()[-1]["body"]
    club.run_jobs()
    assert len([mail for mail in club.mails() if "attendent votre réponse" in mail["subject"]]) == 1
    path = f"/employers/api/introductions/{waiting[0]}/answer"
    assert club.client(holder).post(path, json={"answer": "not_now"}).status_code == 200
    assert not club.told(CompanyChanged)[-1].paused


def test_refusals_are_forgotten_after_twelve_months(club: ClubService) -> None:
    holder, fact = arrived(club)
    path = f"/employers/api/introductions/{fact.introduction_id}/answer"
    club.client(holder).post(path, json={"answer": "refused", "reason": "no_time"})
    club.passes(days=364)
    club.run_jobs()
    assert club.client(holder).post(path, json={"answer": "refused", "reason": "no_time"}).status_code == 200
    club.passes(days=2)
    club.run_jobs()
    assert club.client(holder).post(path, json={"answer": "seen"}).status_code == 404


STATES = [
    IntroductionState.INTRODUCED,
    IntroductionState.SEEN,
    IntroductionState.MEETING,
    IntroductionState.MET,
    IntroductionState.PLACED,
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_facts_repeated_and_out_of_order_leave_the_newest_state(club: ClubService, order: list[int]) -> None:
    if not club.mails():
        club.confirmed()
    company_id = club.told(CompanyChanged)[0].company_id
    base = introduced(company_id, uuid4())
    before = len(club.mails())
    club.hear(*(base.model_copy(update={"version": 4 + step, "state": STATES[step]}) for step in order))
    with club.transaction() as connection:
        kept = club.uow(connection).introductions.get(base.introduction_id)
    assert kept is not None
    assert (kept.version, kept.state) == (4 + max(order), STATES[max(order)])
    assert len(club.mails()) - before == (1 if order[0] == 0 else 0)

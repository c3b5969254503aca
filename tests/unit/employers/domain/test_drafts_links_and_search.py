"""Drafts, links given to employers, and the search by words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid6 import uuid7

from services.employers.domain.draft import Draft, check_fields
from services.employers.domain.link import Purpose, fingerprint, issue
from services.employers.domain.refusals import Conflict, Invalid
from services.employers.domain.search import score
from tests.factories.employers import ACCOUNT, NOW, REFERENT, TERRITORY


def test_a_draft_is_kept_thirty_days_after_the_last_key() -> None:
    draft = Draft(uuid7(), ACCOUNT, TERRITORY, {"trade": ("cuisine",)}, NOW)
    assert not draft.forgotten(NOW + timedelta(days=30))
    assert draft.forgotten(NOW + timedelta(days=30, seconds=1))
    assert (draft.first("trade"), draft.first("places", "1")) == ("cuisine", "1")


def test_a_draft_keeps_what_was_typed_and_drops_what_is_empty() -> None:
    assert check_fields({"trade": ("",), "half_days": ("mon_am", "", "tue_am")}) == {"half_days": ("mon_am", "tue_am")}


@pytest.mark.parametrize(
    "fields",
    [
        {f"f{n}": ("x",) for n in range(81)},
        {"trade": ("x" * 5_001,)},
        {"n" * 61: ("x",)},
        {f"f{n}": ("x" * 4_000,) for n in range(6)},
    ],
)
def test_what_is_no_form_of_ours_is_not_kept(fields: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(Invalid):
        check_fields(fields)


@pytest.mark.parametrize(("purpose", "days"), [(Purpose.ANSWER, 60), (Purpose.CONFIRM, 30)])
def test_a_link_opens_for_its_time_and_keeps_only_a_fingerprint(purpose: Purpose, days: int) -> None:
    link = issue("secret", purpose, territory=TERRITORY, subject_id=uuid7(), company_id=uuid7(), by=REFERENT, at=NOW)
    assert "secret" not in repr(link)
    assert link.fingerprint == fingerprint("secret") != fingerprint("Secret")
    link.must_open(now=NOW + timedelta(days=days) - timedelta(seconds=1))
    with pytest.raises(Conflict, match="plus valable"):
        link.must_open(now=NOW + timedelta(days=days))
    used = link.used(at=NOW)
    assert used.used(at=NOW + timedelta(days=1)).used_at == NOW


FIRM = ("Boulangerie Cœur de l'Île", "Restauration collective", "Aytré")


@pytest.mark.parametrize(
    "query", ["", "boulangerie", "coeur de l'ile", "ile BOULANG", "boulangrie", "aytre", "colective"]
)
def test_a_firm_is_found_as_people_type_it(query: str) -> None:
    assert score(query, FIRM) > 0


@pytest.mark.parametrize("query", ["garage", "boulangerie garage", "il y a", "🥖 pizza"])
def test_a_firm_is_not_found_when_a_word_is_nowhere(query: str) -> None:
    assert score(query, FIRM) == 0


def test_the_exact_word_comes_before_its_beginning_and_before_a_slip() -> None:
    assert score("boulangerie", FIRM) > score("boulang", FIRM) > score("boulangrie", FIRM)


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_gives_a_score_between_zero_and_one(query: str, fields: list[str]) -> None:
    assert 0 <= score(query, fields) <= 1

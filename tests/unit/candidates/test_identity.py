"""Identity entries: cleaned, or refused at their field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.candidates.domain.identity import Identity, clean, email_address, identity, phone_number
from services.candidates.domain.name_search import matches, possible_doubles
from services.candidates.domain.refusals import Invalid
from tests.factories.people import TODAY, amina


@pytest.mark.parametrize(
    "typed", ["0612345678", "06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78"]
)
def test_a_french_number_is_kept_in_one_form(typed: str) -> None:
    assert phone_number(typed) == "06 12 34 56 78"


@pytest.mark.parametrize("typed", ["061234567", "06123456789", "téléphone", "0012"])
def test_a_number_that_cannot_be_dialled_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        phone_number(typed)
    assert refused.value.field == "phone"


def test_no_phone_and_no_email_is_a_person_all_the_same() -> None:
    person = identity(first_name="Rosa", last_name="Da Silva", born=date(1975, 1, 2), today=TODAY)
    assert (person.phone, person.email) == ("", "")


@pytest.mark.parametrize("typed", ["rosa", "rosa@", "@exemple.fr", "rosa@exemple", "rosa @exemple.fr", "a@b@c.fr"])
def test_an_incomplete_email_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="électronique"):
        email_address(typed)


def test_an_empty_or_endless_name_is_refused() -> None:
    with pytest.raises(Invalid, match="prénom"):
        identity(first_name=" 123 ", last_name="Benali", born=date(2000, 1, 1), today=TODAY)
    with pytest.raises(Invalid, match="200"):
        identity(first_name="A" * 201, last_name="Benali", born=date(2000, 1, 1), today=TODAY)


def test_an_emoji_and_a_name_of_200_characters_are_kept() -> None:
    person = identity(first_name="Zoé 🌊", last_name="B" * 200, born=date(2000, 1, 1), today=TODAY)
    assert person.full_name == f"Zoé 🌊 {'B' * 200}"


@given(st.text(max_size=80))
def test_cleaning_is_settled_at_once_and_leaves_no_control_character(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    assert "\n" not in once


@pytest.mark.parametrize("query", ["benali", "ami", "BENALI Amina", "âmïna bén", "061234", "3456"])
def test_a_name_is_found_whatever_accents_case_and_order(query: str) -> None:
    assert matches(amina(), query)


@pytest.mark.parametrize("query", ["", "  ", "nali", "aminata", "999999"])
def test_what_is_not_the_name_finds_nobody(query: str) -> None:
    assert not matches(amina(), query)


def test_the_same_name_and_birth_date_asks_whether_it_is_the_same_person() -> None:
    twin = Identity("BENALI", "amina", date(2005, 9, 14))
    other = Identity("Amina", "Benali", date(2001, 9, 14))
    assert possible_doubles(twin, [("a", amina()), ("b", other)]) == ["a"]

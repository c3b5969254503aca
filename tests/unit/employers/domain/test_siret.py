"""The SIRET: what is accepted, what is refused, and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from services.employers.domain.refusals import Invalid
from services.employers.domain.siret import parse_siret, siren_of, spaced


@pytest.mark.parametrize("text", ["73282932000074", "732 829 320 00074", "732.829.320.00074", " 732-829-320 00074 "])
def test_a_siret_is_read_whatever_its_separators(text: str) -> None:
    assert parse_siret(text) == "73282932000074"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Indiquez"),
        ("7328293200007A", "que des chiffres"),
        ("732829320", "SIREN"),
        ("7328293200007", "13"),
        ("73282932000075", "erreur de frappe"),
        ("00000000000000", "erreur de frappe"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "que des chiffres"),
        ("73282932000074\x00", "que des chiffres"),
        ("🙂" * 14, "que des chiffres"),
    ],
)
def test_a_malformed_siret_is_refused_at_its_field_in_clear_words(text: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_siret(text)
    assert words in refused.value.fields["siret"]


def test_the_head_office_of_la_poste_satisfies_luhn() -> None:
    assert parse_siret("35600000000048") == "35600000000048"


@pytest.mark.parametrize("siret", ["35600000049837", "35600000000001"])
def test_a_post_office_may_have_a_sum_of_digits_multiple_of_five(siret: str) -> None:
    assert sum(map(int, siret)) % 5 == 0
    assert not luhn.is_valid(siret)
    assert parse_siret(siret) == siret


def test_a_post_office_that_satisfies_luhn_alone_is_accepted_too() -> None:
    siret = next(
        number
        for nic in range(100, 1_000)
        if luhn.is_valid(number := f"356000000{nic:05d}") and sum(map(int, number)) % 5
    )
    assert parse_siret(siret) == siret


def test_a_post_office_with_neither_key_is_refused() -> None:
    with pytest.raises(Invalid):
        parse_siret("35600000000002")


def test_the_sum_of_five_saves_nobody_else() -> None:
    siret = next(
        number
        for nic in range(1_000)
        if not luhn.is_valid(number := f"732829320{nic:05d}") and sum(map(int, number)) % 5 == 0
    )
    with pytest.raises(Invalid):
        parse_siret(siret)


@given(st.integers(min_value=1, max_value=99_999_999), st.integers(min_value=0, max_value=9_999))
def test_one_wrong_digit_is_always_seen(unit: int, establishment: int) -> None:
    siren = f"{unit:08d}"
    siren += luhn.calc_check_digit(siren)
    siret = siren + f"{establishment:04d}"
    siret += luhn.calc_check_digit(siret)
    if siren == "356000000":
        return
    assert parse_siret(siret) == siret
    wrong = siret[:11] + str((int(siret[11]) + 1) % 10) + siret[12:]
    with pytest.raises(Invalid):
        parse_siret(wrong)


@given(st.text(max_size=40))
def test_any_text_that_is_not_fourteen_digits_is_refused(text: str) -> None:
    bare = "".join(char for char in text if char not in " .-")
    if len(bare) == 14 and bare.isascii() and bare.isdigit():
        return
    with pytest.raises(Invalid) as refused:
        parse_siret(text)
    assert refused.value.fields["siret"]


def test_a_siret_is_shown_in_groups_and_gives_its_siren() -> None:
    assert spaced("73282932000074") == "732 829 320 00074"
    assert siren_of("73282932000074") == "732829320"

"""A form keeps what was typed and says in French what is wrong."""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_core.core_schema import ErrorType

from services.kernel.web.forms import Typed, blank_form, form_of, typed_answers
from services.kernel.web.wording import NECESSARY, french_error, french_errors


class Colour(StrEnum):
    BLUE = "bleu"
    ORANGE = "orange"


class Bed(BaseModel):
    name: str = Field(min_length=2, max_length=10)
    surface: Decimal = Field(gt=0, le=50)
    rows: int = 1
    on: date
    at: time | None = None
    days: list[str] = Field(default_factory=list)
    tools: frozenset[Colour] | None = None
    colour: Colour = Colour.BLUE
    covered: bool = False
    watered: bool
    soil: Literal["sable", "argile"] | None = None
    note: str | None = None

    @field_validator("note")
    @classmethod
    def polite(cls, note: str | None) -> str | None:
        if note and "zut" in note:
            raise ValueError("Restez poli : effacez « zut ».")
        return note


GOOD = [("name", "Serre"), ("surface", "1,5"), ("on", "3/3/2026"), ("watered", "oui")]


def typed(*pairs: tuple[str, str]) -> Typed:
    sent = dict(pairs)
    return typed_answers([pair for pair in GOOD if pair[0] not in sent] + list(pairs))


def test_a_good_form_gives_its_model() -> None:
    form = typed(("at", "9h30"), ("days", "mon"), ("days", "tue"), ("rows", "1 200"), ("_page", "2")).into(Bed)

    assert form.ok
    assert form.value is not None
    assert (form.value.surface, form.value.on, form.value.at) == (Decimal("1.5"), date(2026, 3, 3), time(9, 30))
    assert (form.value.days, form.value.rows, form.value.watered) == (["mon", "tue"], 1200, True)


def test_blank_answers_are_absent() -> None:
    form = typed(("note", "   "), ("at", ""), ("soil", "")).into(Bed)

    assert form.value is not None
    assert (form.value.note, form.value.at, form.value.soil) == (None, None, None)


def test_what_is_missing_is_necessary_and_the_rest_is_kept() -> None:
    form = typed(("name", ""), ("surface", "douze")).into(Bed)

    assert not form.ok
    assert form.error("name") == NECESSARY
    assert form.error("surface") == "Écrivez un nombre, par exemple 12,5."
    assert form.text("surface") == "douze"
    assert form.text("on") == "3/3/2026"
    assert form.error("on") is None


def test_an_unticked_box_is_no_but_an_open_question_is_missing() -> None:
    form = typed(("watered", "")).into(Bed)

    assert form.errors == {"watered": NECESSARY}
    assert typed().into(Bed).value.covered is False  # type: ignore[union-attr]
    assert typed(("covered", "on")).into(Bed).value.covered is True  # type: ignore[union-attr]


def test_an_error_inside_a_list_is_told_at_its_field() -> None:
    form = typed(("tools", "bleu"), ("tools", "rose")).into(Bed)

    assert form.error("tools") == "Choisissez une des propositions de la liste."


def test_the_words_of_the_domain_are_kept() -> None:
    assert typed(("note", "zut alors")).into(Bed).error("note") == "Restez poli : effacez « zut »."


def test_a_null_byte_is_refused_at_its_field() -> None:
    form = typed(("note", "a\x00b")).into(Bed)

    assert set(form.errors) == {"note"}
    assert "invisible" in form.errors["note"]


def test_an_error_of_the_domain_can_be_added() -> None:
    form = typed().into(Bed).with_error("on", "Le jardin est fermé ce jour-là.")

    assert not form.ok
    assert form.error("on") == "Le jardin est fermé ce jour-là."
    assert form.value is not None


def test_a_model_shown_in_a_form_comes_back_the_same() -> None:
    bed = (
        typed(("at", "14:05"), ("days", "wed"), ("tools", "orange"), ("covered", "on"), ("note", "ok")).into(Bed).value
    )
    assert bed is not None

    again = typed_answers((name, answer) for name, all_ in form_of(bed).typed.items() for answer in all_).into(Bed)

    # A box that is off sends nothing and « watered » is a question: here it was answered yes.
    assert again.value == bed


def test_a_blank_form_proposes_answers_and_skips_none() -> None:
    form = blank_form(on=date(2026, 3, 3), surface=1.5, rows=2.0, days=["mon", "tue"], covered=True, note=None)

    assert form.text("on") == "2026-03-03"
    assert (form.text("surface"), form.text("rows")) == ("1,5", "2")
    assert form.all("days") == ("mon", "tue")
    assert form.has("covered", "on")
    assert form.text("note") == ""
    assert not form.errors


@given(st.lists(st.tuples(st.sampled_from([*Bed.model_fields, "autre"]), st.text(max_size=40)), max_size=12))
def test_nothing_typed_ever_breaks_a_form(pairs: list[tuple[str, str]]) -> None:
    form = typed_answers(pairs).into(Bed)

    assert form.ok == (not form.errors)
    assert all(sentence.endswith((".", "»")) for sentence in form.errors.values())


LIMITS = {
    "min_length": 3,
    "max_length": 5,
    "gt": 1,
    "ge": 1.5,
    "lt": 9,
    "le": 9,
    "multiple_of": 5,
    "decimal_places": 2,
    "error": "",
}


@pytest.mark.parametrize("kind", sorted(get_args(ErrorType)))
def test_every_refusal_of_pydantic_has_a_french_sentence(kind: str) -> None:
    error: ErrorDetails = {"type": kind, "loc": ("x",), "msg": "ENGLISH", "input": None, "ctx": dict(LIMITS)}

    sentence = french_error(error)

    assert "ENGLISH" not in sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")


def test_limits_are_quoted() -> None:
    said = typed(("name", "trop long pour ceci"), ("surface", "51")).into(Bed).errors

    assert said["name"].replace("\u00a0", " ") == "Écrivez au plus 10 caractères."
    assert said["surface"] == "Donnez une valeur d’au plus 50."


def test_a_custom_error_is_taken_as_it_is() -> None:
    class Odd(BaseModel):
        x: int

        @field_validator("x")
        @classmethod
        def odd(cls, _: int) -> int:
            raise PydanticCustomError("impair", "Choisissez un nombre impair.")

    with pytest.raises(ValidationError) as refused:
        Odd(x=2)

    assert french_errors(refused.value.errors()) == {"x": "Choisissez un nombre impair."}

"""The profile: what is said about the work sought."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.candidates.adapters.encoding import decoded, encoded
from services.candidates.domain.profile import (
    Avoid,
    Description,
    Origin,
    Profile,
    Skill,
    WishedTrade,
    checked,
    coarse,
    described,
    missing_parts,
)
from services.candidates.domain.refusals import Conflict, Invalid
from services.contracts.vocabulary import HalfDay, Language, OfferKind
from tests.factories.people import PROFILE, a_description


def test_where_travel_starts_is_rounded_to_a_kilometre() -> None:
    assert coarse(46.152361, -1.124142) == Origin(46.15, -1.12)
    with pytest.raises(Invalid):
        coarse(91, 0)


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
def test_no_description_keeps_a_fine_point(lat: float, lon: float) -> None:
    kept = checked(Description(origin=Origin(lat, lon))).origin
    assert kept is not None
    assert kept == Origin(round(kept.latitude, 2), round(kept.longitude, 2))


def test_a_version_grows_by_one_and_only_when_something_changes() -> None:
    first = described(Profile(PROFILE), a_description())
    assert first.version == 1
    assert described(first, a_description()) is first
    assert described(first, replace(a_description(), travel_minutes_max=45)).version == 2


def test_the_first_description_is_announced_even_when_nothing_was_said() -> None:
    assert described(Profile(PROFILE), Description()).version == 1


def test_two_who_edit_at_once_do_not_erase_each_other() -> None:
    profile = described(Profile(PROFILE), a_description())
    with pytest.raises(Conflict, match="entre-temps"):
        described(profile, Description(), seen_version=0)


def test_the_order_of_boxes_ticked_changes_nothing() -> None:
    one = checked(Description(kinds=(OfferKind.CDI, OfferKind.IMMERSION), available=(HalfDay.TUE_AM, HalfDay.MON_AM)))
    other = checked(Description(kinds=(OfferKind.IMMERSION, OfferKind.CDI), available=(HalfDay.MON_AM, HalfDay.TUE_AM)))
    assert one == other


def test_languages_are_a_set_that_says_neither_how_well_nor_which_came_first() -> None:
    said = checked(Description(languages=(Language.SPANISH, Language.FRENCH, Language.SPANISH))).languages

    assert said == (Language.FRENCH, Language.SPANISH)


def test_a_profile_sealed_before_languages_were_asked_opens_and_says_none() -> None:
    written = json.loads(encoded(a_description()))
    del written["languages"]

    assert decoded(Description, json.dumps(written)) == a_description()


def test_wishes_are_ranked_without_doubles() -> None:
    wishes = (
        WishedTrade("G1603", "Employé de restauration", None, 3),
        WishedTrade("K1303", "Assistante maternelle", None, 1),
        WishedTrade("G1603", "Employé de restauration", None, 2),
    )
    assert [(one.rome, one.rank) for one in checked(Description(wishes=wishes)).wishes] == [("K1303", 1), ("G1603", 2)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Description(wishes=(WishedTrade("Z9999", "Inconnu"),)), "wishes"),
        (Description(wishes=(WishedTrade("G1603", "Cuisine", "12"),)), "wishes"),
        (Description(wishes=tuple(WishedTrade(f"G{n:04}", "x", None, n) for n in range(11))), "wishes"),
        (Description(skills=(Skill("a", "Cuisiner", 4),)), "skills"),
        (Description(weekly_hours_max=49), "weekly_hours_max"),
        (Description(travel_minutes_max=0), "travel_minutes_max"),
        (Description(earliest_start="8h"), "earliest_start"),
        (Description(earliest_start="14:00", latest_end="09:00"), "latest_end"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(wrong: Description, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(wrong)
    assert refused.value.field == field


def test_a_description_has_no_place_for_who_the_person_is() -> None:
    assert {one.name for one in fields(Description)} == {
        "wishes", "skills", "kinds", "available", "available_from", "weekly_hours_max", "earliest_start", "latest_end",
        "modes", "travel_minutes_max", "licences", "origin", "avoids", "languages",
    }  # fmt: skip


def test_limits_on_the_work_come_from_the_published_list() -> None:
    assert {one.value for one in Avoid} == {"heavy_loads", "standing", "night", "outdoors", "crowds", "reading"}


def test_what_is_missing_is_told_the_most_useful_first() -> None:
    assert missing_parts(Description())[0] == "les métiers souhaités"
    assert missing_parts(a_description()) == ()

"""Freins, health, disability, origin, district, sex and cohort never enter a ranking: read on the types."""

import dataclasses
import re
import types
import typing
from datetime import date, datetime, time
from enum import Enum
from uuid import UUID

import pytest

from services.contracts.vocabulary import Language, LegalCondition
from services.matching.domain.assignment.choices import Chosen
from services.matching.domain.assignment.prospects import Prospect
from services.matching.domain.assignment.seats import Seating
from services.matching.domain.hidden_market.firms_to_call import FirmToCall
from services.matching.domain.learning.outcome import Outcome
from services.matching.domain.ranking.dealings import Dealings
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.features import FEATURES
from services.matching.domain.ranking.market import Market
from services.matching.domain.ranking.profile import Profile, Wants

SENSITIVE = re.compile(
    r"(^|_)(sex|gender|genre|age|birth|born|naissance|civility|cohort|qpv|district|quartier|neighbourhood|frein|freins|"
    r"barrier|health|sante|handicap|disability|rqth|mdph|nationality|nationalite|ethnic|religion|family|children_count|"
    r"pregnan|justice|income|rsa|housing|first_name|last_name|surname|email|phone|address|note|notes|comment|remark|"
    r"structure|prescriber|scheme|mother_tongue|accent|fluency)(_|$)"
)
PLAIN = (bool, int, float, str, date, datetime, time, UUID)
WORDS_ALLOWED = {
    ("Wish", "rome"), ("Wish", "label"), ("Skill", "code"), ("Skill", "label"),
    ("Offer", "territory"), ("Offer", "company_name"), ("Offer", "source"), ("Offer", "title"), ("Offer", "rome"),
    ("Offer", "trade_label"), ("Offer", "skills"), ("Offer", "commune"), ("Offer", "diploma"),
    ("Employer", "name"), ("Employer", "naf"), ("Record", "hosted_romes"),
}  # fmt: skip


def _leaves(hint: object) -> list[object]:
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is None and not isinstance(hint, types.UnionType):
        return [hint]
    return [leaf for argument in arguments for leaf in _leaves(argument)]


def walk(root: type) -> dict[str, set[tuple[str, object]]]:
    """Every dataclass that can be reached, with its fields and their leaf types."""
    found: dict[str, set[tuple[str, object]]] = {}
    waiting = [root]
    while waiting:
        kind = waiting.pop()
        if kind.__name__ in found:
            continue
        hints = typing.get_type_hints(kind)
        found[kind.__name__] = {(f.name, leaf) for f in dataclasses.fields(kind) for leaf in _leaves(hints[f.name])}
        waiting += [
            leaf for _, leaf in found[kind.__name__] if isinstance(leaf, type) and dataclasses.is_dataclass(leaf)
        ]
    return found


@pytest.mark.parametrize("root", [Evidence, Profile, Dealings, Outcome, Market, Prospect, Seating, Chosen, FirmToCall])
def test_no_field_that_the_ranking_reaches_bears_a_sensitive_name(root: type) -> None:
    named = [f"{kind}.{name}" for kind, fields in walk(root).items() for name, _ in fields if SENSITIVE.search(name)]

    assert named == []


def test_every_field_that_a_feature_reaches_has_a_closed_type_or_is_a_word_that_was_discussed() -> None:
    unknown = []
    for kind, fields in walk(Evidence).items():
        for name, leaf in fields:
            if leaf in {types.NoneType, Ellipsis} or dataclasses.is_dataclass(leaf):
                continue
            if leaf is str and (kind, name) not in WORDS_ALLOWED:
                unknown.append(f"{kind}.{name}: free words")
            elif not (leaf in PLAIN or (isinstance(leaf, type) and issubclass(leaf, Enum))):
                unknown.append(f"{kind}.{name}: {leaf}")

    assert unknown == []


def test_a_row_to_learn_from_holds_ids_figures_days_and_closed_words_alone() -> None:
    free = [
        f"{kind}.{name}"
        for kind, fields in walk(Outcome).items()
        for name, leaf in fields
        if leaf is str and (kind, name) != ("Seen", "model")
    ]

    assert set(walk(Outcome)) == {"Outcome", "Seen"}
    assert free == []


def test_no_feature_can_reach_a_legal_condition_or_the_profile() -> None:
    reached = walk(Evidence)

    assert "Profile" not in reached
    assert "Dealings" not in reached
    assert all(leaf is not LegalCondition for fields in reached.values() for _, leaf in fields)
    assert {"Wants", "Offer"} <= set(reached)


def _languages_reached(root: type) -> set[tuple[str, str]]:
    return {(kind, name) for kind, fields in walk(root).items() for name, leaf in fields if leaf is Language}


def test_no_feature_and_no_row_to_learn_from_reaches_a_language_that_a_person_speaks() -> None:
    """The law keeps it out of any choice among people: what she speaks is beside ``Wants``, out of every feature."""
    assert _languages_reached(Evidence) == {("Offer", "languages")}
    assert _languages_reached(Outcome) == set()
    assert _languages_reached(Wants) == set()
    assert _languages_reached(Profile) == {("Profile", "languages")}


def test_the_walk_would_see_a_sensitive_field_added_to_the_wants() -> None:
    spoiled = dataclasses.make_dataclass("Spoiled", [("wants", Wants), ("cohort_code", str), ("age", int)])

    assert {name for name, _ in walk(spoiled)["Spoiled"] if SENSITIVE.search(name)} == {"cohort_code", "age"}


def test_every_feature_says_why_it_is_allowed() -> None:
    assert all(feature.allowed_because.endswith(".") and feature.label for feature in FEATURES)
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)

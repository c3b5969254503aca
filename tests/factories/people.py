"""Invented people and files for the tests of `candidates`, named after their situation."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.followed_moves import FollowedIntroduction, FollowedPlacement, Where
from services.candidates.domain.identity import Identity, Sex
from services.candidates.domain.profile import Description, Origin, Profile, Skill, WishedTrade
from services.contracts.vocabulary import (
    ActAsked,
    HalfDay,
    IntroductionState,
    OfferKind,
    PlacementStatus,
    TravelMode,
)

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
CCAS = UUID(int=0xCCA5)
DIAGONALES = UUID(int=0xD1A6)
REFERENT = UUID(int=0x1001)
COLLEAGUE = UUID(int=0x1002)
STRANGER = UUID(int=0x1003)
PERSON = UUID(int=0x2001)
PROFILE = UUID(int=0x3001)
COMPANY = UUID(int=0x4001)
OTHER_COMPANY = UUID(int=0x4002)
INTRODUCTION = UUID(int=0x5001)
PLACEMENT = UUID(int=0x6001)


def amina() -> Identity:
    """A young woman of 20, with a phone and no e-mail."""
    return Identity("Amina", "Benali", date(2005, 9, 14), "06 12 34 56 78", "", "12 rue du Lac", Sex.WOMAN, True)


def a_description() -> Description:
    """What somebody who looks for work in a kitchen may say."""
    return Description(
        wishes=(WishedTrade("G1603", "Employé polyvalent de restauration", "15404"),),
        skills=(Skill("cuisine", "Éplucher et couper des légumes"),),
        kinds=(OfferKind.IMMERSION, OfferKind.CDI),
        available=(HalfDay.MON_AM, HalfDay.TUE_AM),
        modes=(TravelMode.BUS,),
        travel_minutes_max=30,
        origin=Origin(46.15, -1.12),
    )


def a_file(**changes: Any) -> CaseFile:
    """Amina's file: registered two weeks ago, described, nothing due."""
    case = CaseFile(
        id=PERSON,
        territory="villeneuve",
        referent_id=REFERENT,
        structure_id=CCAS,
        registered_on=date(2026, 2, 24),
        identity=amina(),
        profile=Profile(PROFILE, 1, a_description()),
    )
    return replace(case, **changes)


def an_introduction(**changes: Any) -> FollowedIntroduction:
    """Kept yesterday by the referent for an immersion in a kitchen."""
    kept = FollowedIntroduction(
        id=INTRODUCTION,
        version=1,
        profile_id=PROFILE,
        offer_id=UUID(int=0x7001),
        company_id=COMPANY,
        company_name="Le Comptoir du Port",
        offer_title="Aide en cuisine",
        kind=OfferKind.IMMERSION,
        act=ActAsked.INTRODUCE,
        state=IntroductionState.KEPT,
        at=datetime(2026, 3, 9, 10, 0, tzinfo=UTC),
        where=Where("3 quai du Gabut", "17000", "La Rochelle"),
    )
    return replace(kept, **changes)


def a_placement(**changes: Any) -> FollowedPlacement:
    """An immersion of two weeks, validated, that began eight days ago."""
    validated = FollowedPlacement(
        id=PLACEMENT,
        version=1,
        introduction_id=INTRODUCTION,
        profile_id=PROFILE,
        company_id=COMPANY,
        company_name="Le Comptoir du Port",
        kind=OfferKind.IMMERSION,
        title="Aide en cuisine",
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 13),
        status=PlacementStatus.VALIDATED,
        at=datetime(2026, 2, 27, 10, 0, tzinfo=UTC),
    )
    return replace(validated, **changes)

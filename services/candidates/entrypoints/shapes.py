"""The shapes of the JSON API: what may be sent, within strict bounds, and what is answered."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.candidates.domain.agreements import Agreement
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.identity import Sex
from services.candidates.domain.next_acts import Act
from services.candidates.domain.profile import (
    MOST_SKILLS,
    MOST_WISHES,
    Avoid,
    Description,
    Origin,
    Skill,
    WishedTrade,
    missing_parts,
)
from services.contracts.vocabulary import Channel, HalfDay, Language, LegalCondition, Licence, OfferKind, TravelMode

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2100, 12, 31))]
Label = Annotated[str, Field(min_length=1, max_length=200)]
Clock = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")]


class Entry(BaseModel):
    """A body: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewPerson(Entry):
    """Somebody to register. No e-mail and no phone are needed."""

    first_name: Annotated[str, Field(min_length=1, max_length=200, examples=["Amina"])]
    last_name: Annotated[str, Field(min_length=1, max_length=200, examples=["Benali"])]
    born: Day
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    address: Annotated[str, Field(max_length=500)] = ""
    sex: Sex | None = None
    in_district: bool | None = None
    emergency_contact: Annotated[str, Field(max_length=200)] = ""
    cohort: Annotated[str, Field(max_length=60)] | None = None
    somebody_else: bool = False
    """Says that a person of the same name and birth date is another person."""


class WishEntry(Entry):
    """A wished trade, confirmed among suggestions."""

    rome: Annotated[str, Field(pattern=r"^[A-N]\d{4}$", examples=["G1603"])]
    label: Label
    ogr: Annotated[str, Field(pattern=r"^\d{5,6}$")] | None = None
    rank: Annotated[int, Field(ge=1, le=MOST_WISHES)] = 1


class SkillEntry(Entry):
    """A skill: 1 started, 2 at ease, 3 could show others."""

    code: Label
    label: Label
    level: Annotated[int, Field(ge=1, le=3)] = 2


class OriginEntry(Entry):
    """Where travel starts; kept to 0.01 degree only."""

    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class ProfileEntry(Entry):
    """The whole description; ``version`` is the one that was read, to be told of a change in between."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    wishes: Annotated[tuple[WishEntry, ...], Field(max_length=MOST_WISHES)] = ()
    skills: Annotated[tuple[SkillEntry, ...], Field(max_length=MOST_SKILLS)] = ()
    kinds: Annotated[tuple[OfferKind, ...], Field(max_length=20)] = ()
    available: Annotated[tuple[HalfDay, ...], Field(max_length=21)] = ()
    available_from: Day | None = None
    weekly_hours_max: Annotated[int, Field(ge=1, le=48)] | None = None
    earliest_start: Clock = ""
    latest_end: Clock = ""
    modes: Annotated[tuple[TravelMode, ...], Field(max_length=10)] = ()
    travel_minutes_max: Annotated[int, Field(ge=5, le=180)] | None = None
    licences: Annotated[tuple[Licence, ...], Field(max_length=10)] = ()
    origin: OriginEntry | None = None
    avoids: Annotated[tuple[Avoid, ...], Field(max_length=10)] = ()
    languages: Annotated[tuple[Language, ...], Field(max_length=20)] = ()

    def description(self) -> Description:
        """The same, for the domain."""
        return Description(
            wishes=tuple(WishedTrade(w.rome, w.label, w.ogr, w.rank) for w in self.wishes),
            skills=tuple(Skill(s.code, s.label, s.level) for s in self.skills),
            kinds=self.kinds,
            available=self.available,
            available_from=self.available_from,
            weekly_hours_max=self.weekly_hours_max,
            earliest_start=self.earliest_start,
            latest_end=self.latest_end,
            modes=self.modes,
            travel_minutes_max=self.travel_minutes_max,
            licences=self.licences,
            origin=Origin(self.origin.latitude, self.origin.longitude) if self.origin else None,
            avoids=self.avoids,
            languages=self.languages,
        )


class ProfileShown(BaseModel):
    """The profile as it is now."""

    person_id: UUID
    profile_id: UUID
    version: int
    wishes: tuple[WishEntry, ...]
    skills: tuple[SkillEntry, ...]
    kinds: tuple[OfferKind, ...]
    available: tuple[HalfDay, ...]
    available_from: date | None
    weekly_hours_max: int | None
    earliest_start: str
    latest_end: str
    modes: tuple[TravelMode, ...]
    travel_minutes_max: int | None
    licences: tuple[Licence, ...]
    origin: OriginEntry | None
    avoids: tuple[Avoid, ...]
    languages: tuple[Language, ...]
    legal: tuple[LegalCondition, ...]
    missing: tuple[str, ...]
    """What a useful list of offers still lacks, in French."""


def profile_shown(case: CaseFile, legal: tuple[LegalCondition, ...]) -> ProfileShown:
    """The profile of a file, for its referent."""
    said = case.profile.description
    return ProfileShown(
        person_id=case.id,
        profile_id=case.profile.id,
        version=case.profile.version,
        wishes=tuple(WishEntry(rome=w.rome, label=w.label, ogr=w.ogr, rank=w.rank) for w in said.wishes),
        skills=tuple(SkillEntry(code=s.code, label=s.label, level=s.level) for s in said.skills),
        kinds=said.kinds,
        available=said.available,
        available_from=said.available_from,
        weekly_hours_max=said.weekly_hours_max,
        earliest_start=said.earliest_start,
        latest_end=said.latest_end,
        modes=said.modes,
        travel_minutes_max=said.travel_minutes_max,
        licences=said.licences,
        origin=OriginEntry(latitude=said.origin.latitude, longitude=said.origin.longitude) if said.origin else None,
        avoids=said.avoids,
        languages=said.languages,
        legal=legal,
        missing=missing_parts(said),
    )


class ActShown(BaseModel):
    """Something due for a person."""

    kind: str
    due: date
    text: str


class PersonShown(BaseModel):
    """A line of the caseload."""

    id: UUID
    profile_id: UUID
    first_name: str
    last_name: str
    followed: bool
    cohort: str | None
    registered_on: date
    url: str
    next_acts: list[ActShown]


def person_shown(case: CaseFile, due: tuple[Act, ...]) -> PersonShown:
    """A file as a line of the caseload."""
    return PersonShown(
        id=case.id,
        profile_id=case.profile.id,
        first_name=case.identity.first_name,
        last_name=case.identity.last_name,
        followed=case.followed,
        cohort=case.cohort,
        registered_on=case.registered_on,
        url=f"/personnes/{case.id}",
        next_acts=[ActShown(kind=act.kind.value, due=act.due, text=act.text) for act in due],
    )


class Caseload(BaseModel):
    """A page of the caseload; ``next_cursor`` None at the end."""

    items: list[PersonShown]
    next_cursor: str | None


class Registered(BaseModel):
    """The ids of a file that was opened."""

    id: UUID
    profile_id: UUID


class AgreementEntry(Entry):
    """The person's answer for one employer, as the referent heard it."""

    introduction_id: UUID | None = None
    company_id: UUID | None = None
    agrees: bool = True
    channel: Channel = Channel.IN_PERSON
    at: AwareDatetime | None = None


class WithdrawalEntry(Entry):
    """How the person took the agreement back."""

    channel: Channel = Channel.IN_PERSON


class AgreementShown(BaseModel):
    """An agreement."""

    id: UUID
    version: int
    profile_id: UUID
    company_id: UUID
    introduction_id: UUID | None
    status: str
    at: datetime
    text_version: str
    channel: Channel


def agreement_shown(agreement: Agreement) -> AgreementShown:
    """An agreement for the API."""
    return AgreementShown(
        id=agreement.id,
        version=agreement.version,
        profile_id=agreement.profile_id,
        company_id=agreement.company_id,
        introduction_id=agreement.introduction_id,
        status=agreement.status.value,
        at=agreement.at,
        text_version=agreement.text_version,
        channel=agreement.channel,
    )


class LinkShown(BaseModel):
    """A personal link: its address is shown once."""

    url: str


class Named(BaseModel):
    """How a profile or a person is called, and where their file is."""

    name: str
    url: str

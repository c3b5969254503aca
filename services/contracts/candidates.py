"""Facts published by `candidates`: pseudonymous profiles and agreements.

No name, e-mail, birth date, frein, district, cohort, sex or free text: a profile holds only what the person
chose to say about the work sought, and legal conditions already judged.
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from services.contracts.vocabulary import Channel, HalfDay, Language, LegalCondition, Licence, OfferKind, TravelMode
from services.kernel.eventlog.port import Topic
from services.kernel.facts import Fact, Part

PROFILES = Topic("candidates.profiles", partitions=6, compacted=True, retention_days=None)
AGREEMENTS = Topic("candidates.agreements", partitions=6, compacted=True, retention_days=None)


class Wish(Part):
    """A wished trade, confirmed by a human among suggestions. ``rank`` 1 is the dearest."""

    rome: str
    label: str
    ogr: str | None = None
    rank: int = 1


class KnownSkill(Part):
    """A skill of the trades' table; ``level``: 1 started, 2 at ease, 3 could show others."""

    code: str
    label: str
    level: int = 2


class CoarsePoint(Part):
    """Where travel starts, rounded to about one kilometre (0.01 degree): never an address."""

    latitude: float
    longitude: float


class Access(Part):
    """A referent who accompanies the person, or a colleague who stands in until a date (included)."""

    staff_id: UUID
    since: date
    until: date | None = None


class ProfileChanged(Fact):
    """The whole profile, at each change. ``version`` grows by one per profile."""

    TYPE: ClassVar[str] = "cite.candidates.profile-changed.v1"
    TOPIC: ClassVar[Topic] = PROFILES

    profile_id: UUID
    version: int
    active: bool
    """Followed now and able to join (no exclusive scheme under way)."""
    structure_id: UUID
    access: tuple[Access, ...]
    wishes: tuple[Wish, ...] = ()
    skills: tuple[KnownSkill, ...] = ()
    kinds: tuple[OfferKind, ...] = ()
    available: tuple[HalfDay, ...] = ()
    """Empty means « not said »."""
    available_from: date | None = None
    weekly_hours_max: int | None = None
    earliest_start: str = ""
    """Local time ``HH:MM`` before which the person cannot be at work; empty when not said."""
    latest_end: str = ""
    """Local time ``HH:MM`` by which work must be over (``16:30`` for school hours); empty when not said."""
    modes: tuple[TravelMode, ...] = ()
    travel_minutes_max: int | None = None
    licences: tuple[Licence, ...] = ()
    origin: CoarsePoint | None = None
    legal: tuple[LegalCondition, ...] = ()
    avoids: tuple[str, ...] = ()
    """Limits on the work chosen with the person, from a closed list (`heavy_loads`, `standing`, `night`,
    `outdoors`, `crowds`, `reading`): never their cause."""
    languages: tuple[Language, ...] = ()
    """Those in which she says that she can work; empty means « not said ». Compared with what an offer demands, and
    nothing else: never a feature of a ranking, never shown to an employer."""

    def key(self) -> str:
        return str(self.profile_id)


class ProfileErased(Fact):
    """The person was erased: every reader deletes what it holds of this profile."""

    TYPE: ClassVar[str] = "cite.candidates.profile-erased.v1"
    TOPIC: ClassVar[Topic] = PROFILES

    profile_id: UUID
    version: int

    def key(self) -> str:
        return str(self.profile_id)


class AgreementChanged(Fact):
    """The person's agreement to be introduced to one employer (or its refusal, or its withdrawal).

    ``status`` is ``given``, ``declined`` or ``withdrawn``. An imported offer has no company: ``offer_id`` alone.
    """

    TYPE: ClassVar[str] = "cite.candidates.agreement-changed.v1"
    TOPIC: ClassVar[Topic] = AGREEMENTS

    agreement_id: UUID
    version: int
    profile_id: UUID
    company_id: UUID
    introduction_id: UUID | None = None
    status: str
    at: datetime
    text_version: str
    channel: Channel

    def key(self) -> str:
        return str(self.agreement_id)

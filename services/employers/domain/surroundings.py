"""What `employers` keeps of what the other services told: the territory, its staff, the badges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.vocabulary import AwardStatus


@dataclass(frozen=True, slots=True)
class KnownTerritory:
    """What `employers` keeps of a territory's settings."""

    territory: str
    version: int
    name: str
    public_name: str
    zone: str
    latitude: float
    longitude: float
    introductions_per_month: int
    invented: bool
    structures: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff, as a firm or a colleague sees them."""

    id: UUID
    territory: str
    version: int
    name: str
    phone: str
    structure_id: UUID
    active: bool


@dataclass(frozen=True, slots=True)
class KnownAward:
    """A badge that rewards a placement hosted by a firm."""

    id: UUID
    territory: str
    version: int
    company_id: UUID | None
    placement_id: UUID
    name: str
    status: AwardStatus
    page: str
    at: datetime

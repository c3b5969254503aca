"""The JSON shapes of placements as each party reads them. ``profile_id`` never reaches an employer."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.contracts.vocabulary import (
    Channel,
    HiredAs,
    Objective,
    OfferKind,
    PlacementOutcome,
    PlacementStatus,
)
from services.matching.domain.placements.bilan import StopReason
from services.matching.domain.placements.findings import Finding
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.prescriber import Delegation
from services.matching.domain.placements.signatures import Signer
from services.matching.entrypoints.introduction_shapes import Strict


class FindingShown(BaseModel):
    """What the law says: ``refused``, ``to_confirm`` (with a written reason) or ``noted``."""

    code: str
    message: str
    article: str
    weight: str
    field: str


class JudgedShown(BaseModel):
    """What the law would say of terms, nothing being kept."""

    findings: list[FindingShown]


class SignatureShown(BaseModel):
    """Who signed, when and how."""

    signer: Signer
    channel: Channel
    signed_on: date


class PlacementShown(BaseModel):
    """A placement. ``profile_id`` is told to staff and to the person herself, never to an employer."""

    placement_id: UUID
    version: int
    introduction_id: UUID
    offer_id: UUID
    profile_id: UUID | None
    company_id: UUID | None
    company_name: str
    kind: OfferKind
    title: str
    objective: Objective | None
    starts_on: date
    ends_on: date | None
    ended_on: date | None
    weekly_hours: float
    total_hours: float | None
    status: PlacementStatus
    status_label: str
    waits_for: list[Signer]
    signatures: list[SignatureShown]
    missing: dict[str, str]
    outcome: PlacementOutcome | None
    hired_as: HiredAs
    stop_reason: StopReason | None
    moved_at: datetime


class PlacementPage(BaseModel):
    """A page of placements by id; ``next_cursor`` None at the end."""

    items: list[PlacementShown]
    next_cursor: str | None = None


class StatusesAsked(Strict):
    """Which ones to list."""

    status: list[PlacementStatus] = Field(default=[], max_length=len(PlacementStatus))
    cursor: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)


class DelegationShown(BaseModel):
    """A delegation to prescribe."""

    delegation_id: UUID
    structure_id: UUID
    given_by_kind: str
    given_by_name: str
    starts_on: date
    ends_on: date
    withdrawn_on: date | None


class DelegationsShown(BaseModel):
    """Every delegation of the territory."""

    items: list[DelegationShown]


def placement_shown(one: Placement, missing: dict[str, str], *, to_employer: bool) -> PlacementShown:
    """The placement as it stands, for this reader."""
    terms, parties, bilan = one.terms, one.parties, one.bilan
    unsigned = one.status in {PlacementStatus.READY_TO_SIGN, PlacementStatus.PARTLY_SIGNED}
    return PlacementShown(
        placement_id=one.id,
        version=one.version,
        introduction_id=parties.introduction_id,
        offer_id=parties.offer_id,
        profile_id=None if to_employer else parties.profile_id,
        company_id=parties.company_id,
        company_name=parties.company_name,
        kind=terms.kind,
        title=terms.title,
        objective=terms.objective,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        ended_on=one.ended_on,
        weekly_hours=round(terms.week.minutes / 60, 2),
        total_hours=round(terms.schedule.minutes / 60, 2) if terms.ends_on else None,
        status=one.status,
        status_label=one.status.label,
        waits_for=list(one.waits_for) if unsigned else [],
        signatures=[SignatureShown(signer=s.signer, channel=s.channel, signed_on=s.signed_on) for s in one.signatures],
        missing=missing,
        outcome=bilan.outcome if bilan else None,
        hired_as=bilan.hired_as if bilan else HiredAs.NONE,
        stop_reason=one.stop_reason,
        moved_at=one.moved_at,
    )


def finding_shown(one: Finding) -> FindingShown:
    """A finding."""
    return FindingShown(
        code=one.code, message=one.message, article=one.article, weight=one.weight.value, field=one.field
    )


def delegation_shown(one: Delegation) -> DelegationShown:
    """A delegation."""
    return DelegationShown(
        delegation_id=one.id,
        structure_id=one.structure_id,
        given_by_kind=one.given_by_kind,
        given_by_name=one.given_by_name,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        withdrawn_on=one.withdrawn_on,
    )

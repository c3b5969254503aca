"""Propose a badge when a placement has been led to its end, and follow the corrections of that placement.

Announces AwardChanged. Refuses nothing: a visit, a placement cut short or one whose person is erased earns no
badge. A correction takes back what was not signed; what was signed is only revoked by a human.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.badges.domain.achievement import Achievement, Family, achievement_of, family_of
from services.badges.domain.award import Award, AwardState, Observed
from services.badges.domain.discretion import told_by
from services.badges.ports import UnitOfWork, Workshop
from services.badges.use_cases.configure_issuer import issuer_of
from services.badges.use_cases.endorse_badge import endorse_as_said
from services.contracts.vocabulary import OfferKind, PlacementOutcome, PlacementStatus

BY = "badges:placement"
MOST_SKILLS = 12


@dataclass(frozen=True, slots=True)
class Placement:
    """What badges reads of a placement. ``trade`` is the ROME label, ``title`` the offer's own words."""

    id: UUID
    version: int
    territory: str
    profile_id: UUID | None
    company_id: UUID | None
    company_name: str
    kind: OfferKind
    title: str
    trade: str
    rome: str
    ended_on: date
    status: PlacementStatus
    outcome: PlacementOutcome | None
    observed: tuple[Observed, ...]
    endorsed: bool

    def family(self) -> Family | None:
        """The family of badges it earns, None when it earns none."""
        led_to_its_end = self.status is PlacementStatus.ENDED and self.outcome is PlacementOutcome.COMPLETED
        return family_of(self.kind) if led_to_its_end and self.profile_id is not None else None


def follow_placement(placement: Placement, *, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Award | None:
    """Propose, correct or leave alone; the award as it now stands, if any."""
    newer = uow.placements.advance(placement.territory, placement.id, placement.version)
    known = uow.awards.of_placement(placement.territory, placement.id)
    if not newer:
        return known
    family = placement.family()
    if known is None:
        if family is None or _erased(placement.profile_id, uow):
            return None
        return _propose(placement, family, uow=uow, workshop=workshop, now=now)
    if known.profile_id is None or placement.profile_id is None:
        return known
    changed = _taken_back(known, now) if family is None else _corrected(known, placement, uow, workshop, now)
    uow.awards.save(changed)
    if changed.version != known.version:
        uow.announce(changed, actor=BY)
        uow.audit(f"award.{changed.state}", changed, actor=BY)
    if changed.state is AwardState.ISSUED and changed.endorsed:
        endorse_as_said(changed, uow=uow, workshop=workshop, now=now)
    return changed


def _erased(profile_id: UUID | None, uow: UnitOfWork) -> bool:
    """A placement may be heard after the erasure of its person."""
    known = uow.accompaniments.get(profile_id) if profile_id is not None else None
    return known is not None and known.erased


def _propose(placement: Placement, family: Family, *, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Award:
    achievement = _achievement(placement, family, uow=uow, workshop=workshop, now=now)
    award = Award(
        id=workshop.new_id(),
        territory=placement.territory,
        version=1,
        placement_id=placement.id,
        profile_id=placement.profile_id,
        company_id=placement.company_id,
        company_name=placement.company_name,
        achievement_id=achievement.id,
        name=achievement.name,
        ended_on=placement.ended_on,
        observed=_discreet(placement, uow, workshop),
        endorsed=placement.endorsed,
        state=AwardState.PROPOSED,
        proposed_at=now,
        changed_at=now,
    )
    uow.awards.save(award)
    uow.announce(award, actor=BY)
    uow.audit("award.proposed", award, actor=BY)
    return award


def _achievement(
    placement: Placement, family: Family, *, uow: UnitOfWork, workshop: Workshop, now: datetime
) -> Achievement:
    """The trade's label, else the offer's title, else the bare ROME code: whatever tells nothing it should not."""
    issuer = issuer_of(placement.territory, uow=uow, workshop=workshop, now=now)
    forbidden = _forbidden(placement, uow, workshop)
    company = (placement.company_name,) if placement.company_name else ()
    last = f"métier {placement.rome}" if placement.rome else "métier découvert"
    trade = _words(placement.trade, forbidden) or _words(placement.title, (*forbidden, *company)) or last
    achievement = achievement_of(
        issuer_id=issuer.id, territory=placement.territory, family=family, trade=trade, rome=placement.rome
    )
    uow.achievements.keep(achievement)
    return achievement


def _discreet(placement: Placement, uow: UnitOfWork, workshop: Workshop) -> tuple[Observed, ...]:
    """The skills observed, once each, without those whose words tell too much."""
    forbidden = _forbidden(placement, uow, workshop)
    kept: dict[str, Observed] = {}
    for skill in placement.observed:
        label = _words(skill.label, forbidden)
        if label:
            kept.setdefault(label.casefold(), Observed(label, skill.level))
    return tuple(kept.values())[:MOST_SKILLS]


def _words(text: str, forbidden: tuple[str, ...]) -> str:
    """The text as a badge may print it, empty when it tells too much."""
    words = " ".join(text.split())[:120]
    return words if told_by(words, forbidden=forbidden) is None else ""


def _forbidden(placement: Placement, uow: UnitOfWork, workshop: Workshop) -> tuple[str, ...]:
    territory = uow.territories.get(placement.territory)
    return (*workshop.forbidden, *(territory.forbidden() if territory else ()))


def _taken_back(award: Award, now: datetime) -> Award:
    pending = {AwardState.PROPOSED, AwardState.ACCEPTED, AwardState.DECLINED}
    return award.revoked(at=now) if award.state in pending else award


def _corrected(award: Award, placement: Placement, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Award:
    if award.state is AwardState.REVOKED and award.issued_at is None:
        award = award.proposed_again(at=now)
    if award.state not in {AwardState.PROPOSED, AwardState.DECLINED}:
        return replace(award, endorsed=award.endorsed or placement.endorsed)
    observed = _discreet(placement, uow, workshop)
    if (observed, placement.endorsed) == (award.observed, award.endorsed):
        return award
    return replace(award, observed=observed, endorsed=placement.endorsed, version=award.version + 1, changed_at=now)

"""Follow what other services tell: the territory's settings, its staff, the badges. Announces nothing."""

from services.contracts.accounts import StaffChanged, TerritoryConfigured
from services.contracts.badges import AwardChanged
from services.contracts.vocabulary import AwardStatus
from services.employers.domain.commitment import Act, Pledge
from services.employers.domain.surroundings import Colleague, KnownAward, KnownTerritory
from services.employers.ports import UnitOfWork
from services.employers.use_cases.tell_engagement import tell_engagement_of


def follow_territory(fact: TerritoryConfigured, *, uow: UnitOfWork) -> None:
    """Keep the settings at their newest version."""
    known = uow.surroundings.territory()
    if known is not None and fact.version <= known.version:
        return
    uow.surroundings.save_territory(
        KnownTerritory(
            territory=fact.territory,
            version=fact.version,
            name=fact.name,
            public_name=fact.public_name,
            zone=fact.time_zone,
            latitude=fact.latitude,
            longitude=fact.longitude,
            introductions_per_month=fact.introductions_per_month,
            invented=fact.invented,
            structures={structure.structure_id: structure.name for structure in fact.structures},
        )
    )


def follow_staff(fact: StaffChanged, *, uow: UnitOfWork) -> None:
    """Keep a member of staff at its newest version."""
    known = uow.surroundings.colleague(fact.staff_id)
    if known is not None and fact.version <= known.version:
        return
    uow.surroundings.save_colleague(
        Colleague(
            id=fact.staff_id,
            territory=uow.territory,
            version=fact.version,
            name=fact.display_name,
            phone=fact.phone,
            structure_id=fact.structure_id,
            active=fact.active,
        )
    )


def follow_award(fact: AwardChanged, *, uow: UnitOfWork) -> None:
    """Keep a badge at its newest version; one that was issued honours the firm's commitment to badges."""
    known = uow.surroundings.award(fact.award_id)
    if known is not None and fact.version <= known.version:
        return
    award = KnownAward(
        id=fact.award_id,
        territory=uow.territory,
        version=fact.version,
        company_id=fact.company_id,
        placement_id=fact.placement_id,
        name=fact.name,
        status=fact.status,
        page=fact.page,
        at=fact.at,
    )
    uow.surroundings.save_award(award)
    if award.company_id is None or award.status is not AwardStatus.ISSUED:
        uow.commitments.withdraw(award.id)
        return
    act = Act(uow.new_id(), award.company_id, uow.territory, Pledge.BADGE, fact.at.date(), source=award.id)
    uow.commitments.record(act)
    tell_engagement_of(award.company_id, uow=uow)

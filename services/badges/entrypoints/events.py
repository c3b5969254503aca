"""What badges does when other services speak: territories, profiles, placements.

A stale or repeated fact changes nothing. Erasing a profile takes every badge of the person down.
"""

from sqlalchemy import delete

from services.badges.adapters import tables
from services.badges.adapters.sql import SqlUnitOfWork
from services.badges.domain.access import Accompaniment, Grant
from services.badges.domain.award import Observed
from services.badges.domain.territory import Territory
from services.badges.ports import UnitOfWork, Workshop
from services.badges.use_cases.configure_issuer import configure
from services.badges.use_cases.end_badge import erase
from services.badges.use_cases.propose_award import Placement, follow_placement
from services.contracts.accounts import TerritoryConfigured
from services.contracts.candidates import ProfileChanged, ProfileErased
from services.contracts.matching import PlacementChanged
from services.kernel.reactions import Moment, Reactions
from services.kernel.rebuilding import Projection


def reactions(workshop: Workshop) -> Reactions:
    """The table of what is heard."""

    def on_territory(fact: TerritoryConfigured, moment: Moment) -> None:
        territory = Territory(
            code=fact.territory,
            version=fact.version,
            name=fact.name,
            public_name=fact.public_name,
            zone=fact.time_zone,
            schemes=fact.exclusive_schemes,
            invented=fact.invented,
        )
        configure(territory, uow=_uow(moment), workshop=workshop, now=moment.now)

    def on_placement(fact: PlacementChanged, moment: Moment) -> None:
        follow_placement(_placement(fact, moment.tenant), uow=_uow(moment), workshop=workshop, now=moment.now)

    return (
        Reactions()
        .on(TerritoryConfigured, on_territory)
        .on(ProfileChanged, _on_profile)
        .on(ProfileErased, _on_erased)
        .on(PlacementChanged, on_placement)
    )


def projections(workshop: Workshop) -> tuple[Projection, ...]:
    """What can be made anew from the log. The placements heard are not: an award was drawn from them once."""
    known = reactions(workshop).only(TerritoryConfigured, ProfileChanged, ProfileErased)
    heard = (tables.grants, tables.accompaniments, tables.territories)
    return (Projection("badges.heard", known, tuple(delete(table) for table in heard)),)


def _on_profile(fact: ProfileChanged, moment: Moment) -> None:
    uow = _uow(moment)
    known = uow.accompaniments.get(fact.profile_id)
    if known is not None and (known.erased or known.version >= fact.version):
        return
    grants = tuple(Grant(one.staff_id, one.since, one.until) for one in fact.access)
    uow.accompaniments.save(Accompaniment(fact.profile_id, moment.tenant, fact.version, grants))


def _on_erased(fact: ProfileErased, moment: Moment) -> None:
    uow = _uow(moment)
    uow.accompaniments.save(Accompaniment(fact.profile_id, moment.tenant, fact.version, erased=True))
    erase(moment.tenant, fact.profile_id, uow=uow, now=moment.now)


def _placement(fact: PlacementChanged, territory: str) -> Placement:
    return Placement(
        id=fact.placement_id,
        version=fact.version,
        territory=territory,
        profile_id=fact.profile_id,
        company_id=fact.company_id,
        company_name=fact.company_name,
        kind=fact.kind,
        title=fact.title,
        trade=fact.trade_label,
        rome=fact.rome,
        ended_on=fact.ends_on or fact.at.date(),
        status=fact.status,
        outcome=fact.outcome,
        observed=tuple(Observed(skill.label, skill.level) for skill in fact.skills),
        endorsed=fact.employer_endorses,
    )


def _uow(moment: Moment) -> UnitOfWork:
    return SqlUnitOfWork(moment.connection, now=moment.now)

"""Open a territory, or change its settings. Announces TerritoryConfigured, whole."""

from services.accounts.domain.territories import Territory
from services.accounts.ports import UnitOfWork
from services.contracts.accounts import CohortListed, StructureListed, TerritoryConfigured
from services.kernel.problems import Conflict, NotFound


def open_territory(territory: Territory, *, by: str, uow: UnitOfWork) -> None:
    """Keep a new territory; refuses a code already used."""
    if uow.territories.get(territory.code) is not None:
        raise Conflict("Un territoire porte déjà ce code.")
    _keep(territory.checked(), by=by, uow=uow, verb="territory.opened")


def change_territory(code: str, *, by: str, uow: UnitOfWork, **values: object) -> Territory:
    """Change some settings of a territory; return it as it is now."""
    known = uow.territories.get(code)
    if known is None:
        raise NotFound("Ce territoire n'existe pas.")
    changed = known.changed(**values)
    _keep(changed, by=by, uow=uow, verb="territory.changed")
    return changed


def _keep(territory: Territory, *, by: str, uow: UnitOfWork, verb: str) -> None:
    uow.territories.save(territory)
    uow.announce(territory_configured(territory), territory=territory.code)
    uow.audit(verb, f"territory:{territory.code}", territory=territory.code, actor=by)


def territory_configured(territory: Territory) -> TerritoryConfigured:
    """The fact that the other services read."""
    return TerritoryConfigured(
        territory=territory.code,
        version=territory.version,
        name=territory.name,
        public_name=territory.public_name,
        time_zone=territory.time_zone,
        latitude=territory.latitude,
        longitude=territory.longitude,
        structures=tuple(
            StructureListed(
                structure_id=found.id,
                name=found.name,
                kind=found.kind,
                prescribes_by_right=found.prescribes_by_right,
                phone=found.phone,
            )
            for found in territory.structures
        ),
        cohorts=tuple(
            CohortListed(
                code=found.code,
                label=found.label,
                structure_id=found.structure_id,
                suggested_from_age=found.from_age,
                suggested_to_age=found.to_age,
                age_is_criterion=found.age_is_criterion,
            )
            for found in territory.cohorts
        ),
        exclusive_schemes=territory.exclusive_schemes,
        experience_months=territory.experience_months,
        introductions_per_month=territory.introductions_per_month,
        emergency_fund_cents=territory.emergency_fund_cents,
        invented=territory.invented,
    )

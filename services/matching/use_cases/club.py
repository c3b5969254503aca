"""A firm of the club as `matching` knows it, with the maximum of introductions that holds for it."""

from uuid import UUID

from services.matching.domain.ranking.offer import Employer
from services.matching.placement_ports import Work

INTRODUCTIONS_PER_MONTH = 8
"""Until the territory's own settings are known."""


def firm(company_id: UUID | None, uow: Work) -> Employer | None:
    """None for an offer without account, and for a firm that `employers` has not told of yet."""
    if company_id is None:
        return None
    territory = uow.territories.get()
    most = territory.introductions_per_month if territory else INTRODUCTIONS_PER_MONTH
    return uow.companies.all(introductions_per_month=most).get(company_id)

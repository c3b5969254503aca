"""Keep the partner structures and the staff that `accounts` tells of: who prescribes, who signs, who waits.

Announces nothing. Staff are professional identities; no accompanied person is named.
"""

from services.contracts.accounts import StaffChanged, TerritoryConfigured
from services.matching.placement_ports import Colleague, Structure, Work


def project_structures(fact: TerritoryConfigured, *, uow: Work) -> None:
    """Keep the structures of the newest settings."""
    known = [
        Structure(one.structure_id, one.name, one.kind, one.prescribes_by_right, one.phone) for one in fact.structures
    ]
    uow.structures.keep(known, fact.version)


def project_colleague(fact: StaffChanged, *, uow: Work) -> None:
    """Keep the member of staff at its newest version."""
    colleague = Colleague(fact.staff_id, fact.display_name, fact.structure_id, fact.active)
    uow.structures.keep_colleague(colleague, fact.version)

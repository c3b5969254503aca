"""What `matching` only heard from the others, and can make anew from the log (the index of offers: `index_rebuild`).

Agreements, introductions and placements are not: the people here act on them. An offer that was withdrawn stays as it
is: the log may have nothing left of it but its end, and what was begun with it needs its words.
"""

from sqlalchemy import delete

from services.contracts.accounts import StaffChanged, TerritoryConfigured
from services.kernel.rebuilding import Projection
from services.matching.adapters import placement_tables, tables
from services.matching.adapters.sql_unit_of_work import Memory
from services.matching.entrypoints.events import projections
from services.matching.entrypoints.placement_events import LabelOf, placing
from services.matching.use_cases.project_offer import CodeOf


def made_anew(memory: Memory, *, code_of: CodeOf, label_of: LabelOf) -> tuple[Projection, ...]:
    """The projections of this service."""
    standing = delete(tables.offers).where(tables.offers.c.withdrawn == "")
    whole = (tables.territories, tables.profiles, tables.companies, tables.holders)
    people = (placement_tables.structures, placement_tables.structures_version, placement_tables.colleagues)
    return (
        Projection("matching.heard", projections(memory, code_of), (standing, *(delete(table) for table in whole))),
        Projection(
            "matching.staff",
            placing(memory, label_of).only(TerritoryConfigured, StaffChanged),
            tuple(delete(table) for table in people),
        ),
    )

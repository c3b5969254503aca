"""``cite evaluate fairness TERRITOIRE``: the fairness of a territory's ranking on its own records, told and kept.

``groups_of`` lends the groups of people (cohort, sex, age band) for the time of the check; nothing here keeps them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import typer

from services.kernel.clock import utc_now
from services.kernel.database import Database
from services.matching.domain.learning.audit import Groups
from services.matching.domain.learning.card import check_in_french
from services.matching.entrypoints.at_terminal import Records
from services.matching.use_cases.check_fairness import check_fairness, keep_check
from services.matching.use_cases.rank_offers_for_profile import Tools

OPERATOR = "operator:terminal"


@dataclass(frozen=True, slots=True)
class FairnessDesk:
    """The check, over what it opens. ``open_database`` gives matching's database, migrated."""

    open_database: Callable[[], Database]
    open_tools: Callable[[], Tools]
    groups_of: Callable[[str], Groups]
    say: Callable[[str], None] = typer.echo

    def check(self, territory: str) -> Mapping[str, Any]:
        """Make the check, tell it, keep it for the page. Raises NotFound."""
        records = Records(self.open_database)
        with records.reading(territory) as uow:
            found = check_fairness(groups=self.groups_of(territory), uow=uow, tools=self.open_tools(), now=utc_now())
        with records.work(territory) as uow:
            keep_check(found, by=OPERATOR, uow=uow, now=utc_now())
        for line in check_in_french(found):
            self.say(line)
        return found

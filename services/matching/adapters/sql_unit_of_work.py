"""One transaction of `matching` on one territory, over SQLAlchemy Core."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from services.kernel import auditing, outbox
from services.kernel.facts import Fact
from services.matching.adapters.shelf import Shelf
from services.matching.adapters.sql_companies import CompaniesShelf, SqlCompanies, SqlHolders
from services.matching.adapters.sql_fairness import SqlFairnessChecks
from services.matching.adapters.sql_history import SqlHistory
from services.matching.adapters.sql_offers import OffersShelf, SqlOffers
from services.matching.adapters.sql_outcomes import SqlOutcomes
from services.matching.adapters.sql_plan import SqlFirmCalls, SqlPlanChoices, SqlToldTrips
from services.matching.adapters.sql_profiles import SqlProfiles
from services.matching.adapters.sql_proposals import SqlProposals
from services.matching.adapters.sql_rankings import KnownTables, SqlRankings
from services.matching.adapters.sql_surroundings import SqlBands, SqlBusStops, SqlTerritories, StopsShelf
from services.matching.learning_ports import FairnessChecks, Outcomes, Rankings
from services.matching.plan_ports import FirmCalls, PlanChoices, ToldTrips
from services.matching.ports import (
    Bands,
    BusStops,
    Companies,
    History,
    Holders,
    Journal,
    Offers,
    Profiles,
    Proposals,
    Territories,
)

SOURCE = "matching"


@dataclass(frozen=True, slots=True)
class Memory:
    """What one process keeps decoded, for one database. Made once, in the bootstrap."""

    offers: OffersShelf = field(default_factory=Shelf)
    companies: CompaniesShelf = field(default_factory=Shelf)
    stops: StopsShelf = field(default_factory=Shelf)
    tables: KnownTables = field(default_factory=dict)


class SqlJournal:
    """The audit rows of this transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def note(self, verb: str, subject: str, details: Mapping[str, object], *, actor: str, at: datetime) -> None:
        """Write one row. ``details`` holds ids, codes and figures only."""
        auditing.record(
            self._connection,
            at=at,
            tenant=self._territory,
            actor=actor,
            verb=verb,
            subject=subject,
            details=details,
        )


class SqlUnitOfWork:
    """The ports of one transaction."""

    def __init__(self, connection: Connection, territory: str, memory: Memory) -> None:
        self.connection = connection
        self.territory = territory
        self.profiles: Profiles = SqlProfiles(connection, territory)
        self.offers: Offers = SqlOffers(connection, territory, memory.offers)
        self.companies: Companies = SqlCompanies(connection, territory, memory.companies)
        self.holders: Holders = SqlHolders(connection, territory)
        self.proposals: Proposals = SqlProposals(connection, territory)
        self.history: History = SqlHistory(connection, territory)
        self.territories: Territories = SqlTerritories(connection, territory)
        self.bands: Bands = SqlBands(connection, territory)
        self.bus_stops: BusStops = SqlBusStops(connection, territory, memory.stops)
        self.plan_choices: PlanChoices = SqlPlanChoices(connection, territory)
        self.told_trips: ToldTrips = SqlToldTrips(connection, territory)
        self.firm_calls: FirmCalls = SqlFirmCalls(connection, territory)
        self.journal: Journal = SqlJournal(connection, territory)
        self.outcomes: Outcomes = SqlOutcomes(connection, territory)
        self.rankings: Rankings = SqlRankings(connection, territory, memory.tables)
        self.fairness_checks: FairnessChecks = SqlFairnessChecks(connection, territory)

    def announce(self, fact: Fact, *, at: datetime, actor: str = "") -> None:
        """Write a fact to the outbox of this transaction."""
        outbox.announce(self.connection, fact, source=SOURCE, tenant=self.territory, at=at, actor=actor)

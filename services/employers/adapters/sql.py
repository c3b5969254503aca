"""One transaction of `employers`: its repositories on one connection, its outbox, its audit, its mail."""

import secrets
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from services.employers.adapters.sql_companies import SqlCompanies, SqlHolders, SqlLinks
from services.employers.adapters.sql_dealings import SqlCommitments, SqlIntroductions, SqlPlacements
from services.employers.adapters.sql_offers import SqlDrafts, SqlOffers
from services.employers.adapters.sql_surroundings import SqlSurroundings
from services.employers.domain.company import Site
from services.employers.ports import (
    Commitments,
    Companies,
    Drafts,
    Holders,
    Introductions,
    Links,
    Offers,
    Placements,
    Surroundings,
)
from services.kernel import auditing, mail, outbox
from services.kernel.clock import new_id
from services.kernel.facts import Fact
from services.kernel.towns import Towns

SOURCE = "employers"
DEFAULT_ZONE = "Europe/Paris"


class SqlUnitOfWork:
    """One transaction in one territory. ``locks``: single rows are read for update; ``towns`` place addresses."""

    def __init__(
        self,
        connection: Connection,
        *,
        territory: str,
        now: datetime,
        actor: str = "",
        locks: bool = True,
        towns: Towns = Towns(),
    ) -> None:
        self.connection = connection
        self.territory, self.now, self.actor = territory, now, actor
        self.companies: Companies = SqlCompanies(connection, territory, locks=locks)
        self.holders: Holders = SqlHolders(connection, territory, locks=locks)
        self.offers: Offers = SqlOffers(connection, territory, locks=locks)
        self.drafts: Drafts = SqlDrafts(connection, territory, locks=locks)
        self.introductions: Introductions = SqlIntroductions(connection, territory, locks=locks)
        self.placements: Placements = SqlPlacements(connection, territory, locks=locks)
        self.commitments: Commitments = SqlCommitments(connection, territory, locks=locks)
        self.links: Links = SqlLinks(connection, territory, locks=locks)
        self.surroundings: Surroundings = SqlSurroundings(connection, territory, locks=locks)
        self._towns = towns
        self._zone = ""

    @property
    def zone(self) -> str:
        """IANA name of the territory's zone; Paris while its settings are not known."""
        if not self._zone:
            known = self.surroundings.territory()
            self._zone = known.zone if known else DEFAULT_ZONE
        return self._zone

    @property
    def today(self) -> date:
        return self.day_of(self.now)

    def day_of(self, instant: datetime) -> date:
        """See the port."""
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def new_id(self) -> UUID:
        return new_id()

    def placed(self, site: Site) -> Site:
        if site.latitude is not None:
            return site
        town = self._towns.at(site.postcode, site.commune)
        return site if town is None else replace(site, latitude=town.latitude, longitude=town.longitude)

    def draw_token(self) -> str:
        return secrets.token_urlsafe(24)

    def announce(self, fact: Fact) -> None:
        outbox.announce(self.connection, fact, source=SOURCE, tenant=self.territory, at=self.now, actor=self.actor)

    def audit(self, verb: str, subject: str, **details: object) -> None:
        auditing.record(
            self.connection,
            at=self.now,
            tenant=self.territory,
            actor=self.actor or SOURCE,
            verb=verb,
            subject=subject,
            details=details,
        )

    def write_mail(self, recipient: str, subject: str, body: str) -> None:
        mail.write(self.connection, tenant=self.territory, recipient=recipient, subject=subject, body=body, at=self.now)

"""One transaction of `badges` on one connection, and what it announces."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from services.badges.adapters import tables
from services.badges.adapters.sql_awards import SqlAwards, SqlCredentials, SqlEndorsements
from services.badges.adapters.sql_heard import SqlAccompaniments, SqlPlacements, SqlTerritories
from services.badges.adapters.sql_issuers import SqlAchievements, SqlIssuers, SqlStatusLists
from services.badges.domain.award import Award
from services.badges.ports import (
    Accompaniments,
    Achievements,
    Awards,
    Credentials,
    Endorsements,
    Issuers,
    Placements,
    Sealed,
    StatusLists,
    Territories,
)
from services.contracts.badges import AwardChanged
from services.kernel import auditing, outbox


class SqlUnitOfWork:
    """The repositories of one connection. ``now`` stamps what is announced and audited."""

    def __init__(self, connection: Connection, *, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self.territories: Territories = SqlTerritories(connection)
        self.accompaniments: Accompaniments = SqlAccompaniments(connection)
        self.placements: Placements = SqlPlacements(connection)
        self.issuers: Issuers = SqlIssuers(connection)
        self.achievements: Achievements = SqlAchievements(connection)
        self.awards: Awards = SqlAwards(connection)
        self.credentials: Credentials = SqlCredentials(connection)
        self.endorsements: Endorsements = SqlEndorsements(connection)
        self.lists: StatusLists = SqlStatusLists(connection)

    def announce(self, award: Award, *, actor: str) -> None:
        fact = AwardChanged(
            award_id=award.id,
            version=award.version,
            placement_id=award.placement_id,
            profile_id=award.profile_id,
            company_id=award.company_id,
            name=award.name,
            status=award.wire_status,
            page=f"/badges/{award.id}" if award.public else "",
            at=award.changed_at,
        )
        outbox.announce(self._connection, fact, source="badges", tenant=award.territory, at=self._now, actor=actor)

    def log_signature(self, territory: str, sealed: Sealed, *, at: datetime) -> None:
        self._connection.execute(
            insert(tables.signatures).values(
                territory=territory,
                address=sealed.address,
                issuer_id=str(sealed.issuer_id),
                key_id=sealed.key_id,
                digest=sealed.digest,
                signed_at=at,
            )
        )

    def audit(self, verb: str, award: Award, *, actor: str, details: Mapping[str, Any] | None = None) -> None:
        auditing.record(
            self._connection,
            at=self._now,
            tenant=award.territory,
            actor=actor,
            verb=verb,
            subject=f"award:{award.id}",
            details=details,
        )

"""What others publish, kept to be read beside the files: introductions, placements, awards. Ids and closed words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, Table, delete, select

from services.candidates.adapters import tables
from services.candidates.adapters.encoding import decoded, encoded
from services.candidates.domain.followed_moves import FollowedAward, FollowedIntroduction, FollowedPlacement
from services.kernel.dialects import keep_newer

M = TypeVar("M", FollowedIntroduction, FollowedPlacement, FollowedAward)
BY_KIND = {"introduction": tables.introductions, "placement": tables.placements, "award": tables.awards}


@dataclass(frozen=True, slots=True)
class MovesByProfile:
    """What moved, by profile id, oldest first."""

    introductions: dict[str, tuple[FollowedIntroduction, ...]]
    placements: dict[str, tuple[FollowedPlacement, ...]]
    awards: dict[str, tuple[FollowedAward, ...]]


def moves_of(connection: Connection, territory: str, profiles: Sequence[str]) -> MovesByProfile:
    """Read all that moved for these profiles."""
    return MovesByProfile(
        _by_profile(connection, territory, profiles, tables.introductions, FollowedIntroduction),
        _by_profile(connection, territory, profiles, tables.placements, FollowedPlacement),
        _by_profile(connection, territory, profiles, tables.awards, FollowedAward),
    )


def _by_profile(
    connection: Connection, territory: str, profiles: Sequence[str], table: Table, kind: type[M]
) -> dict[str, tuple[M, ...]]:
    found: dict[str, list[M]] = {}
    for start in range(0, len(profiles), 500):
        some = profiles[start : start + 500]
        query = select(table.c.profile_id, table.c.document).where(
            table.c.territory == territory, table.c.profile_id.in_(some)
        )
        for profile, document in connection.execute(query.order_by(table.c.id)):
            found.setdefault(profile, []).append(decoded(kind, document))
    return {profile: tuple(moves) for profile, moves in found.items()}


class SqlMoves:
    """Implements ``ports.Moves``."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection = connection
        self._territory = territory

    def keep_introduction(self, told: FollowedIntroduction) -> None:
        self._keep(tables.introductions, told)

    def keep_placement(self, told: FollowedPlacement) -> None:
        self._keep(tables.placements, told)

    def keep_award(self, told: FollowedAward) -> None:
        self._keep(tables.awards, told)

    def forget(self, kind: str, thing_id: UUID) -> None:
        table = BY_KIND[kind]
        self._connection.execute(delete(table).where(table.c.territory == self._territory, table.c.id == str(thing_id)))

    def introduction(self, introduction_id: UUID) -> FollowedIntroduction | None:
        table = tables.introductions
        query = select(table.c.document).where(table.c.territory == self._territory, table.c.id == str(introduction_id))
        document = self._connection.execute(query).scalar_one_or_none()
        return decoded(FollowedIntroduction, document) if document else None

    def _keep(self, table: Table, told: FollowedIntroduction | FollowedPlacement | FollowedAward) -> None:
        if self._erased(told.profile_id):
            return
        values = {
            "version": told.version,
            "profile_id": str(told.profile_id),
            "document": encoded(told).decode(),
        }
        keep_newer(self._connection, table, {"territory": self._territory, "id": str(told.id)}, values)

    def _erased(self, profile_id: UUID) -> bool:
        gone = tables.erasures.c
        query = select(gone.person_id).where(gone.territory == self._territory, gone.profile_id == str(profile_id))
        return self._connection.execute(query).first() is not None

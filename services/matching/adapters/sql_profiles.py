"""Profiles as projected from `candidates`, in SQL. An erased one leaves its id and version, and nothing else."""

from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from services.kernel.problems import NotFound
from services.matching.adapters.tables import profiles
from services.matching.adapters.upserts import keep_newest
from services.matching.domain.access import KeptProfile

_WRITTEN = TypeAdapter(KeptProfile)
UNKNOWN = "Cette personne n'est pas connue ici, ou vous ne l'accompagnez pas."


class SqlProfiles:
    """Profiles of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def get(self, profile_id: UUID) -> KeptProfile:
        """Raise ``NotFound`` when it is unknown or erased."""
        query = select(profiles.c.data).where(
            profiles.c.territory == self._territory,
            profiles.c.profile_id == str(profile_id),
            profiles.c.erased.is_(False),
        )
        data = self._connection.execute(query).scalar_one_or_none()
        if data is None:
            raise NotFound(UNKNOWN)
        return _WRITTEN.validate_json(data)

    def active(self) -> tuple[KeptProfile, ...]:
        """Profiles that may be proposed offers, by id."""
        query = (
            select(profiles.c.data)
            .where(profiles.c.territory == self._territory, profiles.c.active.is_(True))
            .order_by(profiles.c.profile_id)
        )
        return tuple(_WRITTEN.validate_json(data) for data in self._connection.execute(query).scalars())

    def keep(self, profile: KeptProfile) -> bool:
        """Write unless a higher version is held (or an erasure); return whether it was written."""
        return self._write(
            profile.profile.id,
            profile.version,
            active=profile.profile.active,
            data=_WRITTEN.dump_json(profile).decode(),
        )

    def erase(self, profile_id: UUID, version: int) -> None:
        """Delete what is held, and leave a versioned marker without content: no later fact brings it back."""
        self._connection.execute(
            profiles.delete().where(profiles.c.territory == self._territory, profiles.c.profile_id == str(profile_id))
        )
        self._write(profile_id, version, active=False, data="", erased=True)

    def _write(self, profile_id: UUID, version: int, *, active: bool, data: str, erased: bool = False) -> bool:
        if not erased and self._is_erased(profile_id):
            return False
        row = {
            "territory": self._territory,
            "profile_id": str(profile_id),
            "version": version,
            "active": active,
            "erased": erased,
            "data": data,
        }
        return keep_newest(self._connection, profiles, [row]) > 0

    def _is_erased(self, profile_id: UUID) -> bool:
        query = select(profiles.c.erased).where(
            profiles.c.territory == self._territory, profiles.c.profile_id == str(profile_id)
        )
        return bool(self._connection.execute(query).scalar_one_or_none())

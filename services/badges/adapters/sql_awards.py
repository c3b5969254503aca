"""Awards, signed badges and endorsements in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.badges.adapters import tables
from services.badges.domain.award import Agreement, Award, AwardState, HashedEmail, Observed
from services.badges.domain.endorsement import Endorsement
from services.badges.domain.status import StatusEntry
from services.badges.ports import AwardFilter, Sealed
from services.contracts.vocabulary import Channel
from services.kernel.dialects import locked
from services.kernel.problems import Conflict

CHANNELS = {channel.value: channel for channel in Channel}


class SqlAwards:
    """Awards in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, award_id: UUID) -> Award | None:
        return self._one(tables.awards.c.id == str(award_id))

    def of_placement(self, territory: str, placement_id: UUID) -> Award | None:
        table = tables.awards.c
        return self._one((table.territory == territory) & (table.placement_id == str(placement_id)))

    def of_profile(self, territory: str, profile_id: UUID) -> Sequence[Award]:
        table = tables.awards.c
        query = select(tables.awards).where(table.territory == territory, table.profile_id == str(profile_id))
        return self._many(query.order_by(table.id))

    def page(self, wanted: AwardFilter, *, after: UUID | None, limit: int) -> Sequence[Award]:
        table = tables.awards.c
        query = select(tables.awards).where(table.territory == wanted.territory)
        for column, ids in ((table.profile_id, wanted.profile_ids), (table.company_id, wanted.company_ids)):
            if ids is not None:
                query = query.where(column.in_([str(one) for one in ids]))
        if wanted.state is not None:
            query = query.where(table.state == wanted.state.value)
        if after is not None:
            query = query.where(table.id < str(after))
        return self._many(query.order_by(table.id.desc()).limit(limit))

    def waiting(self, *, limit: int) -> Sequence[Award]:
        query = select(tables.awards).where(tables.awards.c.state == AwardState.ACCEPTED.value)
        return self._many(locked(query.order_by(tables.awards.c.id).limit(limit), self._connection, skip_locked=True))

    def save(self, award: Award) -> None:
        values = _values(award)
        known = update(tables.awards).where(tables.awards.c.id == str(award.id)).values(**values)
        if self._connection.execute(known).rowcount:
            return
        try:
            self._connection.execute(insert(tables.awards).values(id=str(award.id), **values))
        except IntegrityError as error:
            raise Conflict("Cette immersion a déjà son badge. Rien n’a été changé.") from error

    def _one(self, condition: ColumnElement[bool]) -> Award | None:
        query = locked(select(tables.awards).where(condition), self._connection)
        row = self._connection.execute(query).mappings().first()
        return _award(row) if row else None

    def _many(self, query: Select[Any]) -> Sequence[Award]:
        return [_award(row) for row in self._connection.execute(query).mappings()]


class SqlCredentials:
    """Signed badges in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, award_id: UUID) -> Sealed | None:
        query = select(tables.credentials).where(tables.credentials.c.award_id == str(award_id))
        row = self._connection.execute(query).mappings().first()
        return _sealed(row) if row else None

    def signed_with(self, issuer_id: UUID, key_id: str) -> Sequence[tuple[UUID, Sealed]]:
        table = tables.credentials.c
        query = select(tables.credentials).where(table.issuer_id == str(issuer_id), table.key_id == key_id)
        rows = self._connection.execute(query.order_by(table.award_id)).mappings()
        return [(UUID(row["award_id"]), _sealed(row)) for row in rows]

    def keep(self, award_id: UUID, territory: str, sealed: Sealed) -> None:
        self.forget(award_id)
        self._connection.execute(
            insert(tables.credentials).values(
                award_id=str(award_id),
                territory=territory,
                address=sealed.address,
                issuer_id=str(sealed.issuer_id),
                key_id=sealed.key_id,
                document=sealed.document,
                token=sealed.token,
                digest=sealed.digest,
            )
        )

    def forget(self, award_id: UUID) -> None:
        self._connection.execute(delete(tables.credentials).where(tables.credentials.c.award_id == str(award_id)))


class SqlEndorsements:
    """Endorsements in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, endorsement_id: UUID) -> Endorsement | None:
        return self._first(tables.endorsements.c.id == str(endorsement_id))

    def of_award(self, award_id: UUID) -> Endorsement | None:
        table = tables.endorsements.c
        return self._first((table.award_id == str(award_id)) & table.withdrawn_at.is_(None))

    def signed_with(self, issuer_id: UUID, key_id: str) -> Sequence[Endorsement]:
        table = tables.endorsements.c
        live = (table.issuer_id == str(issuer_id)) & (table.key_id == key_id) & table.withdrawn_at.is_(None)
        rows = self._connection.execute(select(tables.endorsements).where(live).order_by(table.id)).mappings()
        return [_endorsement(row) for row in rows]

    def save(self, endorsement: Endorsement) -> None:
        values = {
            "territory": endorsement.territory,
            "award_id": str(endorsement.award_id),
            "issuer_id": str(endorsement.issuer_id),
            "comment": endorsement.comment,
            "list_id": str(endorsement.status.list_id),
            "list_index": endorsement.status.index,
            "endorsed_at": endorsement.endorsed_at,
            "key_id": endorsement.key_id,
            "document": endorsement.document,
            "withdrawn_at": endorsement.withdrawn_at,
        }
        known = update(tables.endorsements).where(tables.endorsements.c.id == str(endorsement.id)).values(**values)
        if self._connection.execute(known).rowcount == 0:
            self._connection.execute(insert(tables.endorsements).values(id=str(endorsement.id), **values))

    def _first(self, condition: ColumnElement[bool]) -> Endorsement | None:
        row = self._connection.execute(select(tables.endorsements).where(condition)).mappings().first()
        return _endorsement(row) if row else None


def _values(award: Award) -> dict[str, Any]:
    return {
        "territory": award.territory,
        "version": award.version,
        "placement_id": str(award.placement_id),
        "profile_id": str(award.profile_id) if award.profile_id else None,
        "company_id": str(award.company_id) if award.company_id else None,
        "company_name": award.company_name,
        "achievement_id": str(award.achievement_id),
        "name": award.name,
        "ended_on": award.ended_on,
        "observed": [{"label": skill.label, "level": skill.level} for skill in award.observed],
        "endorsed": award.endorsed,
        "state": award.state.value,
        "proposed_at": award.proposed_at,
        "changed_at": award.changed_at,
        "agreement": _agreement_values(award.agreement),
        "publication": _agreement_values(award.publication),
        "subject": award.subject,
        "email": {"salt": award.email.salt, "digest": award.email.digest} if award.email else None,
        "list_id": str(award.status.list_id) if award.status else None,
        "list_index": award.status.index if award.status else None,
        "issued_at": award.issued_at,
    }


def _agreement_values(agreement: Agreement | None) -> dict[str, str] | None:
    if agreement is None:
        return None
    return {
        "at": agreement.at.isoformat(),
        "channel": agreement.channel.value,
        "by": str(agreement.by),
        "text_version": agreement.text_version,
    }


def _agreement(values: Any) -> Agreement | None:
    if not values:
        return None
    at = datetime.fromisoformat(values["at"])
    return Agreement(at, CHANNELS[values["channel"]], UUID(values["by"]), values["text_version"])


def _award(row: Any) -> Award:
    return Award(
        id=UUID(row["id"]),
        territory=row["territory"],
        version=row["version"],
        placement_id=UUID(row["placement_id"]),
        profile_id=UUID(row["profile_id"]) if row["profile_id"] else None,
        company_id=UUID(row["company_id"]) if row["company_id"] else None,
        company_name=row["company_name"],
        achievement_id=UUID(row["achievement_id"]),
        name=row["name"],
        ended_on=row["ended_on"],
        observed=tuple(Observed(skill["label"], skill["level"]) for skill in row["observed"]),
        endorsed=row["endorsed"],
        state=AwardState(row["state"]),
        proposed_at=row["proposed_at"],
        changed_at=row["changed_at"],
        agreement=_agreement(row["agreement"]),
        publication=_agreement(row["publication"]),
        subject=row["subject"],
        email=HashedEmail(row["email"]["salt"], row["email"]["digest"]) if row["email"] else None,
        status=StatusEntry(UUID(row["list_id"]), row["list_index"]) if row["list_id"] else None,
        issued_at=row["issued_at"],
    )


def _sealed(row: Any) -> Sealed:
    names = ("address", "key_id", "document", "token", "digest")
    return Sealed(issuer_id=UUID(row["issuer_id"]), **{name: row[name] for name in names})


def _endorsement(row: Any) -> Endorsement:
    return Endorsement(
        id=UUID(row["id"]),
        territory=row["territory"],
        award_id=UUID(row["award_id"]),
        issuer_id=UUID(row["issuer_id"]),
        comment=row["comment"],
        status=StatusEntry(UUID(row["list_id"]), row["list_index"]),
        endorsed_at=row["endorsed_at"],
        key_id=row["key_id"],
        document=row["document"],
        withdrawn_at=row["withdrawn_at"],
    )

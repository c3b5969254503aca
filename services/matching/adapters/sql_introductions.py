"""Introductions and agreements in SQL. What queries read is in columns; the whole is in ``data`` as JSON."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from services.contracts.vocabulary import IntroductionState
from services.kernel.dialects import alone
from services.kernel.problems import Conflict, NotFound
from services.matching.adapters.placement_tables import agreements, introductions
from services.matching.adapters.upserts import keep_newest
from services.matching.domain.introductions.agreement import Agreement, AgreementStatus
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.introductions.life_cycle import UNFINISHED
from services.matching.domain.introductions.waiting import next_step

_WRITTEN = TypeAdapter(Introduction)
_OPEN = frozenset({IntroductionState.PROPOSED, IntroductionState.SET_ASIDE}) | UNFINISHED
"""States in which the same offer is not kept a second time for the same person."""
UNKNOWN = "Cette mise en relation n'existe pas, ou concerne une personne que vous n'accompagnez pas."
T = introductions.c


class SqlIntroductions:
    """Introductions of one territory, in one transaction. ``locks``: rows are read to be changed."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool = True) -> None:
        self._connection, self._territory, self._locks = connection, territory, locks

    def get(self, introduction_id: UUID) -> Introduction:
        """Locked. Raise NotFound when there is none."""
        found = self._read(T.id == str(introduction_id))
        if not found:
            raise NotFound(UNKNOWN)
        return found[0]

    def last(self, profile_id: UUID, offer_id: UUID) -> Introduction | None:
        """The newest one of this person for this offer, locked, None when there is none; nobody adds one meanwhile."""
        alone(self._connection, "introductions", self._territory, str(profile_id))
        found = self._read(T.profile_id == str(profile_id), T.offer_id == str(offer_id))
        return found[-1] if found else None

    def of_person(self, profile_id: UUID) -> Sequence[Introduction]:
        """All of them, oldest first, locked; nobody else adds one meanwhile."""
        alone(self._connection, "introductions", self._territory, str(profile_id))
        return self._read(T.profile_id == str(profile_id))

    def to_company(self, company_id: UUID, *, since: datetime) -> Sequence[Introduction]:
        """Those that reached the firm since, and those kept for it, locked; nobody else reaches it meanwhile."""
        alone(self._connection, "firm", self._territory, str(company_id))
        waiting = (IntroductionState.KEPT.value, IntroductionState.AGREED.value)
        return self._read(T.company_id == str(company_id), or_(T.introduced_at >= since, T.state.in_(waiting)))

    def board(
        self, *, profiles: Collection[UUID], referent: UUID, states: Collection[IntroductionState], limit: int
    ) -> Sequence[Introduction]:
        """Those of these people, and those that this referent opened, in these states; longest unmoved first."""
        query = self._hers(profiles, referent, states)
        return self._rows(query.order_by(T.moved_at, T.id).limit(limit))

    def page(
        self,
        *,
        profiles: Collection[UUID],
        referent: UUID,
        states: Collection[IntroductionState],
        after: UUID | None,
        limit: int,
    ) -> Sequence[Introduction]:
        """The same ones by id (oldest first), beginning after this one."""
        query = self._hers(profiles, referent, states)
        if after is not None:
            query = query.where(T.id > str(after))
        return self._rows(query.order_by(T.id).limit(limit))

    def _hers(self, profiles: Collection[UUID], referent: UUID, states: Collection[IntroductionState]) -> Select[Any]:
        hers = or_(T.profile_id.in_([str(one) for one in profiles]), T.referent_id == str(referent))
        return self._query(hers, T.profile_id.is_not(None), T.state.in_([state.value for state in states]))

    def due(self, now: datetime, *, limit: int) -> Sequence[Introduction]:
        """Those whose next step is due, earliest first, locked."""
        return self._rows(self._locked(self._query(T.due_at <= now).order_by(T.due_at, T.id).limit(limit)))

    def forgettable(self, state: IntroductionState, *, before: datetime, limit: int) -> Sequence[Introduction]:
        """Those of a person that stand in this state since before this instant, locked."""
        query = self._query(T.state == state.value, T.profile_id.is_not(None), T.moved_at < before)
        return self._rows(self._locked(query.order_by(T.moved_at, T.id).limit(limit)))

    def save(self, introduction: Introduction) -> None:
        """Insert or replace. Raise Conflict when the person already has one under way for the same offer."""
        row = self._row(introduction)
        mine = and_(T.territory == self._territory, T.id == row["id"])
        try:
            if self._connection.execute(update(introductions).where(mine).values(row)).rowcount == 0:
                self._connection.execute(insert(introductions).values(row))
        except IntegrityError as error:
            told = "Cette offre est déjà retenue pour cette personne. Rien n'a été changé."
            raise Conflict(told, code="already-kept") from error

    def _row(self, one: Introduction) -> dict[str, Any]:
        step = next_step(one)
        open_key = f"{one.profile_id}:{one.proposal.offer_id}" if one.profile_id and one.state in _OPEN else None
        return {
            "territory": self._territory,
            "id": str(one.id),
            "version": one.version,
            "profile_id": _text(one.profile_id),
            "offer_id": str(one.proposal.offer_id),
            "company_id": _text(one.proposal.company_id),
            "referent_id": _text(one.referent_id),
            "state": one.state.value,
            "reason": one.reason,
            "kind": one.proposal.kind.value,
            "opened_at": one.opened_at,
            "moved_at": one.moved_at,
            "introduced_at": one.introduced_at,
            "answered_at": one.answered_at,
            "due_at": step.at if step else None,
            "open_key": open_key,
            "data": _WRITTEN.dump_json(one).decode(),
        }

    def _read(self, *conditions: ColumnElement[bool]) -> list[Introduction]:
        return self._rows(self._locked(self._query(*conditions).order_by(T.opened_at, T.id)))

    def _query(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(T.data).where(T.territory == self._territory, *conditions)

    def _locked(self, query: Select[Any]) -> Select[Any]:
        return query.with_for_update() if self._locks else query

    def _rows(self, query: Select[Any]) -> list[Introduction]:
        return [_WRITTEN.validate_json(data) for data in self._connection.execute(query).scalars()]


class SqlAgreements:
    """Agreements of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def of_person(self, profile_id: UUID) -> Sequence[Agreement]:
        """The last version of each."""
        query = select(agreements).where(
            agreements.c.territory == self._territory, agreements.c.profile_id == str(profile_id)
        )
        return [
            Agreement(
                id=UUID(row.agreement_id),
                version=row.version,
                profile_id=UUID(row.profile_id),
                company_id=_id(row.company_id),
                introduction_id=_id(row.introduction_id),
                status=AgreementStatus(row.status),
                at=row.at,
                text_version=row.text_version,
            )
            for row in self._connection.execute(query)
        ]

    def keep(self, agreement: Agreement) -> bool:
        """Write unless a version as high is held; return whether it was written."""
        held = select(agreements.c.version).where(
            agreements.c.territory == self._territory, agreements.c.agreement_id == str(agreement.id)
        )
        known = self._connection.execute(held.with_for_update()).scalar_one_or_none()
        if known is not None and known >= agreement.version:
            return False
        row = {
            "territory": self._territory,
            "agreement_id": str(agreement.id),
            "version": agreement.version,
            "profile_id": str(agreement.profile_id),
            "company_id": _text(agreement.company_id),
            "introduction_id": _text(agreement.introduction_id),
            "status": agreement.status.value,
            "at": agreement.at,
            "text_version": agreement.text_version,
        }
        return keep_newest(self._connection, agreements, [row]) > 0

    def erase(self, profile_id: UUID) -> None:
        """Delete them all."""
        self._connection.execute(
            delete(agreements).where(
                agreements.c.territory == self._territory, agreements.c.profile_id == str(profile_id)
            )
        )


def _text(identifier: UUID | None) -> str | None:
    return str(identifier) if identifier else None


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None

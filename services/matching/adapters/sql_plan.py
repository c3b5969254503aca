"""The group's plan in SQL: pins and refusals, what referents say of ways to work, calls to firms."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from services.contracts.vocabulary import TravelMode
from services.kernel.dialects import inserting
from services.matching.adapters.plan_tables import firm_calls, plan_choices, told_trips
from services.matching.domain.assignment.choices import Choice, Chosen
from services.matching.domain.hidden_market.calls import CallOutcome, FirmCall
from services.matching.domain.ranking.travel import ToldTrip
from services.matching.plan_ports import Said


class SqlPlanChoices:
    """Choices of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self.territory = connection, territory

    def all(self) -> Sequence[Chosen]:
        """Oldest first."""
        query = select(plan_choices).where(plan_choices.c.territory == self.territory)
        found = [
            Chosen(UUID(row.profile_id), UUID(row.offer_id), Choice(row.choice), UUID(row.staff_id), row.at)
            for row in self._connection.execute(query)
        ]
        return sorted(found, key=lambda one: (one.at, one.profile_id.int, one.offer_id.int))

    def keep(self, chosen: Chosen) -> None:
        """In place of what was chosen for the same pair; a pin takes away her other pins."""
        if chosen.choice is Choice.PINNED:
            others = plan_choices.c.choice == Choice.PINNED.value
            self._connection.execute(delete(plan_choices).where(*_of(plan_choices, self, chosen.profile_id), others))
        row = {
            "territory": self.territory,
            "profile_id": str(chosen.profile_id),
            "offer_id": str(chosen.offer_id),
            "choice": chosen.choice.value,
            "staff_id": str(chosen.by),
            "at": chosen.at,
        }
        _replace(self._connection, plan_choices, row)

    def drop(self, profile_id: UUID, offer_id: UUID) -> bool:
        """Take a choice back; False when there was none."""
        pair = (*_of(plan_choices, self, profile_id), plan_choices.c.offer_id == str(offer_id))
        return self._connection.execute(delete(plan_choices).where(*pair)).rowcount > 0

    def forget(self, profile_id: UUID) -> None:
        """Delete what was chosen for an erased person."""
        self._connection.execute(delete(plan_choices).where(*_of(plan_choices, self, profile_id)))


class SqlToldTrips:
    """Told trips of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self.territory = connection, territory

    def all(self) -> Mapping[UUID, Mapping[str, ToldTrip]]:
        """Of everybody: one query."""
        found: dict[UUID, dict[str, ToldTrip]] = defaultdict(dict)
        query = select(told_trips).where(told_trips.c.territory == self.territory)
        for row in self._connection.execute(query):
            found[UUID(row.profile_id)][row.place] = _trip(row)
        return dict(found)

    def get(self, profile_id: UUID, place: str) -> Said | None:
        """What is said of one way."""
        query = select(told_trips).where(*_of(told_trips, self, profile_id), told_trips.c.place == place)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Said(_trip(row), UUID(row.staff_id), row.at)

    def keep(self, profile_id: UUID, place: str, trip: ToldTrip, *, by: UUID, at: datetime) -> None:
        """In place of what was said before."""
        row = {
            "territory": self.territory,
            "profile_id": str(profile_id),
            "place": place,
            "minutes": trip.minutes,
            "mode": trip.mode.value if trip.mode else "",
            "staff_id": str(by),
            "at": at,
        }
        _replace(self._connection, told_trips, row)

    def drop(self, profile_id: UUID, place: str) -> bool:
        """Back to the estimate; False when nothing was said."""
        way = (*_of(told_trips, self, profile_id), told_trips.c.place == place)
        return self._connection.execute(delete(told_trips).where(*way)).rowcount > 0

    def forget(self, profile_id: UUID) -> None:
        """Delete what was said for an erased person."""
        self._connection.execute(delete(told_trips).where(*_of(told_trips, self, profile_id)))


class SqlFirmCalls:
    """Calls of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self.territory = connection, territory

    def note(self, call: FirmCall) -> None:
        """Keep one more call."""
        self._connection.execute(
            insert(firm_calls).values(
                territory=self.territory,
                id=str(call.id),
                firm=call.firm[:300],
                firm_name=call.firm_name[:300],
                company_id=str(call.company_id) if call.company_id else None,
                profile_id=str(call.profile_id) if call.profile_id else None,
                rome=call.rome,
                outcome=call.outcome.value,
                again_on=call.again_on,
                staff_id=str(call.staff_id),
                at=call.at,
            )
        )

    def last_by_firm(self) -> Mapping[str, FirmCall]:
        """The newest call to each firm."""
        here = firm_calls.c.territory == self.territory
        newest = select(firm_calls.c.firm, func.max(firm_calls.c.at).label("at")).where(here)
        last = newest.group_by(firm_calls.c.firm).subquery()
        query = (
            select(firm_calls)
            .join(last, (firm_calls.c.firm == last.c.firm) & (firm_calls.c.at == last.c.at))
            .where(here)
            .order_by(firm_calls.c.id)
        )
        return {row.firm: _call(row) for row in self._connection.execute(query)}

    def forget(self, profile_id: UUID) -> None:
        """Take an erased person out of the calls made for her."""
        hers = _of(firm_calls, self, profile_id)
        self._connection.execute(update(firm_calls).where(*hers).values(profile_id=None))


def _of(table: Table, where: Any, profile_id: UUID) -> tuple[Any, ...]:
    return table.c.territory == where.territory, table.c.profile_id == str(profile_id)


def _replace(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    keys = [column.name for column in table.primary_key.columns]
    written = inserting(connection, table).values(dict(row))
    others = {name: written.excluded[name] for name in row if name not in keys}
    connection.execute(written.on_conflict_do_update(index_elements=keys, set_=others))


def _trip(row: Row[Any]) -> ToldTrip:
    return ToldTrip(row.minutes, TravelMode(row.mode) if row.mode else None)


def _call(row: Row[Any]) -> FirmCall:
    return FirmCall(
        id=UUID(row.id),
        firm=row.firm,
        firm_name=row.firm_name,
        company_id=UUID(row.company_id) if row.company_id else None,
        profile_id=UUID(row.profile_id) if row.profile_id else None,
        rome=row.rome,
        outcome=CallOutcome(row.outcome),
        again_on=row.again_on,
        staff_id=UUID(row.staff_id),
        at=row.at,
    )

"""What introductions and placements tell the ranking, counted in SQL: a few queries, whatever their number.

Reads the tables of introductions and placements; writes nothing.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select

from services.contracts.vocabulary import IntroductionState, Objective, OfferKind, PlacementOutcome, PlacementStatus
from services.matching.adapters.placement_tables import introductions, placements
from services.matching.domain.introductions.life_cycle import UNFINISHED
from services.matching.domain.introductions.limits import (
    SAME_EMPLOYER_HOURS,
    SAME_REQUEST_DAYS,
    UNANSWERED_AFTER_DAYS,
)
from services.matching.domain.placements.life_cycle import HOLDS_A_PLACE
from services.matching.domain.ranking.dealings import Dealings, Hosting
from services.matching.domain.ranking.offer import Offer, Record

S = IntroductionState
YEAR = timedelta(days=365)
UNDER_WAY = UNFINISHED | {S.PLACED}
WAITING = frozenset({S.INTRODUCED, S.SEEN})
WELCOMED = frozenset({S.MEETING, S.MET, S.PLACED})
CARRIED_OUT = (PlacementOutcome.COMPLETED, PlacementOutcome.PARTLY)


class SqlHistory:
    """The past of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def dealings(self, profile_id: UUID, *, today: date) -> Dealings:
        """What happened between a person and employers."""
        hers = introductions.c.profile_id == str(profile_id)
        stays = placements.c.profile_id == str(profile_id)
        return self._dealings(hers, stays, today).get(profile_id, Dealings())

    def dealings_with(self, offer: Offer, *, today: date) -> Mapping[UUID, Dealings]:
        """By profile id, for everyone who already met this offer or its employer."""
        asked: ColumnElement[bool] = introductions.c.offer_id == str(offer.id)
        stays: ColumnElement[bool] = placements.c.offer_id == str(offer.id)
        if offer.company_id is not None:
            asked = or_(asked, introductions.c.company_id == str(offer.company_id))
            stays = or_(stays, placements.c.company_id == str(offer.company_id))
        return self._dealings(asked, stays, today)

    def dealings_of_all(self, *, today: date) -> Mapping[UUID, Dealings]:
        """By profile id, for everyone to whom anything happened."""
        return self._dealings(introductions.c.offer_id.is_not(None), placements.c.offer_id.is_not(None), today)

    def under_way(self) -> Mapping[UUID, int]:
        """By offer id: introductions not over that hold no place yet."""
        table = introductions
        query = (
            select(table.c.offer_id, func.count())
            .where(table.c.territory == self._territory, table.c.state.in_(sorted(UNFINISHED)))
            .group_by(table.c.offer_id)
        )
        return {UUID(offer_id): count for offer_id, count in self._connection.execute(query)}

    def records(self, *, now: datetime, month_start: datetime) -> Mapping[UUID, Record]:
        """By company id."""
        received = self._received(now, month_start)
        hosted = self._hosted()
        return {
            company: Record(
                **received.get(company, {}),
                hosted=len(hosted.get(company, ())),
                hosted_romes=frozenset(rome for rome in hosted.get(company, ()) if rome),
            )
            for company in received.keys() | hosted.keys()
        }

    def places_taken(self) -> Mapping[UUID, int]:
        """By offer id: placements agreed, under way or over that hold one of its places."""
        query = (
            select(placements.c.offer_id, func.count())
            .where(placements.c.territory == self._territory, placements.c.status.in_(sorted(HOLDS_A_PLACE)))
            .group_by(placements.c.offer_id)
        )
        return {UUID(offer_id): count for offer_id, count in self._connection.execute(query)}

    def _dealings(self, asked: ColumnElement[bool], stays: ColumnElement[bool], today: date) -> Mapping[UUID, Dealings]:
        past = _by_profile(self._connection.execute(self._introductions(asked)))
        hosted = _by_profile(self._connection.execute(self._immersions(stays, today)))
        return {
            profile: _dealings_of(past.get(profile, ()), hosted.get(profile, ()), today)
            for profile in past.keys() | hosted.keys()
        }

    def _introductions(self, asked: ColumnElement[bool]) -> Any:
        table = introductions
        return select(
            table.c.profile_id, table.c.offer_id, table.c.company_id, table.c.state, table.c.moved_at,
            table.c.introduced_at,
        ).where(table.c.territory == self._territory, table.c.profile_id.is_not(None), asked)  # fmt: skip

    def _immersions(self, stays: ColumnElement[bool], today: date) -> Any:
        table = placements
        return select(
            table.c.profile_id, table.c.company_id, table.c.objective, table.c.starts_on, table.c.ends_on,
            table.c.ended_on, table.c.data,
        ).where(
            table.c.territory == self._territory,
            table.c.profile_id.is_not(None),
            table.c.company_id.is_not(None),
            table.c.kind == OfferKind.IMMERSION.value,
            table.c.status.in_(sorted(HOLDS_A_PLACE)),
            func.coalesce(table.c.ended_on, table.c.ends_on) > today - YEAR,
            stays,
        )  # fmt: skip

    def _received(self, now: datetime, month_start: datetime) -> dict[UUID, dict[str, int]]:
        table = introductions
        ripe = or_(
            table.c.answered_at.is_not(None), table.c.introduced_at <= now - timedelta(days=UNANSWERED_AFTER_DAYS)
        )
        query = (
            select(
                table.c.company_id,
                _count(table.c.introduced_at >= month_start).label("introduced_this_month"),
                _count(table.c.state.in_(sorted(WAITING))).label("waiting"),
                _count(and_(ripe, table.c.state != S.DECLINED.value)).label("asked"),
                _count(table.c.answered_at.is_not(None)).label("answered"),
                _count(and_(table.c.answered_at.is_not(None), table.c.state.in_(sorted(WELCOMED)))).label("accepted"),
            )
            .where(
                table.c.territory == self._territory,
                table.c.company_id.is_not(None),
                table.c.introduced_at >= now - YEAR,
            )
            .group_by(table.c.company_id)
        )
        return {
            UUID(row["company_id"]): {name: int(count) for name, count in row.items() if name != "company_id"}
            for row in self._connection.execute(query).mappings()
        }

    def _hosted(self) -> dict[UUID, list[str]]:
        """Trades of the placements carried out, by company (a trade may be empty)."""
        table = placements
        query = select(table.c.company_id, table.c.data).where(
            table.c.territory == self._territory,
            table.c.company_id.is_not(None),
            table.c.status == PlacementStatus.ENDED.value,
            table.c.outcome.in_([outcome.value for outcome in CARRIED_OUT]),
        )
        hosted: dict[UUID, list[str]] = defaultdict(list)
        for row in self._connection.execute(query):
            hosted[UUID(row.company_id)].append(str(_terms(row.data).get("rome", "")))
        return hosted


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _terms(data: str) -> Mapping[str, Any]:
    found = json.loads(data).get("terms", {})
    return found if isinstance(found, dict) else {}


def _by_profile(rows: Iterable[Row[Any]]) -> dict[UUID, list[Row[Any]]]:
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[UUID(row.profile_id)].append(row)
    return found


def _dealings_of(asked: Iterable[Row[Any]], stays: Iterable[Row[Any]], today: date) -> Dealings:
    under_way: set[UUID] = set()
    ended: dict[str, dict[UUID, date]] = {S.SET_ASIDE: {}, S.DECLINED: {}, S.REFUSED: {}}
    not_before: dict[UUID, date] = {}
    for row in asked:
        offer, state = UUID(row.offer_id), IntroductionState(row.state)
        if state in UNDER_WAY:
            under_way.add(offer)
        elif state.value in ended:
            ended[state.value][offer] = max(row.moved_at.date(), ended[state.value].get(offer, date.min))
        if row.introduced_at is not None:
            _later(not_before, offer, (row.introduced_at + timedelta(days=SAME_REQUEST_DAYS)).date())
            if row.company_id:
                _later(
                    not_before, UUID(row.company_id), (row.introduced_at + timedelta(hours=SAME_EMPLOYER_HOURS)).date()
                )
    return Dealings(
        open_offers=frozenset(under_way),
        set_aside=ended[S.SET_ASIDE],
        declined=ended[S.DECLINED],
        refused=ended[S.REFUSED],
        not_before={key: on for key, on in not_before.items() if on > today},
        hosting=_hosting(stays, today),
    )


def _later(days: dict[UUID, date], key: UUID, on: date) -> None:
    days[key] = max(on, days.get(key, on))


def _hosting(stays: Iterable[Row[Any]], today: date) -> dict[UUID, Hosting]:
    conventions: dict[UUID, int] = defaultdict(int)
    days: dict[UUID, int] = defaultdict(int)
    objectives: dict[UUID, set[Objective]] = defaultdict(set)
    for row in stays:
        company = UUID(row.company_id)
        last = row.ended_on or row.ends_on
        conventions[company] += not _terms(row.data).get("renewal_of")
        days[company] += max(0, (last - max(row.starts_on, today - YEAR)).days + 1)
        if row.objective:
            objectives[company].add(Objective(row.objective))
    return {
        company: Hosting(conventions[company], total, frozenset(objectives[company])) for company, total in days.items()
    }

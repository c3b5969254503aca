"""The club as the coordination sees it: engagement by behaviour, firm by firm and in all. Changes nothing.

The public wall shows only members that a referent confirmed, by name and by what they did; never a promise not kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.employers.domain.commitment import Act, Line, Pledge, the_year
from services.employers.domain.company import Company, Existence
from services.employers.domain.engagement import Behaviour, behaviour
from services.employers.domain.introduction import Introduction
from services.employers.domain.offer import Status
from services.employers.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Member:
    """A firm of the club in a year."""

    company: Company
    lines: Sequence[Line]
    behaviour: Behaviour
    published: int

    @property
    def promised(self) -> int:
        return sum(line.promised for line in self.lines)

    @property
    def honoured(self) -> int:
        return sum(line.honoured for line in self.lines)


@dataclass(frozen=True, slots=True)
class Club:
    """The whole club in a year."""

    year: int
    members: Sequence[Member]
    lines: Sequence[Line]
    behaviour: Behaviour


def show_club(year: int, *, uow: UnitOfWork) -> Club:
    """Every member, those that did the most first."""
    promised, acts = uow.commitments.of_territory(year)
    by_company: dict[UUID, list[Act]] = {}
    for act in acts:
        by_company.setdefault(act.company_id, []).append(act)
    received: dict[UUID, list[Introduction]] = {}
    everything = uow.introductions.of_territory()
    for one in everything:
        received.setdefault(one.company_id, []).append(one)
    shown: dict[UUID, int] = {}
    for offer in uow.offers.page(company_ids=None, statuses=(Status.PUBLISHED,), kind=None, before=None, most=5_000):
        if offer.company_id is not None:
            shown[offer.company_id] = shown.get(offer.company_id, 0) + 1
    members = [
        Member(
            company=company,
            lines=the_year(promised.get(company.id, {}), by_company.get(company.id, ()), year=year),
            behaviour=behaviour(received.get(company.id, []), now=uow.now),
            published=shown.get(company.id, 0),
        )
        for company in uow.companies.listed(member=True)
    ]
    members.sort(key=lambda member: (-member.honoured, member.company.name.casefold()))
    return Club(year, members, _total(members), behaviour(everything, now=uow.now))


def wall_of(club: Club) -> Sequence[Member]:
    """Who is thanked in public: confirmed, existing, and engaged this year by an act or an offer."""
    return [
        member
        for member in club.members
        if member.company.confirmed
        and member.company.existence is not Existence.CLOSED
        and (member.honoured or member.published)
    ]


def _total(members: Sequence[Member]) -> Sequence[Line]:
    promised, honoured = dict.fromkeys(Pledge, 0), dict.fromkeys(Pledge, 0)
    for line in (line for member in members for line in member.lines):
        promised[line.pledge] += line.promised
        honoured[line.pledge] += line.honoured
    return [
        Line(pledge, promised[pledge], honoured[pledge]) for pledge in Pledge if promised[pledge] or honoured[pledge]
    ]

"""The plan of the groupe opérationnel: everybody's proposals together, and the price of another choice.

Announces nothing; writes down what was drawn (audit) through `note_plan`. The plan is drawn over everybody followed in
the territory; a referent reads the lines of the people whom she accompanies, and figures for the others. It proposes:
« Proposer » goes through the ordinary introduction. While the index of offers does not answer, everybody's plan goes on
without words: a signal counts for all or for nobody. Who is hurried is told how far the reading has come (NotReady).
"""

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor, Role
from services.kernel.problems import NotFound, Unavailable
from services.matching.domain.access import KeptProfile
from services.matching.domain.assignment.choices import Choice, Chosen
from services.matching.domain.assignment.plan import Line, Plan, draw
from services.matching.domain.assignment.prices import Price, other_choices, price
from services.matching.domain.assignment.prospects import Gathered, Hurried, Likeness, Prospect, Prospects
from services.matching.domain.assignment.seats import Seating, Seats
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking.dealings import NO_DEALINGS, Dealings
from services.matching.domain.ranking.evidence import trade_links
from services.matching.domain.ranking.market import Market
from services.matching.domain.ranking.offer import firm_key
from services.matching.domain.ranking.profile import Profile
from services.matching.plan_ports import Assigner
from services.matching.ports import UnitOfWork
from services.matching.use_cases.gather_market import day_in, gather_market, settings_of
from services.matching.use_cases.rank_offers_for_profile import Tools, visible_profile
from services.matching.use_cases.words_of_offers import Alike, asked_of


@dataclass(slots=True)
class Known:
    """The options of everybody in a territory; ``wordless`` those of a time when the index does not answer."""

    prospects: Prospects = field(default_factory=Prospects)
    wordless: Prospects = field(default_factory=Prospects)


@dataclass(slots=True)
class PlanMemory:
    """What a process remembers between two drawings, by territory."""

    known: dict[str, Known] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Planning:
    """What draws plans. ``patience``: seconds of reading after which whoever is hurried is told how far it has come."""

    assigner: Assigner
    memory: PlanMemory = field(default_factory=PlanMemory)
    patience: float = 1.0
    monotonic: Callable[[], float] = time.monotonic

    def hurry(self) -> Hurried:
        """The patience of one request, from now."""
        until = self.monotonic() + self.patience
        return lambda: self.monotonic() >= until


class NotReady(Exception):
    """The first reading is not over: ``read`` people of ``total``. Ask again, it goes on from there."""

    def __init__(self, read: int, total: int) -> None:
        super().__init__(f"{read} of {total} people read")
        self.read, self.total = read, total


@dataclass(frozen=True, slots=True)
class Drawn:
    """The plan of everybody, with what it was drawn from. ``mine``: the people this member of staff accompanies."""

    plan: Plan
    seating: Seating
    choices: tuple[Chosen, ...]
    mine: frozenset[UUID]
    people: Mapping[UUID, KeptProfile]
    sheets: Mapping[UUID, OfferSheet]
    open_already: Mapping[UUID, int]
    """Introductions under way, by person."""
    model: str
    heard: bool = True
    """False when the index of offers did not answer: see `words_of_offers`."""

    def lines(self) -> tuple[Line, ...]:
        """The lines of the people accompanied: who waits for a seat, who is served, who has no offer; then by id."""
        hers = [line for line in self.plan.lines if line.profile_id in self.mine]
        return tuple(sorted(hers, key=lambda line: (not line.contested, line.main is None, line.profile_id.int)))

    def served(self, whose: Collection[UUID] | None = None) -> int:
        """How many people have a main, of everybody or of some."""
        return sum(line.main is not None and (whose is None or line.profile_id in whose) for line in self.plan.lines)


@dataclass(frozen=True, slots=True)
class Priced:
    """Other choices for one person, with what each would change."""

    drawn: Drawn
    line: Line
    prices: tuple[Price, ...]
    sheets: Mapping[UUID, OfferSheet]


def draw_plan(
    *, by: Actor, uow: UnitOfWork, tools: Tools, planning: Planning, now: datetime, hurried: Hurried = lambda: False
) -> Drawn:
    """Draw everybody's plan as things stand. Raises Unavailable, and NotReady for whoever is hurried."""
    people = {kept.profile.id: kept for kept in uow.profiles.active()}
    market = gather_market(uow, now=now, router=tools.router)
    dealings = uow.history.dealings_of_all(today=market.today)
    prospects = [_prospect(kept.profile, tools, dealings.get(kept.profile.id, NO_DEALINGS)) for kept in people.values()]
    with planning.memory.lock:
        known = planning.memory.known.setdefault(uow.territory, Known())
        found, heard = _gathered(known, prospects, market, asked_of(tools.index, uow.territory), hurried)
    if not found.whole:
        raise NotReady(found.read, found.total)
    seating = _seating(tuple(people), found.worth, market, uow.history.under_way())
    choices = tuple(uow.plan_choices.all())
    plan = draw(seating, choices, planning.assigner.best)
    today = day_in(settings_of(uow), now)
    mine = frozenset(key for key, kept in people.items() if by.has(Role.REFERENT) and kept.may_be_seen_by(by.id, today))
    return Drawn(
        plan=plan,
        seating=seating,
        choices=choices,
        mine=mine,
        people=people,
        sheets=uow.offers.sheets(_shown_offers(plan, choices, mine)),
        open_already={person: len(known.open_offers) for person, known in dealings.items() if known.open_offers},
        model=market.table.version,
        heard=heard,
    )


def _gathered(
    known: Known, people: Sequence[Prospect], market: Market, alike: Alike, hurried: Hurried
) -> tuple[Gathered, bool]:
    """What everybody could have; with False when words could not be compared, for anybody."""
    try:
        found = known.prospects.gather(people, market, _of_labels(alike), hurried)
    except Unavailable:
        return known.wordless.gather(people, market, None, hurried), False
    known.wordless = Prospects()
    return found, True


def price_choices(
    profile_id: UUID, *, by: Actor, uow: UnitOfWork, tools: Tools, planning: Planning, now: datetime
) -> Priced:
    """The other choices of a person whom the referent accompanies. Raises NotFound, Unavailable."""
    visible_profile(profile_id, by=by, uow=uow, now=now)
    drawn = draw_plan(by=by, uow=uow, tools=tools, planning=planning, now=now)
    line = next((line for line in drawn.plan.lines if line.profile_id == profile_id), None)
    if line is None:
        raise NotFound("Cette personne n'est pas suivie en ce moment : elle n'est pas dans le plan.")
    main = line.main.offer_id if line.main else None
    mains = drawn.plan.mains()
    prices = tuple(
        price(
            drawn.seating,
            drawn.choices,
            Chosen(profile_id, offer_id, Choice.PINNED, by.id, now),
            mains,
            planning.assigner.best,
        )
        for offer_id in other_choices(drawn.seating, drawn.choices, profile_id, main)
    )
    told = {one.placed.offer_id for one in prices}
    told |= {step.offer_id for one in prices for moved in one.moved for step in (moved.before, moved.to) if step}
    return Priced(drawn, line, prices, uow.offers.sheets(told | ({main} if main else set())))


def note_plan(drawn: Drawn, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Write down what was proposed of the people accompanied, and the figures of the whole (AI Act, art. 12)."""
    details = {
        "lines": {
            str(line.profile_id): [
                str(placed.offer_id)
                for placed in (line.main, *(reserve.placed for reserve in line.reserves))
                if placed is not None
            ]
            for line in drawn.lines()
        },
        "people": len(drawn.plan.lines),
        "served": drawn.plan.merit.served,
        "least": drawn.plan.merit.least,
        "total": drawn.plan.merit.total,
        "choices": len(drawn.choices),
        "model": drawn.model,
        "heard": drawn.heard,
    }
    uow.journal.note("plan.drawn", "plan", details, actor=by.reference, at=now)


def _of_labels(alike: Alike) -> Likeness:
    """The likeness of titles to what a person wishes."""

    def likeness(profile: Profile, offers: Collection[UUID]) -> Mapping[UUID, float]:
        return alike(tuple(dict.fromkeys(wish.label for wish in profile.wants.wishes)), offers)

    return likeness


def _prospect(profile: Profile, tools: Tools, dealings: Dealings) -> Prospect:
    nearness = {wish.rome: tools.trades.nearness(wish.rome) for wish in profile.wants.wishes}
    return Prospect(profile, dealings, trade_links(profile.wants.wishes, nearness))


def _seating(
    people: tuple[UUID, ...],
    worth: Mapping[UUID, Mapping[UUID, int]],
    market: Market,
    under_way: Mapping[UUID, int],
) -> Seating:
    wanted = frozenset(offer for row in worth.values() for offer in row)
    offers = [offer for offer in market.offers if offer.id in wanted]
    seats = [
        Seats(
            offer.id,
            firm_key(offer),
            max(0, offer.places - market.taken.get(offer.id, 0) - under_way.get(offer.id, 0)),
        )
        for offer in offers
    ]
    rooms: dict[str, int] = {}
    for offer in offers:
        employer = market.employers.get(offer.company_id) if offer.company_id else None
        if employer is not None:
            record = market.records.get(employer.id)
            received = record.introduced_this_month if record else 0
            rooms[firm_key(offer)] = max(0, employer.introductions_per_month - received)
    return Seating.of(people, worth, seats, rooms)


def _shown_offers(plan: Plan, choices: Sequence[Chosen], mine: frozenset[UUID]) -> set[UUID]:
    shown = {one.offer_id for one in choices if one.profile_id in mine}
    for line in plan.lines:
        if line.profile_id in mine:
            shown |= {reserve.placed.offer_id for reserve in line.reserves}
            shown |= {line.main.offer_id} if line.main else set()
    return shown

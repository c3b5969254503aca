"""The hidden market of a person: firms to call though they posted nothing, and the call once made.

Announces nothing. Writes down what was shown and each call (audit). Refuses a person whom the referent does not
accompany, a firm that is not one of hers to call, and a day to call again that is not to come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.kernel.problems import NotFound
from services.matching.domain.access import KeptProfile
from services.matching.domain.hidden_market.calls import CallOutcome, FirmCall, again_on
from services.matching.domain.hidden_market.firms_to_call import Firm, FirmToCall, firms_to_call
from services.matching.domain.ranking.evidence import trade_links
from services.matching.domain.ranking.market import Market, Trips
from services.matching.domain.ranking.offer import UNNAMED, Offer, firm_key
from services.matching.domain.ranking.travel import Point
from services.matching.plan_ports import Sectors
from services.matching.ports import TradesCatalogue, UnitOfWork
from services.matching.use_cases.gather_market import gather_market
from services.matching.use_cases.rank_offers_for_profile import Tools, visible_profile

SAME_GRAIN = 0.75
"""Codes of one domain at least so near share the older, wider code by which sectors count their hirings."""
NOT_TO_CALL = "Cette entreprise n'est pas parmi celles à appeler pour la personne. Reprenez depuis la liste."


@dataclass(frozen=True, slots=True)
class ToCall:
    """A firm to call, with the last call made to it; ``resting`` until ``again_on``."""

    found: FirmToCall
    last: FirmCall | None
    resting: bool


@dataclass(frozen=True, slots=True)
class CallList:
    """The firms of one person: first those to call now, then those that were called lately."""

    kept: KeptProfile
    items: tuple[ToCall, ...]


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A call made for a person."""

    profile_id: UUID
    firm: str
    outcome: CallOutcome
    again_on: date | None
    new_id: UUID


def list_firms(
    profile_id: UUID, *, by: Actor, uow: UnitOfWork, tools: Tools, sectors: Sectors, now: datetime
) -> CallList:
    """The firms to call for a person. Raises NotFound, Unavailable."""
    kept = visible_profile(profile_id, by=by, uow=uow, now=now)
    market = gather_market(uow, now=now, router=tools.router)
    wants = kept.profile.wants
    nearness = {wish.rome: tools.trades.nearness(wish.rome) for wish in wants.wishes}
    found = firms_to_call(
        wants,
        _firms(market, uow, tools.trades),
        sectors.all(),
        links=trade_links(wants.wishes, nearness),
        older={wished: _older(wished, row) for wished, row in nearness.items()},
        trips=Trips.of(kept.profile, market),
    )
    calls = uow.firm_calls.last_by_firm()
    items = [_to_call(one, calls.get(one.firm.key), market.today) for one in found]
    return CallList(kept, tuple(sorted(items, key=lambda item: item.resting)))


def note_list(shown: CallList, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Write down which firms were proposed for the person."""
    profile_id = shown.kept.profile.id
    details = {"firms": [str(item.found.firm.company_id or item.found.firm.key) for item in shown.items]}
    uow.journal.note("firms.proposed", f"profile:{profile_id}", details, actor=by.reference, at=now)


def note_call(
    command: NoteCall, shown: CallList, *, by: Actor, uow: UnitOfWork, now: datetime, today: date
) -> FirmCall:
    """Keep a call to a firm of the list. Raises NotFound, Invalid."""
    item = next((item for item in shown.items if item.found.firm.key == command.firm), None)
    if item is None:
        raise NotFound(NOT_TO_CALL)
    firm = item.found.firm
    call = FirmCall(
        id=command.new_id,
        firm=firm.key,
        firm_name=firm.name,
        company_id=firm.company_id,
        profile_id=command.profile_id,
        rome=item.found.wish.rome,
        outcome=command.outcome,
        again_on=again_on(command.outcome, command.again_on, today),
        staff_id=by.id,
        at=now,
    )
    uow.firm_calls.note(call)
    details = {"firm": str(firm.company_id or ""), "rome": call.rome, "outcome": call.outcome.value}
    uow.journal.note("firm.called", f"profile:{command.profile_id}", details, actor=by.reference, at=now)
    return call


def _to_call(found: FirmToCall, last: FirmCall | None, today: date) -> ToCall:
    resting = last is not None and (last.again_on is None or last.again_on > today)
    return ToCall(found, last, resting)


def _firms(market: Market, uow: UnitOfWork, trades: TradesCatalogue) -> Sequence[Firm]:
    """The club's firms, then those that only published elsewhere and gave their name."""
    by_firm: dict[str, list[Offer]] = {}
    for offer in market.offers:
        by_firm.setdefault(firm_key(offer), []).append(offer)
    places = uow.companies.places()
    club = [
        Firm(
            key=str(company_id),
            name=employer.name,
            company_id=company_id,
            naf=employer.naf,
            place=places.get(company_id) or _place(by_firm.get(str(company_id), ())),
            open=employer.open,
            paused=employer.paused,
            posted=_posted(by_firm.get(str(company_id), ()), trades),
        )
        for company_id, employer in market.employers.items()
    ]
    elsewhere = [
        Firm(key=key, name=offers[0].company_name, place=_place(offers), posted=_posted(offers, trades))
        for key, offers in sorted(by_firm.items())
        if offers[0].company_id is None and offers[0].company_name.strip().casefold() not in UNNAMED
    ]
    return [*club, *elsewhere]


def _older(wished: str, near: Mapping[str, float]) -> tuple[str, ...]:
    """The codes by which a sector may have counted the hirings of this trade."""
    return tuple(code for code, nearness in near.items() if nearness >= SAME_GRAIN and code[:3] == wished[:3])


def _place(offers: Sequence[Offer]) -> Point | None:
    return next((offer.place for offer in offers if offer.place is not None), None)


def _posted(offers: Sequence[Offer], trades: TradesCatalogue) -> Mapping[str, str]:
    return {offer.rome: offer.trade_label or trades.label(offer.rome) or offer.title for offer in offers if offer.rome}

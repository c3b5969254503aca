"""The JSON of the ranking's API. Shares are points out of 100: with the starting point they sum to the score."""

import base64
import binascii
from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.kernel.problems import Malformed
from services.matching.domain.ranking.case import Lift
from services.matching.domain.ranking.eligibility import Assured, Barrier, Reservation
from services.matching.domain.ranking.reasons import Reason
from services.matching.domain.ranking.score import Score
from services.matching.domain.ranking.unlock import Unlock, tell
from services.matching.domain.ranking.wording import Voice
from services.matching.use_cases.explain_offer import Explanation
from services.matching.use_cases.rank_offers_for_profile import OfferList, Proposal
from services.matching.use_cases.rank_people_for_offer import PeopleList, PersonFit
from services.matching.use_cases.search_offers import Found, SearchPage
from services.matching.use_cases.words_of_offers import UNHEARD

STARTING_POINT = "starting_point"


class Shape(BaseModel):
    """An answer of the API."""

    model_config = ConfigDict(extra="forbid")


class ReasonShown(Shape):
    """``share`` in points of the score; ``log_odds`` the exact share before the sigmoid; unknown weighs nothing."""

    feature: str
    share: float
    text: str
    log_odds: float = 0.0
    known: bool = True


class NoteShown(Shape):
    """A reservation or a barrier, with its rule and its source (an article, or whose wish)."""

    code: str
    text: str
    source: str


class OfferShown(Shape):
    """An offer of the list. ``score`` is the sum of the shares of ``reasons``, starting point included."""

    offer_id: UUID
    position: int
    title: str
    kind: str
    kind_label: str
    employer: str
    company_id: UUID | None
    trade: str
    rome: str
    commune: str
    act: str
    source: str
    source_url: str
    starts_on: date | None
    score: float
    log_odds: float
    reasons: list[ReasonShown]
    reservations: list[NoteShown]
    assured: list[NoteShown]
    """What the offer demands and the person says she has: a licence, a language."""
    distance_km: float | None
    travel_minutes: int | None
    travel_mode: str | None
    first_look: bool
    apart: bool
    """In none of the domains that the person asked for: listed after all those that are."""
    freed: bool


class UnlockShown(Shape):
    """What lifting a wish, or two, would bring: ``more`` offers, ``asked`` of them in the domains asked for."""

    constraints: list[str]
    more: int
    asked: int
    close: int
    together: int
    gain: float
    text: str


class UnheardShown(Shape):
    """A feature that could not be measured for anything in this answer: it weighs nothing; ``text`` says why."""

    feature: str
    text: str


class OfferPage(Shape):
    """A page of the list. ``model`` names the version that ranked it; ``unheard`` is empty when all is well."""

    items: list[OfferShown]
    unlocks: list[UnlockShown]
    total: int
    next_cursor: str | None
    model: str
    unheard: list[UnheardShown] = []
    beyond: int = 0
    """Left out unless ``beyond=true``: possible, in other trades, which suppose long studies or years of experience."""


class ExplanationShown(Shape):
    """``eligible`` False when ``barriers`` set the offer aside; the score says what it would be worth."""

    offer_id: UUID
    title: str
    eligible: bool
    barriers: list[NoteShown]
    reservations: list[NoteShown]
    assured: list[NoteShown]
    score: float
    log_odds: float
    reasons: list[ReasonShown]
    model: str
    unheard: list[UnheardShown] = []
    beyond: bool = False
    """Possible, and left out of the list: another trade, which supposes long studies or years of experience."""


class PersonShown(Shape):
    """A person who may have the offer: an id, never a name."""

    profile_id: UUID
    score: float
    log_odds: float
    reasons: list[ReasonShown]
    reservations: list[NoteShown]
    assured: list[NoteShown]
    distance_km: float | None
    travel_minutes: int | None
    travel_mode: str | None


class PeoplePage(Shape):
    """People whom the referent accompanies."""

    offer_id: UUID
    items: list[PersonShown]
    total: int
    model: str
    unheard: list[UnheardShown] = []


class BandShown(Shape):
    """How many people could fit, without any name. Fixed per offer."""

    offer_id: UUID
    band: str
    text: str


class FoundShown(Shape):
    """An offer of a free search; the last four are given for a person only."""

    offer_id: UUID
    title: str
    kind: str
    kind_label: str
    employer: str
    trade: str
    commune: str
    starts_on: date | None
    act: str
    source_url: str
    eligible: bool | None = None
    barriers: list[NoteShown] = []
    score: float | None = None
    distance_km: float | None = None


class FoundPage(Shape):
    """A page of a free search."""

    items: list[FoundShown]
    total: int
    offset: int


def reasons_shown(reasons: tuple[Reason, ...], scored: Score, voice: Voice) -> list[ReasonShown]:
    """Every reason, then the starting point: their shares sum to the score."""
    shown = [
        ReasonShown(
            feature=reason.feature,
            share=reason.points,
            text=reason.sentence.said(voice),
            log_odds=reason.share,
            known=reason.known,
        )
        for reason in reasons
    ]
    start = scored.starting_points
    words = f"Point de départ de toute offre, avant de rien savoir : {round(start)} points."
    shown.append(ReasonShown(feature=STARTING_POINT, share=start, text=words, log_odds=scored.baseline))
    return shown


def notes_shown(
    notes: tuple[Reservation, ...] | tuple[Barrier, ...] | tuple[Assured, ...], voice: Voice
) -> list[NoteShown]:
    """Reservations, barriers, or what is met."""
    return [NoteShown(code=note.code, text=note.sentence.said(voice), source=note.source) for note in notes]


def unheard_shown(heard: bool) -> list[UnheardShown]:
    """What the index of offers did not say."""
    return [] if heard else [UnheardShown(feature="wording", text=UNHEARD)]


def offer_shown(item: Proposal, voice: Voice) -> OfferShown:
    """One offer of the list."""
    offer, trip, scored = item.ranked.offer, item.case.trip, item.ranked.score
    return OfferShown(
        offer_id=offer.id,
        position=item.position,
        title=offer.title,
        kind=offer.kind.value,
        kind_label=offer.kind.label,
        employer=offer.company_name,
        company_id=offer.company_id,
        trade=offer.trade_label,
        rome=offer.rome,
        commune=offer.commune,
        act=offer.act.value,
        source=offer.source,
        source_url=item.sheet.source_url,
        starts_on=offer.starts_on,
        score=scored.points,
        log_odds=scored.log_odds,
        reasons=reasons_shown(item.reasons, scored, voice),
        reservations=notes_shown(item.reservations, voice),
        assured=notes_shown(item.assured, voice),
        distance_km=round(trip.km, 2) if trip else None,
        travel_minutes=trip.minutes if trip else None,
        travel_mode=trip.mode.value if trip and trip.mode else None,
        first_look=item.ranked.first_look,
        apart=item.ranked.apart,
        freed=item.freed,
    )


def unlock_shown(unlock: Unlock, voice: Voice) -> UnlockShown:
    """One « et si … »."""
    return UnlockShown(
        constraints=[lift.value for lift in Lift if lift in unlock.lifts],
        more=unlock.more,
        asked=unlock.asked,
        close=unlock.close,
        together=unlock.together,
        gain=unlock.gain,
        text=tell(unlock).said(voice),
    )


def page_shown(found: OfferList, voice: Voice) -> OfferPage:
    """A page of the list."""
    return OfferPage(
        items=[offer_shown(item, voice) for item in found.items],
        unlocks=[unlock_shown(unlock, voice) for unlock in found.unlocks],
        total=found.total,
        next_cursor=cursor_of(found.next_after) if found.next_after else None,
        model=found.model,
        unheard=unheard_shown(found.heard),
        beyond=found.beyond,
    )


def explanation_shown(told: Explanation, voice: Voice) -> ExplanationShown:
    """Why, or why not."""
    return ExplanationShown(
        offer_id=told.sheet.offer.id,
        title=told.sheet.offer.title,
        eligible=told.verdict.eligible,
        barriers=notes_shown(told.verdict.barriers, voice),
        reservations=notes_shown(told.verdict.reservations, voice),
        assured=notes_shown(told.verdict.assured, voice),
        score=told.score.points,
        log_odds=told.score.log_odds,
        reasons=reasons_shown(told.reasons, told.score, voice),
        model=told.score.table.version,
        unheard=unheard_shown(told.heard),
        beyond=told.beyond,
    )


def people_shown(found: PeopleList, voice: Voice) -> PeoplePage:
    """People for an offer."""
    items = [_person_shown(item, voice) for item in found.items]
    return PeoplePage(
        offer_id=found.sheet.offer.id,
        items=items,
        total=found.total,
        model=found.model,
        unheard=unheard_shown(found.heard),
    )


def _person_shown(item: PersonFit, voice: Voice) -> PersonShown:
    fit = item.fit
    trip = fit.case.trip
    return PersonShown(
        profile_id=fit.profile.id,
        score=fit.score.points,
        log_odds=fit.score.log_odds,
        reasons=reasons_shown(item.reasons, fit.score, voice),
        reservations=notes_shown(item.reservations, voice),
        assured=notes_shown(item.assured, voice),
        distance_km=round(trip.km, 2) if trip else None,
        travel_minutes=trip.minutes if trip else None,
        travel_mode=trip.mode.value if trip and trip.mode else None,
    )


def found_shown(page: SearchPage, voice: Voice) -> FoundPage:
    """A page of a search."""
    return FoundPage(items=[_found(item, voice) for item in page.items], total=page.total, offset=page.offset)


def _found(item: Found, voice: Voice) -> FoundShown:
    offer, hers = item.sheet.offer, item.for_person
    trip = hers.case.trip if hers else None
    return FoundShown(
        offer_id=offer.id,
        title=offer.title,
        kind=offer.kind.value,
        kind_label=offer.kind.label,
        employer=offer.company_name,
        trade=offer.trade_label,
        commune=offer.commune,
        starts_on=offer.starts_on,
        act=offer.act.value,
        source_url=item.sheet.source_url,
        eligible=hers.verdict.eligible if hers else None,
        barriers=notes_shown(hers.verdict.barriers, voice) if hers else [],
        score=hers.score.points if hers else None,
        distance_km=round(trip.km, 2) if trip else None,
    )


def cursor_of(after: tuple[UUID, int]) -> str:
    """The opaque text of a place in the list."""
    return base64.urlsafe_b64encode(after[0].bytes + after[1].to_bytes(4)).decode().rstrip("=")


def place_of(cursor: str | None) -> tuple[UUID, int] | None:
    """The place that a cursor tells. Raises Malformed."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError) as error:
        raise Malformed("Ce curseur n'est pas lisible : reprenez la liste au début.") from error
    if len(raw) != 20:
        raise Malformed("Ce curseur n'est pas lisible : reprenez la liste au début.")
    return UUID(bytes=raw[:16]), int.from_bytes(raw[16:])

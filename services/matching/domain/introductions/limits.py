"""What keeps a firm from being flooded and a person from being sent twice: each obstacle with its reason and its end.

- Same person, same employer: no second introduction within 24 hours; the same request is blocked for 7 days.
- A firm receives at most so many introductions a calendar month (its own cap, else the territory's).
- A firm that left 5 introductions without answer over 60 days is paused, and comes back by answering.
- No introduction reaches a firm before a referent confirmed who speaks for it, nor one that the register closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.contracts.vocabulary import IntroductionState
from services.kernel.problems import Conflict
from services.matching.domain.introductions.introduction import Introduction, Proposal
from services.matching.domain.introductions.life_cycle import UNFINISHED

SAME_EMPLOYER_HOURS = 24
SAME_REQUEST_DAYS = 7
UNANSWERED_TO_PAUSE = 5
UNANSWERED_DAYS = 60
UNANSWERED_AFTER_DAYS = 7
"""An introduction younger than its second reminder is not « without answer » yet."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why the introduction cannot be made now. ``until``: when it may be tried again, None when unknown."""

    code: str
    message: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CompanyStanding:
    """What is known of the firm. ``open`` None when the register could not say; ``cap`` per calendar month."""

    company_id: UUID
    name: str
    confirmed: bool
    open: bool | None = None
    paused: bool = False
    cap: int = 8


@dataclass(frozen=True, slots=True)
class OfferStanding:
    """What is left of the offer. ``withdrawn``: a reason, empty while it stands."""

    places: int = 1
    places_taken: int = 0
    withdrawn: str = ""


def same_request(proposal: Proposal, earlier: Proposal) -> bool:
    """True for the same offer, or the same kind of work in the same trade at the same employer."""
    if proposal.offer_id == earlier.offer_id:
        return True
    if proposal.company_id is None or proposal.company_id != earlier.company_id:
        return False
    return proposal.kind is earlier.kind and bool(proposal.rome) and proposal.rome == earlier.rome


def repeated(
    proposal: Proposal, theirs: Iterable[Introduction], now: datetime, *, itself: UUID
) -> tuple[Obstacle, ...]:
    """Obstacles from the earlier introductions of the same person. ``itself`` is the one about to be made."""
    found: list[Obstacle] = []
    for earlier in theirs:
        if earlier.id == itself or earlier.introduced_at is None:
            continue
        if earlier.state in UNFINISHED and earlier.proposal.offer_id == proposal.offer_id:
            told = f"La personne est déjà présentée pour cette offre ({earlier.state.label})."
            found.append(Obstacle("already-introduced", told))
            continue
        blocked = _blocked(proposal, earlier.proposal, earlier.introduced_at)
        if blocked is not None and blocked.until is not None and now < blocked.until:
            found.append(blocked)
    return tuple(found)


def _blocked(proposal: Proposal, earlier: Proposal, introduced_at: datetime) -> Obstacle | None:
    name = earlier.company_name
    if same_request(proposal, earlier):
        told = f"La même demande a déjà été faite à {name} il y a moins de {SAME_REQUEST_DAYS} jours."
        return Obstacle("same-request", told, introduced_at + timedelta(days=SAME_REQUEST_DAYS))
    if proposal.company_id is not None and proposal.company_id == earlier.company_id:
        told = f"La personne a été présentée à {name} il y a moins de {SAME_EMPLOYER_HOURS} heures."
        return Obstacle("same-employer", told, introduced_at + timedelta(hours=SAME_EMPLOYER_HOURS))
    return None


def month_of(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start (included) and end (excluded) of the calendar month of the territory that holds ``now``."""
    local = now.astimezone(zone)
    start = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = (start + timedelta(days=32)).replace(day=1)
    return start, end


def capacity(company: CompanyStanding, introduced_at: Iterable[datetime], now: datetime, zone: ZoneInfo) -> int:
    """Introductions that the firm may still receive this month, never negative."""
    start, end = month_of(now, zone)
    received = sum(1 for instant in introduced_at if start <= instant < end)
    return max(0, company.cap - received)


def unanswered(to_company: Sequence[Introduction], now: datetime) -> int:
    """Introductions of the last 60 days left without answer since the firm last answered anything."""
    last_answer = max((i.answered_at for i in to_company if i.answered_at is not None), default=None)
    oldest, youngest = now - timedelta(days=UNANSWERED_DAYS), now - timedelta(days=UNANSWERED_AFTER_DAYS)
    return sum(
        1
        for i in to_company
        if i.introduced_at is not None
        and i.answered_at is None
        and i.state is not IntroductionState.DECLINED
        and oldest <= i.introduced_at <= youngest
        and (last_answer is None or i.introduced_at > last_answer)
    )


def silent(to_company: Sequence[Introduction], now: datetime) -> bool:
    """True when the firm is to be paused: it left too many introductions without answer."""
    return unanswered(to_company, now) >= UNANSWERED_TO_PAUSE


def company_obstacles(
    company: CompanyStanding, to_company: Sequence[Introduction], now: datetime, zone: ZoneInfo
) -> tuple[Obstacle, ...]:
    """Why this firm may receive nobody now."""
    found: list[Obstacle] = []
    if company.open is False:
        found.append(Obstacle("company-closed", f"{company.name} est fermée d'après le registre des entreprises."))
    if not company.confirmed:
        told = f"Personne n'a encore confirmé qui parle pour {company.name}. Confirmez-le avant de présenter quelqu'un."
        found.append(Obstacle("company-not-confirmed", told))
    if company.paused or silent(to_company, now):
        told = (
            f"{company.name} est en pause : des présentations y attendent une réponse depuis trop longtemps. "
            "Elle revient dès qu'elle répond à l'une d'elles ; un appel peut suffire."
        )
        found.append(Obstacle("company-paused", told))
    introduced = [i.introduced_at for i in to_company if i.introduced_at is not None]
    if capacity(company, introduced, now, zone) == 0:
        told = f"{company.name} a déjà reçu {company.cap} présentation(s) ce mois-ci : c'est sa limite."
        found.append(Obstacle("company-full", told, month_of(now, zone)[1]))
    return tuple(found)


def offer_obstacles(offer: OfferStanding) -> tuple[Obstacle, ...]:
    """Why this offer takes nobody any more."""
    if offer.withdrawn:
        return (Obstacle("offer-withdrawn", "Cette offre n'est plus proposée."),)
    if offer.places_taken >= offer.places:
        return (Obstacle("no-place-left", "Il n'y a plus de place sur cette offre."),)
    return ()


def must_be_free(obstacles: Sequence[Obstacle]) -> None:
    """Raise Conflict for the first obstacle; the others follow in the message, so that none is discovered later."""
    if not obstacles:
        return
    told = " ".join(dict.fromkeys(obstacle.message for obstacle in obstacles))
    raise Conflict(f"{told} Rien n'a été envoyé.", code=obstacles[0].code)

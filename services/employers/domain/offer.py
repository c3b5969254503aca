"""The life of an offer: waiting for the firm's confirmation, published, filled, closed or expired.

Announced as OfferPublished (whole, at each change) and OfferWithdrawn. Refuses to change what is closed, and to
publish for a firm that nobody confirmed: such an offer waits, and is published by the confirmation itself.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.contracts.vocabulary import ActAsked, OfferKind
from services.employers.domain.offer_terms import Terms
from services.employers.domain.refusals import Conflict

LIVES_FOR = timedelta(days=60)
"""An offer without a date of its own is shown this long, then its employer is asked to renew it."""

DATED_BY_THE_DAY = frozenset({OfferKind.VISIT, OfferKind.MOCK_INTERVIEW})


class Status(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    FILLED = "filled"
    CLOSED = "closed"
    EXPIRED = "expired"


class Source(StrEnum):
    CLUB = "club"
    DOOR = "door"
    FRANCE_TRAVAIL = "france_travail"


LABELS = {
    Status.WAITING: "en attente de confirmation",
    Status.PUBLISHED: "publiée",
    Status.FILLED: "pourvue",
    Status.CLOSED: "fermée",
    Status.EXPIRED: "expirée",
}

MAY_BECOME: dict[Status, frozenset[Status]] = {
    Status.WAITING: frozenset({Status.PUBLISHED, Status.CLOSED, Status.EXPIRED}),
    Status.PUBLISHED: frozenset({Status.FILLED, Status.CLOSED, Status.EXPIRED}),
    Status.FILLED: frozenset({Status.PUBLISHED, Status.CLOSED, Status.EXPIRED}),
    Status.EXPIRED: frozenset({Status.PUBLISHED, Status.CLOSED}),
    Status.CLOSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer, whole. ``company_id`` is None when it was imported: no account here answers for it."""

    id: UUID
    territory: str
    version: int
    company_id: UUID | None
    company_name: str
    source: Source
    status: Status
    terms: Terms
    posted_by: UUID | None
    posted_at: datetime
    changed_at: datetime
    published_at: datetime | None = None
    taken: int = 0
    reason: str = ""
    """A caseworker's written reason for what the law left in doubt."""
    source_ref: str = ""
    source_url: str = ""
    act: ActAsked = ActAsked.INTRODUCE

    @property
    def places_left(self) -> int:
        return max(0, self.terms.places - self.taken)

    @property
    def is_from_the_door(self) -> bool:
        """True when a referent entered it: it waits for the employer's own word."""
        return self.source is Source.DOOR

    @property
    def is_open(self) -> bool:
        """True when it may still be edited or closed."""
        return self.status in (Status.WAITING, Status.PUBLISHED, Status.FILLED)

    def _become(self, status: Status, at: datetime) -> "Offer":
        if status not in MAY_BECOME[self.status]:
            raise Conflict(f"Cette offre est {LABELS[self.status]} : elle ne peut pas devenir {LABELS[status]}.")
        return replace(self, status=status, changed_at=at, version=self.version + 1)

    def publish(self, *, at: datetime) -> "Offer":
        """Show it. An offer already shown is returned as it is."""
        if self.status is Status.PUBLISHED:
            return self
        if self.places_left == 0:
            raise Conflict("Toutes les places sont prises : ajoutez-en une pour republier l'offre.")
        return replace(self._become(Status.PUBLISHED, at), published_at=self.published_at or at)

    def change(self, terms: Terms, *, reason: str, at: datetime) -> "Offer":
        """Replace its content; a filled offer given more places is shown again. The same content changes nothing."""
        if not self.is_open:
            raise Conflict(f"Cette offre est {LABELS[self.status]} : publiez-en une nouvelle.")
        if terms.places < self.taken:
            raise Conflict(f"{self.taken} place(s) sont déjà prises : vous ne pouvez pas en garder {terms.places}.")
        if (terms, reason) == (self.terms, self.reason):
            return self
        changed = replace(self, terms=terms, reason=reason, changed_at=at, version=self.version + 1)
        return changed.with_taken(self.taken, at=at)

    def renew(self, terms: Terms, *, at: datetime) -> "Offer":
        """Show an expired offer again, with dates judged anew."""
        if self.status is not Status.EXPIRED:
            raise Conflict("Seule une offre expirée se renouvelle.")
        return replace(self, terms=terms).publish(at=at)

    def close(self, *, at: datetime) -> "Offer":
        """Take it away for good. Closing twice changes nothing."""
        return self if self.status is Status.CLOSED else self._become(Status.CLOSED, at)

    def expire(self, *, today: date, at: datetime) -> "Offer":
        """Take it away when its last day is over; before that, nothing changes."""
        if not self.is_open or self.terms.expires_on is None or today <= self.terms.expires_on:
            return self
        return self._become(Status.EXPIRED, at)

    def vanish(self, *, at: datetime) -> "Offer":
        """Take it away because its board shows it no more; it is renewed if it comes back there."""
        return self._become(Status.EXPIRED, at) if self.is_open else self

    def with_taken(self, taken: int, *, at: datetime) -> "Offer":
        """Count the places agreed: the last one fills the offer, one given back shows it again."""
        counted = replace(self, taken=taken)
        if counted.status is Status.PUBLISHED and counted.places_left == 0:
            return counted._become(Status.FILLED, at)
        if counted.status is Status.FILLED and counted.places_left > 0:
            return counted._become(Status.PUBLISHED, at)
        return counted


def last_day_shown(terms: Terms, *, today: date) -> date:
    """The day an offer leaves by itself when its employer names none: its own day, its end, or sixty days."""
    if terms.expires_on is not None:
        return terms.expires_on
    if terms.kind in DATED_BY_THE_DAY and terms.starts_on is not None:
        return terms.starts_on
    horizon = max(today, terms.starts_on or today) + LIVES_FOR
    return min(horizon, terms.ends_on) if terms.ends_on is not None else horizon


def new_offer(
    *,
    id: UUID,  # noqa: A002
    territory: str,
    company_id: UUID,
    company_name: str,
    source: Source,
    terms: Terms,
    reason: str,
    by: UUID | None,
    at: datetime,
    today: date,
) -> Offer:
    """An offer as its employer, or a referent at the door, just entered it: waiting."""
    shown = replace(terms, expires_on=last_day_shown(terms, today=today))
    return Offer(
        id=id,
        territory=territory,
        version=1,
        company_id=company_id,
        company_name=company_name,
        source=source,
        status=Status.WAITING,
        terms=shown,
        posted_by=by,
        posted_at=at,
        changed_at=at,
        reason=reason,
    )

"""Personal links: an opaque token that opens one person's own page, on a phone or from a printed QR code.

Only its hash is kept, so the database cannot open a page. A link has an end and can be cut at any time. It opens the
person's page and nothing else.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.candidates.domain.refusals import NotFound

LIFETIME = timedelta(days=180)
TOKEN_BYTES = 24
"""192 bits of chance: not to be guessed."""


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A link that was handed over. ``hash`` is the SHA-256 of the token, in hexadecimal."""

    id: UUID
    person_id: UUID
    hash: str
    issued_at: datetime
    expires_at: datetime
    issued_by: UUID
    cut_at: datetime | None = None


def hashed(token: str) -> str:
    """Return what is kept of a token. The token has enough chance in it: no salt nor slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def fresh_token() -> str:
    """Return a new unguessable token, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def issue(*, link_id: UUID, person_id: UUID, token: str, by: UUID, now: datetime) -> PersonalLink:
    """Build the link to keep for a token to hand over."""
    return PersonalLink(link_id, person_id, hashed(token), now, now + LIFETIME, by)


def cut(link: PersonalLink, now: datetime) -> PersonalLink:
    """Cut a link; cutting twice keeps the first moment."""
    return link if link.cut_at is not None else replace(link, cut_at=now)


def must_open(link: PersonalLink | None, now: datetime) -> PersonalLink:
    """Return the link when it opens the page now. Raises NotFound, the same for unknown, cut and ended links."""
    if link is None or link.cut_at is not None or now >= link.expires_at:
        raise NotFound(
            "Ce lien n'est plus valable. Demandez-en un nouveau à la personne qui vous accompagne : "
            "rien n'est perdu, votre dossier est gardé."
        )
    return link

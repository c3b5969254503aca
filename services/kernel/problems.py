"""The kinds of refusal that the domain raises, with a message in the user's words.

The edge alone maps a kind to a status: RFC 9457 problem+json for an API, a page for a person.
"""

from collections.abc import Mapping
from typing import ClassVar


class Problem(Exception):
    """A refusal. ``message`` says what happened, what was kept and what to do; ``fields`` gives it per field."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Une erreur est survenue"
    kind: ClassVar[str] = "problem"

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        self.code = code
        """A stable word for machines, e.g. ``agreement-missing``; empty when the kind says enough."""


class Malformed(Problem):
    status = 400
    title = "La demande n'est pas lisible"
    kind = "malformed"


class Unauthenticated(Problem):
    status = 401
    title = "Il faut vous connecter"
    kind = "unauthenticated"


class Forbidden(Problem):
    status = 403
    title = "Vous n'avez pas accès à cette page"
    kind = "forbidden"


class NotFound(Problem):
    status = 404
    title = "Cette page n'existe pas"
    kind = "not-found"


class Conflict(Problem):
    status = 409
    title = "Cela n'est pas possible maintenant"
    kind = "conflict"


class Gone(Problem):
    status = 410
    title = "Cela n'est plus disponible"
    kind = "gone"


class Invalid(Problem):
    status = 422
    title = "Une information est à corriger"
    kind = "invalid"


class TooMany(Problem):
    status = 429
    title = "Trop de demandes à la suite"
    kind = "too-many"


class Unavailable(Problem):
    """A part of the product is out of reach for now: trying again later is right, parking a message is not."""

    status = 503
    title = "Un service ne répond pas"
    kind = "unavailable"

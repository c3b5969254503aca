"""What the rules of `matching` say no with: four kinds, each with a French sentence.

The edge alone turns a kind into a page or a problem document. ``field`` names the entry to mend, ``article`` the
text of law that asks for the refusal, ``code`` is a stable word for machines; each may be empty.
"""


class Refused(Exception):
    """A rule was not met: nothing was changed."""

    def __init__(self, message: str, *, field: str = "", article: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.article = article
        self.code = code


class Invalid(Refused):
    """An entry is malformed or breaks a rule of the law."""


class Conflict(Refused):
    """The entry is well formed but contradicts what is already recorded, or comes too late."""


class Forbidden(Refused):
    """This actor may not do or see that."""


class NotFound(Refused):
    """No such thing in this territory, or it was erased."""

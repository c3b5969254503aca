"""Why the club says no, in words that a person reads.

A ``Fault`` is one thing to mend, at its field, with the article of law behind it. The kinds are those that the
edge turns into a page or a problem document; nothing was changed when one is raised.
"""

from dataclasses import dataclass

from services.kernel import problems


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. ``field`` is the name of the form's field, empty when it concerns the whole."""

    field: str
    message: str
    article: str = ""

    def told(self) -> str:
        """The message with its article, as one sentence."""
        return f"{self.message} ({self.article})" if self.article else self.message


class NotFound(problems.NotFound):
    """What is asked for does not exist for this actor."""


class Conflict(problems.Conflict):
    """The act comes too late, or twice, or against the state of things."""


class Forbidden(problems.Forbidden):
    """The actor may not do this."""


class Invalid(problems.Invalid):
    """What was written cannot be accepted; ``faults`` say where."""

    def __init__(self, message: str, *, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message, fields={fault.field: fault.told() for fault in reversed(faults) if fault.field})
        self.faults = faults

    @classmethod
    def because(cls, *faults: Fault) -> "Invalid":
        """Refuse for these faults; the message tells the first."""
        return cls(faults[0].told() if faults else "La demande n'est pas complète.", faults=faults)

"""A plan: what must change for a server to hold what is declared, told before anything is done.

Pure. A step that destroys or shrinks is dangerous: it is refused unless whoever asks has said yes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a step does, with the sign under which it is told."""

    CREATE = "+"
    ALTER = "~"
    DESTROY = "-"
    KEEP = "="
    NOTE = "!"


@dataclass(frozen=True, slots=True)
class Step:
    """One change. ``act`` does it; None when nothing is to be done. ``why`` says what a dangerous one loses."""

    kind: Kind
    what: str
    detail: str = ""
    act: Callable[[], None] | None = None
    why: str = ""

    @property
    def dangerous(self) -> bool:
        """Something would be lost."""
        return bool(self.why)

    def told(self) -> str:
        """The line of the plan."""
        line = f"{self.kind.value} {self.what}" + (f" : {self.detail}" if self.detail else "")
        return f"{line}  [perte : {self.why}]" if self.why else line


def pending(steps: Sequence[Step]) -> list[Step]:
    """The steps that change something."""
    return [step for step in steps if step.act is not None]


def refused(steps: Sequence[Step], *, yes: bool) -> list[Step]:
    """The steps that need a yes which was not said."""
    return [] if yes else [step for step in pending(steps) if step.dangerous]

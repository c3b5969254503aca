"""What badges knows of a territory: its neutral public name, its zone, the words that no badge may tell."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Territory:
    """``version`` is the one of the facts of `accounts`; ``name`` is internal and never printed."""

    code: str
    version: int
    name: str
    public_name: str
    zone: str
    schemes: tuple[str, ...] = ()
    invented: bool = False

    def forbidden(self) -> tuple[str, ...]:
        """Words proper to this territory: its internal name, when it is not the public one, and its schemes."""
        names = () if self.name.casefold() == self.public_name.casefold() else (self.name,)
        return (*names, *self.schemes)

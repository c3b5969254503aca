"""How hard a list is spread: what an offer loses for those already listed, and for a firm whose month is full.

The figures in force are the defaults; a benchmark varies them together (`times`) to show what each strength costs.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spreading:
    """Log-odds, all of them taken from an offer's place and none from its score."""

    same_employer: float = 0.45
    """What each offer already listed costs to the next ones of the same employer."""
    same_trade: float = 0.12
    """The same for a trade: several offers of the wished trade are welcome, all of them in a row less so."""
    same_words: float = 3.0
    """The same for an advertisement published twice elsewhere: its twin is kept, far below."""
    fullness: float = 0.6
    """What a firm at its monthly maximum of introductions would lose (in proportion before)."""
    first_look: bool = True
    """Whether places are kept for new offers."""

    def times(self, strength: float) -> "Spreading":
        """The same, so many times as hard; at nought nothing is spread."""
        return Spreading(
            strength * self.same_employer,
            strength * self.same_trade,
            strength * self.same_words,
            strength * self.fullness,
            first_look=self.first_look and strength > 0,
        )


SPREADING = Spreading()
"""What the product does."""

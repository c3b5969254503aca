"""Find people by name in a caseload already decrypted in memory: accents, case, order and hyphens do not matter.

Names are never indexed on disk, so this is the only search by name of the product.
"""

from collections.abc import Iterable

from services.candidates.domain.identity import Identity
from services.kernel.folding import folded


def matches(identity: Identity, query: str) -> bool:
    """True when each word of the query begins a word of the name, or its digits are in the phone number."""
    words = folded(query).split()
    digits = "".join(char for char in query if char.isdigit())
    if digits and len(digits) >= 4 and not any(char.isalpha() for char in query):
        return digits in identity.phone.replace(" ", "")
    names = folded(identity.full_name).split()
    return bool(words) and all(any(part.startswith(word) for part in names) for word in words)


def possible_doubles(wanted: Identity, known: Iterable[tuple[str, Identity]]) -> list[str]:
    """Return the keys of people with the same folded name, either order, and the same birth date.

    Two records of one person would hide half of her story: the page asks before creating the second.
    """
    target = sorted(folded(wanted.full_name).split())
    return [
        key for key, other in known if other.born == wanted.born and sorted(folded(other.full_name).split()) == target
    ]

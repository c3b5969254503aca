"""The status list: one bit per credential, 1 when it is revoked (W3C Bitstring Status List v1.0).

Indexes are drawn at random in a list of at least 131 072 places, so that the place of a badge tells neither its
rank nor whose it is; a list is closed when half full, because the draw would become a search.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

SMALLEST = 131_072
"""Bits: the smallest list the W3C text allows, so that one badge hides among many."""


class ListFull(LookupError):
    """No place should be drawn in this list any more: open another."""


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """The place of a credential in a list."""

    list_id: UUID
    index: int


def draw_index(*, taken: Callable[[int], bool], count: int, below: Callable[[int], int], size: int = SMALLEST) -> int:
    """A free index drawn by ``below`` (``secrets.randbelow``). Raises ListFull when half the places are taken."""
    if count * 2 >= size:
        raise ListFull(str(size))
    while True:
        index = below(size)
        if not taken(index):
            return index


def bits(revoked: Iterable[int], *, size: int = SMALLEST) -> bytes:
    """The list as bytes, bit 0 leftmost. Raises ValueError for an index outside the list."""
    if size < SMALLEST or size % 8:
        raise ValueError("a status list has at least 131 072 bits, by eights")
    content = bytearray(size // 8)
    for index in revoked:
        if not 0 <= index < size:
            raise ValueError(f"index {index} is outside a list of {size}")
        content[index // 8] |= 0x80 >> (index % 8)
    return bytes(content)


def is_set(content: bytes, index: int) -> bool:
    """Whether the bit at this index is 1. Raises IndexError outside the list."""
    if not 0 <= index < len(content) * 8:
        raise IndexError(index)
    return bool(content[index // 8] & (0x80 >> (index % 8)))

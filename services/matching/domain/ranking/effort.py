"""The closed list of what a work asks of the body and the mind, and that a person may wish to avoid.

It is a limit on the work, chosen with the person: never its cause. A value that is not in the list is ignored.
"""

from collections.abc import Iterable
from enum import StrEnum


class Effort(StrEnum):
    HEAVY_LOADS = "heavy_loads"
    STANDING = "standing"
    NIGHT = "night"
    OUTDOORS = "outdoors"
    CROWDS = "crowds"
    READING = "reading"


ASKS = {
    Effort.HEAVY_LOADS: "demande de porter des charges lourdes",
    Effort.STANDING: "se fait surtout debout",
    Effort.NIGHT: "se fait la nuit",
    Effort.OUTDOORS: "se fait dehors",
    Effort.CROWDS: "se fait au milieu de beaucoup de monde",
    Effort.READING: "demande de lire et d'écrire souvent",
}
"""How a sentence goes on after « ce poste »."""


def known(values: Iterable[str]) -> frozenset[Effort]:
    """The values that belong to the list; the others are left out."""
    return frozenset(Effort(value) for value in values if value in Effort.__members__.values())

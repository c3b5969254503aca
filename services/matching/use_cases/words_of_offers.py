"""How alike the titles of offers and some wishes are, asked of the index; and what is said while it does not answer.

A list does without: the likeness is then unknown for every offer, weighs exactly nothing, and is told. The silence is
not remembered: the next request asks again. What must not be drawn from less than everything refuses it (Unavailable).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from services.kernel.problems import Unavailable
from services.matching.domain.ranking.market import Signals
from services.matching.ports import OfferIndex

UNHEARD = (
    "La comparaison des mots ne répond pas pour le moment : l'intitulé ne compte pour aucune offre, ni en bien ni en "
    "mal. Le reste du classement est entier. Elle reviendra d'elle-même."
)
NOT_ON_LESS = (
    "La recherche dans les offres ne répond pas pour le moment. Rien n'est perdu. Réessayez dans quelques minutes."
)
Alike = Callable[[Sequence[str], Collection[UUID]], Mapping[UUID, float]]
"""The likeness of each offer to the nearest of the wishes: of a territory, of an index."""


def asked_of(index: OfferIndex, territory: str) -> Alike:
    """What asks this index."""

    def alike(wishes: Sequence[str], offers: Collection[UUID]) -> Mapping[UUID, float]:
        return index.likeness(territory, wishes, offers) if wishes and offers else {}

    return alike


def must_be_heard(signals: Signals) -> Signals:
    """The same signals. Raises Unavailable when the index did not answer."""
    if not signals.heard:
        raise Unavailable(NOT_ON_LESS)
    return signals

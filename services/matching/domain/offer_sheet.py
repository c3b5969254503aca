"""An offer as it is shown: the ranking's facts and the words around them, which no feature reads."""

from dataclasses import dataclass

from services.matching.domain.ranking.offer import Offer


@dataclass(frozen=True, slots=True)
class OfferSheet:
    """``withdrawn`` is a reason (``closed``, ``expired``, ``filled``, ``gone``), empty while the offer stands."""

    offer: Offer
    version: int
    description: str = ""
    source_url: str = ""
    place_label: str = ""
    postcode: str = ""
    hours_label: str = ""
    salary: str = ""
    withdrawn: str = ""

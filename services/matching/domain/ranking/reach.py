"""What is in none of the trades asked for and supposes studies or years that nobody said the person has.

Such an offer is possible by its conditions, and no use to her: a list leaves it out, says how many there are, and
shows them when asked. Judged of offers put apart only: a trade that she wishes is never out of her reach. What is not
known keeps nothing out.
"""

from collections.abc import Sequence

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking.listing import Candidate
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.rules_of_law import CONTRACTS
from services.matching.domain.studies import LONG_STUDIES, NONE, Reach, asks_for_years, leads, level_named

LEARNING = frozenset({OfferKind.APPRENTICESHIP, OfferKind.PROFESSIONALISATION})
YEARS_ELSEWHERE = 24
"""Months of experience in a trade that she does not seek, from which she is taken not to have them."""


def is_beyond(offer: Offer, reach: Reach) -> bool:
    """True when this contract, in none of the domains asked for, asks for what no wish supposes.

    An immersion, a visit or a training teaches: none is beyond. A contract that teaches is, for long studies alone.
    """
    if offer.kind in LEARNING:
        return offer.rome in reach.unlearnt
    if offer.kind not in CONTRACTS:
        return False
    if offer.rome in reach.beyond or (offer.experience_months or 0) >= YEARS_ELSEWHERE:
        return True
    if not reach.leads and (leads(offer.trade_label) or asks_for_years(offer.title)):
        return True
    asked = level_named(offer.diploma) if offer.diploma else None
    return asked is not None and asked >= LONG_STUDIES and (reach.supposed.level or NONE) < asked


def parted(candidates: Sequence[Candidate], reach: Reach) -> tuple[list[Candidate], list[Candidate]]:
    """Those to list, and those beyond the person's reach."""
    listed: list[Candidate] = []
    beyond: list[Candidate] = []
    for one in candidates:
        (beyond if one.score.apart and is_beyond(one.offer, reach) else listed).append(one)
    return listed, beyond

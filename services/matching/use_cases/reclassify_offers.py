"""File the advertisements already kept under the codes that the trades' table names today (a new ROME was imported).

The code of an advertisement is read in its own words by `matching` alone: no fact carries it, so none is announced; the
index is told beside the rows, in the caller's transaction. An offer of the club keeps what was chosen for it. Twice
changes nothing. Leaves alone what is withdrawn, and what is held at another version than the fact read.
"""

from collections.abc import Sequence

from services.contracts.employers import OfferPublished
from services.matching.ports import OfferIndex, UnitOfWork
from services.matching.use_cases.project_offer import CodeOf, document_of, sheet_of, with_trade


def reclassify_offers(facts: Sequence[OfferPublished], *, uow: UnitOfWork, index: OfferIndex, code_of: CodeOf) -> int:
    """How many changed their code. Raises Unavailable when the index is out of reach."""
    told = {fact.offer_id: with_trade(fact, code_of) for fact in facts if fact.company_id is None}
    held = uow.offers.sheets(told)
    moved = [
        fact
        for offer_id, fact in told.items()
        if (sheet := held.get(offer_id)) is not None
        and not sheet.withdrawn
        and sheet.version == fact.version
        and sheet.offer.rome != fact.rome
    ]
    if moved:
        uow.offers.keep([sheet_of(fact, uow.territory) for fact in moved])
        index.apply([document_of(fact, uow.territory) for fact in moved])
    return len(moved)

"""Withdraw the imported offers that their board no longer shows, once a file said to be the whole of it was read.

Announces OfferWithdrawn (« gone »). An offer that comes back in a later file is shown again. Refuses, and withdraws
nothing, when the file cannot be the whole: no offer in it, a row that does not name its offer, most offers missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from services.employers.domain.found_offer import FoundOffer, RefusedRow
from services.employers.domain.offer import Source
from services.employers.domain.refusals import Conflict
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_offer

FEW = 20
"""Up to so many open offers, all but one may vanish at once: a small territory's board does that."""
MOST_SHARE = 0.5
"""Beyond this share of the open offers, a file cut short is likelier than so many offers taken away."""


@dataclass(slots=True)
class Seen:
    """What a file shows. An offer whose row was refused is still shown there: it is not withdrawn."""

    refs: set[str] = field(default_factory=set)
    unnamed: list[int] = field(default_factory=list)
    """Lines that do not say which offer they are about."""

    def through(self, rows: Iterable[FoundOffer | RefusedRow]) -> Iterator[FoundOffer | RefusedRow]:
        """The same rows, noted as they pass."""
        for row in rows:
            if row.ref:
                self.refs.add(row.ref)
            else:
                self.unnamed.append(row.line)
            yield row


def absent_from(seen: Seen, *, source: Source, allow_many: bool, uow: UnitOfWork) -> list[str]:
    """The references of the offers to withdraw, in order. Raises Conflict."""
    kept = "Les offres lues sont gardées, aucune n'a été retirée."
    if not seen.refs:
        raise Conflict(f"Ce fichier ne montre aucune offre : il n'est pas complet. {kept}")
    if seen.unnamed:
        raise Conflict(
            f"La ligne {seen.unnamed[0]} ne dit pas de quelle offre elle parle ({len(seen.unnamed)} ligne(s) ainsi) : "
            f"le fichier n'est pas complet. {kept}"
        )
    shown_here = uow.offers.open_refs(source)
    absent = [ref for ref in shown_here if ref not in seen.refs]
    if len(shown_here) > FEW and len(absent) > MOST_SHARE * len(shown_here) and not allow_many:
        raise Conflict(
            f"{len(absent)} offres sur {len(shown_here)} ne sont plus dans ce fichier : est-il coupé ? {kept} "
            "S'il est bien complet, ajoutez --allow-many."
        )
    return absent


def withdraw_vanished(refs: Sequence[str], *, source: Source, uow: UnitOfWork) -> int:
    """Withdraw one batch in the transaction of ``uow``; return how many were still open."""
    withdrawn = 0
    for ref in refs:
        offer = uow.offers.by_source(source, ref)
        if offer is None or not offer.is_open:
            continue
        keep_offer(uow, offer.vanish(at=uow.now), offer, gone=True)
        withdrawn += 1
    return withdrawn

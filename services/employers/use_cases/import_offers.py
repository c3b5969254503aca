"""Import offers that another board published: kept, published and told like the club's, but no account answers here.

Announces OfferPublished for a new or changed offer. The same content again changes nothing and announces nothing, so
that a file may be imported as often as one likes. Refuses, row by row and with the reason, what the domain refuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from services.employers.domain.found_offer import FoundOffer, RefusedRow
from services.employers.domain.offer import Offer, Source, Status, last_day_shown
from services.employers.domain.offer_terms import shape_faults
from services.employers.domain.offer_words import doubtful_words
from services.employers.domain.refusals import Conflict
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_offer

AT_ONCE = 200
"""Rows of one transaction: long enough to be quick, short enough to let others write."""


@dataclass(slots=True)
class Tally:
    """What an import did so far."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many rows were looked at."""
        return self.created + self.changed + self.unchanged + len(self.refused)

    def add(self, other: "Tally") -> None:
        """Count another part of the same import."""
        self.created += other.created
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.refused.extend(other.refused)


def imported_id(territory: str, source: Source, ref: str) -> UUID:
    """The same id for the same offer of the same board, whatever run imports it."""
    return uuid5(NAMESPACE_URL, f"{territory}:{source.value}:{ref}")


def import_offers(rows: Sequence[FoundOffer | RefusedRow], *, source: Source, uow: UnitOfWork) -> Tally:
    """Keep one batch in the transaction of ``uow``."""
    tally = Tally()
    for row in rows:
        refusal = row if isinstance(row, RefusedRow) else _why_not(row, uow)
        if refusal is not None:
            tally.refused.append(refusal)
        elif isinstance(row, FoundOffer):
            _keep(replace(row, terms=replace(row.terms, site=uow.placed(row.terms.site))), source, uow, tally)
    return tally


def _why_not(found: FoundOffer, uow: UnitOfWork) -> RefusedRow | None:
    faults = (*shape_faults(found.terms, today=uow.today), *doubtful_words(found.terms))
    return RefusedRow(found.line, found.ref, " ".join(fault.told() for fault in faults)) if faults else None


def _keep(found: FoundOffer, source: Source, uow: UnitOfWork, tally: Tally) -> None:
    before = uow.offers.by_source(source, found.ref)
    if before is None:
        keep_offer(uow, _new(found, source, uow), None)
        tally.created += 1
        return
    try:
        after = _brought_to(found, before, uow)
    except Conflict as refused:
        tally.refused.append(RefusedRow(found.line, found.ref, refused.message))
        return
    if after == before:
        tally.unchanged += 1
        return
    keep_offer(uow, after, before)
    tally.changed += 1


def _new(found: FoundOffer, source: Source, uow: UnitOfWork) -> Offer:
    terms = replace(found.terms, expires_on=last_day_shown(found.terms, today=uow.today))
    return Offer(
        id=imported_id(uow.territory, source, found.ref),
        territory=uow.territory,
        version=1,
        company_id=None,
        company_name=found.company_name,
        source=source,
        status=Status.WAITING,
        terms=terms,
        posted_by=None,
        posted_at=found.posted_at or uow.now,
        changed_at=uow.now,
        source_ref=found.ref,
        source_url=found.url,
        act=found.act,
    ).publish(at=uow.now)


def _brought_to(found: FoundOffer, before: Offer, uow: UnitOfWork) -> Offer:
    """The offer kept, with the content found. One that expired here and is still shown there is shown again."""
    if before.status is Status.EXPIRED:
        fresh = replace(found.terms, expires_on=last_day_shown(found.terms, today=uow.today))
        named = replace(before, company_name=found.company_name, source_url=found.url, act=found.act)
        return named.renew(fresh, at=uow.now)
    named = replace(before, company_name=found.company_name, source_url=found.url, act=found.act)
    terms = replace(found.terms, expires_on=before.terms.expires_on)
    if before.status is Status.CLOSED:
        return before
    if terms != before.terms:
        return named.change(terms, reason=before.reason, at=uow.now)
    return before if named == before else replace(named, version=before.version + 1, changed_at=uow.now)

"""Search the firms of a territory by words, trade, place and standing, with counts that keep while one filters.

Changes nothing. A firm is found by its name, its address, its contacts, and the trades of its offers.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.employers.domain.company import Company, Existence
from services.employers.domain.engagement import Behaviour, behaviour
from services.employers.domain.introduction import Introduction
from services.employers.domain.offer import Offer, Status
from services.employers.domain.search import score
from services.employers.ports import UnitOfWork


class Filter(StrEnum):
    MEMBERS = "membres"
    WITH_OFFERS = "avec-offres"
    TO_CONFIRM = "a-confirmer"
    TO_VERIFY = "a-verifier"
    PAUSED = "en-pause"


LABELS = {
    Filter.MEMBERS: "Membres du club",
    Filter.WITH_OFFERS: "Avec une offre publiée",
    Filter.TO_CONFIRM: "À confirmer",
    Filter.TO_VERIFY: "À vérifier",
    Filter.PAUSED: "En pause",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A firm found, with what a referent wants to see at once."""

    company: Company
    published: Sequence[Offer]
    behaviour: Behaviour
    asks: int
    """Accounts that wait for a referent's confirmation."""
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """Firms in the order of the answer, and how many each filter would leave."""

    found: Sequence[Found]
    counts: Mapping[Filter, int]
    total: int


TESTS: dict[Filter, Callable[[Found], bool]] = {
    Filter.MEMBERS: lambda one: one.company.is_member,
    Filter.WITH_OFFERS: lambda one: bool(one.published),
    Filter.TO_CONFIRM: lambda one: one.asks > 0 or not one.company.confirmed,
    Filter.TO_VERIFY: lambda one: one.company.existence is Existence.TO_VERIFY,
    Filter.PAUSED: lambda one: one.company.paused is not None,
}


def search_companies(words: str, filters: Sequence[Filter], *, uow: UnitOfWork) -> Results:
    """Firms that answer every word and pass every filter: the best answer first, then by name."""
    offers: dict[UUID, list[Offer]] = {}
    for offer in uow.offers.page(company_ids=None, statuses=(Status.PUBLISHED,), kind=None, before=None, most=5_000):
        if offer.company_id is not None:
            offers.setdefault(offer.company_id, []).append(offer)
    received: dict[UUID, list[Introduction]] = {}
    for introduction in uow.introductions.of_territory():
        received.setdefault(introduction.company_id, []).append(introduction)
    asking = Counter(holder.company_id for holder in uow.holders.waiting())
    answering = []
    for company in uow.companies.listed():
        published = offers.get(company.id, [])
        how_well = score(words, _texts(company, published))
        if how_well:
            behaves = behaviour(received.get(company.id, []), now=uow.now)
            answering.append(Found(company, published, behaves, asking[company.id], how_well))
    left = [one for one in answering if all(TESTS[name](one) for name in filters)]
    counts = {name: sum(test(one) for one in answering) for name, test in TESTS.items()}
    return Results(sorted(left, key=lambda one: (-one.score, one.company.name.casefold())), counts, len(answering))


def _texts(company: Company, published: Sequence[Offer]) -> list[str]:
    contacts = [text for service in company.services for text in (service.name, service.contact_name)]
    trades = [
        text for offer in published for text in (offer.terms.title, offer.terms.trade_label, offer.terms.kind.label)
    ]
    return [company.name, company.site.told, company.siret, company.naf, *contacts, *trades]

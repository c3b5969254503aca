"""Keep the offers that `employers` tells, and say what the index must hold of them.

Announces nothing. A stale fact changes nothing; a withdrawn offer keeps its words for what was begun with it.
"""

from collections.abc import Callable

from services.contracts.employers import OfferPublished, OfferWithdrawn
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking import effort
from services.matching.domain.ranking.effort import Effort
from services.matching.domain.ranking.hours_said import Said, said_in
from services.matching.domain.ranking.offer import Hours, Offer
from services.matching.domain.ranking.travel import Point
from services.matching.domain.text.inclusive import canonical
from services.matching.domain.text.tokens import stems, without_wish
from services.matching.domain.text.working_title import working_title
from services.matching.ports import OfferDocument, OfferRemoval, UnitOfWork
from services.matching.use_cases.project_profile import clock_time

CodeOf = Callable[[str], str | None]
DOMAIN = 3
"""How many signs of a code name its professional domain."""


def with_trade(fact: OfferPublished, code_of: CodeOf) -> OfferPublished:
    """An advertisement from elsewhere under the code of its own words, where they name one trade.

    Boards give codes of the older grain (« F1610 » was a roofer there, and lays solar panels here), or none. A title
    that bears the very name of a trade of another domain than its code is believed: « Serveur H/F » was filed under
    those who administer servers.
    """
    if fact.company_id is not None:
        return fact
    named = code_of(fact.trade_label) if fact.trade_label else None
    title = working_title(fact.title)
    told, own = named or fact.rome, code_of(title)
    if told and own and own[:DOMAIN] != told[:DOMAIN] and not _shortens(title, fact.trade_label):
        return fact.model_copy(update={"rome": own, "trade_label": title.capitalize() if title.isupper() else title})
    code = named or (None if fact.rome else own)
    return fact if code is None or code == fact.rome else fact.model_copy(update={"rome": code})


def _shortens(title: str, label: str) -> bool:
    """True when a title only says less than its trade does: « Technicien », of « Technicien de maintenance »."""
    short, long = (stems(without_wish(canonical(text))) for text in (title, label))
    return bool(long) and short[:1] == long[:1] and set(short) <= set(long)


def project_offer(fact: OfferPublished, *, uow: UnitOfWork) -> None:
    """Keep the offer at its newest version."""
    uow.offers.keep([sheet_of(fact, uow.territory)])


def withdraw_offer(fact: OfferWithdrawn, *, uow: UnitOfWork) -> None:
    """The offer can no longer be proposed."""
    uow.offers.withdraw(fact.offer_id, fact.version, fact.reason or "gone")


def document_of(fact: OfferPublished, territory: str) -> OfferDocument:
    """What the index holds of the offer."""
    offer = _offer(fact, territory)
    return OfferDocument(
        territory=territory,
        offer_id=offer.id,
        version=fact.version,
        title=offer.title,
        trade_label=offer.trade_label,
        rome=offer.rome,
        kind=offer.kind,
        company_name=offer.company_name,
        commune=offer.commune,
        skills=offer.skills,
        description=fact.description,
        place=offer.place,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        expires_on=offer.expires_on,
        published_at=offer.published_at,
    )


def removal_of(fact: OfferWithdrawn, territory: str) -> OfferRemoval:
    """What takes the offer out of the index."""
    return OfferRemoval(territory, fact.offer_id, fact.version)


def sheet_of(fact: OfferPublished, territory: str) -> OfferSheet:
    """The offer with its words."""
    return OfferSheet(
        offer=_offer(fact, territory),
        version=fact.version,
        description=fact.description,
        source_url=fact.source_url,
        place_label=fact.place.label,
        postcode=fact.place.postcode,
        hours_label=fact.hours.label,
        salary=fact.salary,
    )


def _offer(fact: OfferPublished, territory: str) -> Offer:
    place, night = fact.place, {Effort.NIGHT} if fact.hours.night else set()
    located = place.latitude is not None and place.longitude is not None
    return Offer(
        id=fact.offer_id,
        territory=territory,
        company_id=fact.company_id,
        company_name=fact.company_name,
        source=fact.source,
        kind=fact.kind,
        title=fact.title,
        published_at=fact.published_at,
        act=fact.act,
        rome=fact.rome,
        trade_label=fact.trade_label,
        objectives=fact.objectives,
        skills=fact.skills,
        starts_on=fact.starts_on,
        ends_on=fact.ends_on,
        expires_on=fact.expires_on,
        hours=_hours(fact),
        place=Point(place.latitude or 0.0, place.longitude or 0.0) if located else None,
        commune=place.commune,
        remote=fact.remote,
        places=fact.places,
        licences=frozenset(fact.licences),
        experience_months=fact.experience_months if fact.experience_said else None,
        diploma=fact.diploma,
        languages=fact.languages,
        dangerous_for_minors=fact.dangerous_for_minors,
        adults_only=fact.adults_only,
        with_children=fact.with_children,
        efforts=effort.known(fact.efforts) | night,
    )


def _hours(fact: OfferPublished) -> Hours:
    hours = fact.hours
    start, end = clock_time(hours.daily_start), clock_time(hours.daily_end)
    said = frozenset[Said]() if hours.half_days else said_in(hours.label)
    return Hours(frozenset(hours.half_days), hours.weekly, start, end, hours.night, said)

"""Seeded offers and searches: as real ones are written, with feminine titles, inclusive marks, typing errors, holes."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.contracts.vocabulary import OfferKind
from services.matching.adapters.shipped_trades import shipped_trades
from services.matching.domain.ranking.travel import Point
from services.matching.ports import OfferDocument, OfferQuery

HERE, ELSEWHERE = "villeneuve", "ailleurs"
CENTRE = Point(46.1603, -1.1511)
TODAY = date(2026, 3, 2)
FIRMS = ("Le Bistrot du Port", "Boulangerie Morin", "Nettoyage Atlantique", "Crèche Les Petits Pas", "Garage Rivière")
TOWNS = ("La Rochelle", "Aytré", "Lagord", "Périgny", "Rochefort", "Puilboreau")
SENTENCES = (
    "Vous accueillez les clients et tenez la caisse.",
    "Débutants acceptés, formation assurée par une collègue.",
    "Horaires du matin, travail en équipe.",
    "Permis B souhaité, déplacements dans l'agglomération.",
    "Entretien des locaux et du matériel.",
)


def document(number: int = 1, **changes: Any) -> OfferDocument:
    """An offer of the territory, the same for the same number."""
    values: dict[str, Any] = {
        "territory": HERE,
        "offer_id": UUID(int=0xE00 + number),
        "version": 1,
        "title": "Boulanger / Boulangère",
        "trade_label": "Boulanger / Boulangère",
        "rome": "D1102",
        "kind": OfferKind.CDI,
        "company_name": "Boulangerie Morin",
        "commune": "La Rochelle",
        "skills": ("Pétrir la pâte",),
        "description": "Vous pétrissez et enfournez.",
        "place": CENTRE,
        "starts_on": None,
        "ends_on": None,
        "expires_on": None,
        "published_at": datetime(2026, 2, 10, 9, 0, tzinfo=UTC) + timedelta(minutes=number),
    }
    return OfferDocument(**(values | changes))


def offers(count: int, *, seed: int) -> list[OfferDocument]:
    """Offers of two territories, of every kind, here and there, now and later."""
    chance = random.Random(seed)
    trades = shipped_trades()
    return [_offer(number, chance, chance.choice(trades)) for number in range(count)]


def _offer(number: int, chance: random.Random, trade: Any) -> OfferDocument:
    names = [trade.label, *(name.text for name in trade.names)]
    title = chance.choice(names)
    if chance.random() < 0.3:
        title = f"{title} {chance.choice(['(H/F)', 'F/H', 'en alternance', 'de nuit', 'polyvalent.e'])}"
    starts = TODAY + timedelta(days=chance.randint(-60, 90)) if chance.random() < 0.7 else None
    ends = starts + timedelta(days=chance.randint(5, 200)) if starts and chance.random() < 0.5 else None
    place = Point(CENTRE.latitude + chance.gauss(0, 0.15), CENTRE.longitude + chance.gauss(0, 0.2))
    return document(
        number,
        territory=HERE if chance.random() < 0.8 else ELSEWHERE,
        title=title,
        trade_label=trade.label,
        rome=trade.rome,
        kind=chance.choice(list(OfferKind)),
        company_name=chance.choice(FIRMS),
        commune=chance.choice(TOWNS),
        skills=tuple(skill.label for skill in trade.skills[: chance.randint(0, 4)]),
        description=" ".join(chance.sample(SENTENCES, chance.randint(0, 3))),
        place=place if chance.random() < 0.9 else None,
        starts_on=starts,
        ends_on=ends,
        expires_on=TODAY + timedelta(days=chance.randint(-20, 60)) if chance.random() < 0.5 else None,
        published_at=datetime(2026, 2, 1, tzinfo=UTC) + timedelta(microseconds=chance.randint(0, 10**12)),
    )


def searches(count: int, *, seed: int) -> Iterator[OfferQuery]:
    """What people type, with filters now and then."""
    chance = random.Random(seed)
    trades = shipped_trades()
    for _ in range(count):
        trade = chance.choice(trades)
        words = _typed(chance, [trade.label, *(name.text for name in trade.names)])
        also = (trade.label,) if chance.random() < 0.5 else ()
        yield OfferQuery(words=words, also=also, **_filters(chance, trade.rome))


def filters(count: int, *, seed: int) -> Iterator[OfferQuery]:
    """Filters without words, alone and together."""
    chance = random.Random(seed)
    romes: Sequence[str] = [trade.rome for trade in shipped_trades()]
    for _ in range(count):
        yield OfferQuery(**_filters(chance, chance.choice(romes), often=0.5))


def _typed(chance: random.Random, names: Sequence[str]) -> str:
    words = chance.choice(names).replace("/", " ")
    fate = chance.random()
    if fate < 0.2 and len(words) > 6:
        place = chance.randrange(1, len(words) - 1)
        words = words[:place] + words[place + 1 :]
    elif fate < 0.35:
        words = words[: max(4, len(words) - 3)]
    elif fate < 0.5:
        words = f"je cherche {words} {chance.choice(TOWNS)}"
    return words


def _filters(chance: random.Random, rome: str, *, often: float = 0.15) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if chance.random() < often:
        found["kinds"] = frozenset(chance.sample(list(OfferKind), chance.randint(1, 6)))
    if chance.random() < often / 2:
        found["romes"] = frozenset({rome, *(trade.rome for trade in chance.sample(shipped_trades(), 12))})
    if chance.random() < often:
        found |= {"around": CENTRE, "within_km": chance.choice([2.0, 5.0, 10.0, 20.0])}
    if chance.random() < often:
        found["starts_from"] = TODAY + timedelta(days=chance.randint(-30, 60))
    if chance.random() < often:
        found["starts_until"] = TODAY + timedelta(days=chance.randint(0, 90))
    if chance.random() < 0.7:
        found["on"] = TODAY
    return found

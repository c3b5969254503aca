"""Lists ranked over real advertisements, for the demonstration's people moved to where those are, to be read by eye.

    python -m bench.real_lists --demo DIR --rome DIR --offers FILE… --work DIR [--lists 50] [--towns …] > lists.txt

Reads paths that are given, writes in ``--work`` alone, and commits no data. The advertisements go through the real
importer and projection, the ROME through the real import, the titles through the real index. At the end, the time of a
list over the whole market, as a ratio to reading every offer of the market once.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from services.contracts.vocabulary import OfferKind
from services.employers.adapters.france_travail_offers import read_france_travail
from services.employers.domain.found_offer import FoundOffer
from services.employers.domain.offer import Offer as Advertisement
from services.employers.domain.offer import Source, Status, last_day_shown
from services.employers.use_cases.import_offers import imported_id
from services.employers.use_cases.telling import offer_published
from services.kernel import migrate
from services.kernel.clock import new_id
from services.kernel.database import Database
from services.matching.adapters.local_offer_index import LocalOfferIndex
from services.matching.adapters.official_rome import read_official_rome
from services.matching.adapters.rome_catalogue import open_trades
from services.matching.adapters.sql_profiles import SqlProfiles
from services.matching.adapters.sql_trades import keep_official_rome
from services.matching.adapters.title_vectors import best_model
from services.matching.bootstrap import MIGRATIONS, NAME
from services.matching.domain.ranking import eligibility
from services.matching.domain.ranking.listing import Candidate, Ranked, arrange
from services.matching.domain.ranking.market import Market, Sifted, Signals, evidence_of, sift
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.profile import Profile
from services.matching.domain.ranking.reach import parted
from services.matching.domain.ranking.reasons import best_two, reasons, worst
from services.matching.domain.ranking.score import score
from services.matching.domain.ranking.travel import Point
from services.matching.domain.ranking.unlock import unlocks
from services.matching.entrypoints.telling import journey
from services.matching.ports import OfferIndex, TradesCatalogue
from services.matching.settings import MatchingSettings
from services.matching.use_cases.gather_market import signals_for
from services.matching.use_cases.project_offer import document_of, sheet_of, with_trade

TERRITORY = "bench"
PUBLISHED = frozenset({OfferKind.CDI, OfferKind.CDD, OfferKind.TEMPORARY})
"""Boards publish no immersion: people who seek one are shown jobs too, so that their lists can be read."""
TOWNS = {
    "Annecy": Point(45.899, 6.129),
    "Bourg-en-Bresse": Point(46.205, 5.225),
    "Privas": Point(44.735, 4.599),
    "Saint-Denis (974)": Point(-20.879, 55.448),
    "Saint-Pierre (974)": Point(-21.34, 55.478),
    "La Rochelle": Point(46.15, -1.12),
    "Lyon": Point(45.757, 4.84),
    "Aubenas": Point(44.62, 4.39),
    "Paris": Point(48.86, 2.35),
    "Nantes": Point(47.218, -1.554),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, required=True)
    parser.add_argument("--rome", type=Path, required=True)
    parser.add_argument("--offers", type=Path, nargs="+", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--lists", type=int, default=50)
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument("--towns", nargs="+", choices=sorted(TOWNS), default=list(TOWNS))
    arguments = parser.parse_args()
    settings = MatchingSettings(data_dir=arguments.work)
    trades = _trades(settings, arguments.rome)
    now = datetime.now(UTC)
    index = LocalOfferIndex(arguments.work / "index", best_model(settings.embedder_url))
    offers = list(_offers(arguments.offers, trades, index, now))
    told = Counter(bool(offer.rome) for offer in offers)
    print(f"{len(offers)} offres, {told[True]} avec un code ROME, {sum(o.place is not None for o in offers)} situées\n")
    seconds = []
    for profile, town in _moved(_people(arguments.demo), arguments.towns, arguments.lists):
        market = Market(offers, now.date(), TOWNS[town])
        start = time.process_time()
        sifted, signals, candidates = _ranked(profile, market, trades, index)
        within, beyond = parted(candidates, signals.reach)
        listed = arrange(within, today=market.today)
        unlocks(
            sifted,
            signals,
            profile.wants,
            max((c.score.log_odds for c in candidates if not c.score.apart), default=None),
        )
        took = time.process_time() - start
        seconds.append((took, len(sifted.eligible) + len(sifted.held)))
        _tell((profile, town), listed[: arguments.top], sifted, signals, (len(listed), len(beyond)))
    plain = _plain(offers)
    for least in (0, 1000, 5000):
        some = [took for took, seen in seconds[1:] if seen >= least]
        if some:
            print(
                f"{len(some)} listes d'au moins {least} offres à portée : médiane {median(some):.3f} s de calcul, "
                f"{max(some):.3f} au plus ; {median(some) / plain:.0f} fois une simple lecture des {len(offers)} offres"
            )


def _trades(settings: MatchingSettings, rome: Path) -> TradesCatalogue:
    database = Database(settings.database_for(NAME))
    migrate.upgrade(database, NAME, MIGRATIONS)
    with database.transaction() as connection:
        keep_official_rome(connection, read_official_rome(rome), release=new_id(), at=datetime.now(UTC))
    database.close()
    return open_trades(settings)


def _offers(files: Sequence[Path], trades: TradesCatalogue, index: OfferIndex, now: datetime) -> Iterator[Offer]:
    documents = []
    for row in (row for file in files for row in read_france_travail(file)):
        if not isinstance(row, FoundOffer):
            continue
        terms = replace(row.terms, expires_on=last_day_shown(row.terms, today=now.date()))
        kept = Advertisement(
            id=imported_id(TERRITORY, Source.FRANCE_TRAVAIL, row.ref), territory=TERRITORY, version=1, company_id=None,
            company_name=row.company_name, source=Source.FRANCE_TRAVAIL, status=Status.WAITING, terms=terms,
            posted_by=None, posted_at=row.posted_at or now, changed_at=now, source_ref=row.ref, source_url=row.url,
            act=row.act,
        ).publish(at=now)  # fmt: skip
        fact = with_trade(offer_published(kept), trades.code_of)
        documents.append(document_of(fact, TERRITORY))
        yield sheet_of(fact, TERRITORY).offer
    index.apply(documents)


def _people(demo: Path) -> list[Profile]:
    database = Database(MatchingSettings(data_dir=demo).database_for(NAME))
    with database.reading() as connection:
        territory = connection.exec_driver_sql("SELECT territory FROM profiles LIMIT 1").scalar_one()
        kept = SqlProfiles(connection, territory).active()
    database.close()
    return [one.profile for one in kept if one.profile.wants.wishes]


def _moved(people: Sequence[Profile], towns: Sequence[str], lists: int) -> Iterator[tuple[Profile, str]]:
    for number in range(lists):
        profile, town = people[number % len(people)], towns[(number + number // len(people)) % len(towns)]
        wants = replace(profile.wants, origin=TOWNS[town], kinds=profile.wants.kinds | PUBLISHED)
        yield replace(profile, wants=wants), town


def _ranked(
    profile: Profile, market: Market, trades: TradesCatalogue, index: OfferIndex
) -> tuple[Sifted, Signals, list[Candidate]]:
    sifted = sift(profile, market)
    near = [*(case.offer.id for case in sifted.eligible), *(case.offer.id for case, _ in sifted.held)]
    signals = signals_for(profile.wants, near, territory=TERRITORY, trades=trades, index=index)
    scored = [Candidate(case.offer, score(evidence_of(case, signals)), None, None) for case in sifted.eligible]
    return sifted, signals, scored


def _tell(
    person: tuple[Profile, str], listed: Sequence[Ranked], sifted: Sifted, signals: Signals, counts: tuple[int, int]
) -> None:
    wants, town = person[0].wants, person[1]
    print(f"=== {town} : " + " / ".join(f"{wish.label} ({wish.rome})" for wish in wants.wishes))
    print(
        f"    {', '.join(sorted(kind.value for kind in wants.kinds)) or 'tout type'} ; "
        f"{', '.join(sorted(mode.value for mode in wants.modes)) or 'moyens ?'}, {wants.travel_minutes_max} min ; "
        f"permis {', '.join(sorted(one.value for one in wants.licences)) or 'aucun'} ; "
        f"{wants.weekly_hours_max or '?'} h au plus ; {counts[0]} possibles, {counts[1]} non montrées, "
        f"{len(sifted.held)} retenues par les souhaits"
    )
    cases = {case.offer.id: case for case in sifted.eligible}
    for place, ranked in enumerate(listed, 1):
        offer, case = ranked.offer, cases[ranked.offer.id]
        told = reasons(evidence_of(case, signals), ranked.score)
        against = worst(told)
        notes = [note.sentence.she for note in eligibility.reservations(case)][:1]
        said = [reason.sentence.she for reason in best_two(told)] + (
            [f"MAIS {against.sentence.she}"] if against else []
        )
        points = ranked.score.points
        print(
            f" {place:2}. {points:3.0f} {offer.kind.value:12} {offer.title[:70]}"
            f" | {offer.trade_label[:50]} ({offer.rome}){' (à part)' if ranked.apart else ''}"
        )
        print(
            f"      {offer.company_name[:30]} | {offer.commune} | {journey(case)} | {' '.join(said)} {' '.join(notes)}"
        )
    print()


def _plain(offers: Sequence[Offer]) -> float:
    """CPU seconds to read two fields of every offer: what any list must do at least."""
    start = time.process_time()
    for _ in range(20):
        sum(offer.place is not None and offer.kind is not None for offer in offers)
    return (time.process_time() - start) / 20


if __name__ == "__main__":
    main()

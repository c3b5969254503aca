"""The group's plan beside greedy, first come first served and stable matching, on seeded markets; and its seconds.

    python -m bench.assignment [--seeds 5] [--json FILE]

Each market is drawn from a seed: people who wish one of a few trades, offers of a few firms, more people near the same
good offers than seats. Ratios are to the plan (1 is the plan): people served, the least served, the total of points.
Congestion is how many people the most asked firm would receive over its room; coverage the part of the firms reached.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any
from uuid import UUID

from bench.assignment_rivals import first_come, greedy, own_first, stable
from services.matching.adapters.highs_assigner import HighsAssigner
from services.matching.domain.assignment.choices import Choice, Chosen
from services.matching.domain.assignment.plan import draw
from services.matching.domain.assignment.seats import Picks, Seating, Seats, merit_of

TRADES = 12
SAID = {
    "plan": "plan", "greedy": "glouton", "stable": "mariages stables", "first come": "premier arrivé",
    "own first": "chacun sa liste", "seconds": "secondes de calcul",
    "served": "servis", "least": "le moins servi", "total": "total", "without": "sans proposition",
    "over its room": "au-delà du plafond", "firms reached": "entreprises servies", "draw": "le plan", "again": "refait",
}  # fmt: skip
"""How the ways and figures are told; the file keeps their code names."""
WAYS: dict[str, Callable[[Seating], Picks]] = {
    "plan": HighsAssigner().best,
    "greedy": greedy,
    "stable": stable,
    "first come": first_come,
    "own first": own_first,
}
SIZES = {"group 44 × 99": (44, 99), "tight 300 × 220": (300, 220), "territory 300 × 4000": (300, 4000)}
OF_SIZE = "{people} personnes, {offers} offres, {seeds} marché(s) tiré(s) (rapports au plan : 1, c'est le plan)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", type=Path, default=None)
    arguments = parser.parse_args([] if __name__ != "__main__" else None)
    told = judge_assignment(arguments.seeds)
    if arguments.json:
        arguments.json.write_text(json.dumps(told, ensure_ascii=False, indent=2))


def judge_assignment(seeds: int = 5, *, tell: Callable[[str], None] = print) -> dict[str, dict[str, dict[str, float]]]:
    """Print the tables and give their figures."""
    found = {}
    for name, (people, offers) in SIZES.items():
        tell(OF_SIZE.format(people=people, offers=offers, seeds=seeds))
        found[name] = measure(people, offers, seeds)
        _told(found[name], tell)
    return found


def _told(table: dict[str, dict[str, float]], tell: Callable[[str], None]) -> None:
    heads = list(table["plan"])
    tell(f"  {'':18}" + "".join(f"{SAID[head]:>22}" for head in heads))
    for way in WAYS:
        tell(f"  {SAID[way]:18}" + "".join(f"{table[way][head]:>22.3f}".replace(".", ",") for head in heads))
    spent = ", ".join(f"{SAID[key]} {value:.2f}".replace(".", ",") for key, value in table["seconds"].items())
    tell(f"  {SAID['seconds']} (au pire) : {spent}")


def quick(*, tell: Callable[[str], None] = print) -> dict[str, Any]:
    """One small market: shows that everything runs, proves nothing."""
    name, (people, offers) = next(iter(SIZES.items()))
    found = measure(people, offers, 1)
    tell(OF_SIZE.format(people=people, offers=offers, seeds=1))
    _told(found, tell)
    return {name: found}


def measure(people: int, offers: int, seeds: int) -> dict[str, dict[str, float]]:
    """Means over the seeds, by way; then the most CPU seconds of the whole plan and again with a pin."""
    rows: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    seconds: dict[str, list[float]] = {"draw": [], "again": []}
    for seed in range(seeds):
        seating = a_market(seed, people, offers)
        best = merit_of(seating, WAYS["plan"](seating))
        for way, choose in WAYS.items():
            rows[way].append(_row(seating, choose(seating), best.served, best.least, best.total))
        seconds["draw"].append(_seconds(seating, ()))
        seconds["again"].append(_seconds(seating, (_a_pin(seating),)))
    table = {way: {key: mean(row[key] for row in found) for key in found[0]} for way, found in rows.items()}
    return {**table, "seconds": {key: max(values) for key, values in seconds.items()}}


def a_market(seed: int, people: int, offers: int) -> Seating:
    """A seeded market in which popular firms draw many; a person has options in her trade and, worth less, near it."""
    drawn = Random(seed)
    firms = [f"firm {n}" for n in range(max(8, offers // 3))]
    charm = {firm: drawn.paretovariate(2.5) for firm in firms}
    made = {UUID(int=10_000 + n): (drawn.choice(firms), drawn.randrange(TRADES)) for n in range(offers)}
    worth: dict[UUID, dict[UUID, int]] = {}
    who = tuple(UUID(int=n) for n in range(people))
    for person in who:
        trade, reach = drawn.randrange(TRADES), drawn.uniform(0.2, 0.9)
        for offer, (firm, of) in made.items():
            apart = min((of - trade) % TRADES, (trade - of) % TRADES)
            if apart > 1 or drawn.random() > reach:
                continue
            points = 62 - 22 * apart + 9 * min(charm[firm], 4) + drawn.gauss(0, 9)
            worth.setdefault(person, {})[offer] = round(100 * min(99, max(2, points)))
    seats = [Seats(offer, firm, drawn.choice([1, 1, 1, 2, 3])) for offer, (firm, _) in made.items()]
    return Seating.of(who, worth, seats, {firm: drawn.randint(1, 8) for firm in firms if drawn.random() < 0.7})


def _row(seating: Seating, chosen: Picks, served: int, least: int, total: int) -> dict[str, float]:
    merit = merit_of(seating, chosen)
    received = Counter(seating.offers[offer].firm for offer in chosen.values())
    room = {firm: _room(seating, firm) for firm in received}
    return {
        "served": merit.served / max(1, served),
        "least": merit.least / max(1, least),
        "total": merit.total / max(1, total),
        "without": float(len(seating.by_person) - merit.served),
        "over its room": float(max((count - room[firm] for firm, count in received.items()), default=0)),
        "firms reached": len(received) / len({offer.firm for offer in seating.offers}),
    }


def _room(seating: Seating, firm: str) -> int:
    seats = sum(offer.seats for offer in seating.offers if offer.firm == firm)
    return min(seats, seating.rooms.get(firm, seats))


def _a_pin(seating: Seating) -> Chosen:
    """The second choice of the first person who has one."""
    second = next(options[1] for options in seating.by_person.values() if len(options) > 1)
    person, offer = seating.people[second.person], seating.offers[second.offer].offer_id
    return Chosen(person, offer, Choice.PINNED, person, datetime(2026, 3, 2, tzinfo=UTC))


def _seconds(seating: Seating, choices: tuple[Chosen, ...]) -> float:
    fresh = seating.only(seating.options)
    start = time.process_time()
    draw(fresh, choices, WAYS["plan"])
    return time.process_time() - start


if __name__ == "__main__":
    main()

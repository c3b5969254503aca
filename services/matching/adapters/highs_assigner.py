"""The best assignment, exactly, by SciPy: maximum flows for who is served, then one linear programme (HiGHS).

Seats of an offer lie inside the room of its firm: the limits form a network, whose corner solutions are whole, so the
linear programme needs no branching. Refuses nothing; a solver that gives up raises RuntimeError.
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import maximum_flow

from services.matching.domain.assignment.seats import Picks, Seating

Ints = NDArray[np.int32]
WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class _Arrays:
    """The seating as arrays: for each option its person, its offer and its worth; for each offer its firm."""

    people: int
    person: Ints
    offer: Ints
    worth: Ints
    seats: Ints
    firm: Ints
    rooms: Ints

    def kept(self, mask: NDArray[np.bool_]) -> "_Arrays":
        """With these options only."""
        person, offer, worth = self.person[mask], self.offer[mask], self.worth[mask]
        return _Arrays(self.people, person, offer, worth, self.seats, self.firm, self.rooms)


class HighsAssigner:
    """Implements ``Assigner``. Holds nothing; thread-safe."""

    def best(self, seating: Seating) -> Picks:
        """One offer at most per person: most people served, then the least served best, then the highest total."""
        arrays = _arrays(seating)
        served = _most_served(arrays) if len(arrays.person) else 0
        if not served:
            return {}
        arrays = arrays.kept(arrays.worth >= _highest_least(arrays, served))
        chosen = _highest_total(arrays, served)
        return dict(zip(arrays.person[chosen].tolist(), arrays.offer[chosen].tolist(), strict=True))


def _arrays(seating: Seating) -> _Arrays:
    figures = chain.from_iterable(seating.options)
    options = np.fromiter(figures, dtype=np.int32, count=3 * len(seating.options)).reshape(-1, 3)
    options = options[np.lexsort((options[:, 1], options[:, 0]))]
    firms = {firm: place for place, firm in enumerate(dict.fromkeys(offer.firm for offer in seating.offers))}
    no_limit = len(seating.people)
    return _Arrays(
        people=len(seating.people),
        person=options[:, 0],
        offer=options[:, 1],
        worth=options[:, 2],
        seats=np.array([offer.seats for offer in seating.offers], dtype=np.int32),
        firm=np.array([firms[offer.firm] for offer in seating.offers], dtype=np.int32),
        rooms=np.array([seating.rooms.get(firm, no_limit) for firm in firms], dtype=np.int32),
    )


def _most_served(arrays: _Arrays) -> int:
    """How many people can be served at once: a maximum flow person → offer → firm."""
    people, offers, firms = arrays.people, len(arrays.seats), len(arrays.rooms)
    first_offer, first_firm, sink = 1 + people, 1 + people + offers, 1 + people + offers + firms
    tails = (np.zeros(people), arrays.person + 1, np.arange(offers) + first_offer, np.arange(firms) + first_firm)
    heads = (np.arange(people) + 1, arrays.offer + first_offer, arrays.firm + first_firm, np.full(firms, sink))
    most = (np.ones(people), np.ones(len(arrays.person)), arrays.seats, arrays.rooms)
    tail, head, room = (np.concatenate(parts).astype(np.int32) for parts in (tails, heads, most))
    network = csr_array((room, (tail, head)), shape=(sink + 1, sink + 1))
    return int(maximum_flow(network, 0, sink).flow_value)


def _highest_least(arrays: _Arrays, served: int) -> int:
    """The highest worth below which no option is needed to serve as many people."""
    levels = np.unique(arrays.worth)
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _most_served(arrays.kept(arrays.worth >= levels[middle])) == served:
            low = middle
        else:
            high = middle - 1
    return int(levels[low])


def _highest_total(arrays: _Arrays, served: int) -> NDArray[np.intp]:
    """Places of the options chosen: the highest total among the assignments that serve as many people."""
    count = len(arrays.person)
    people, offers, firms = arrays.people, len(arrays.seats), len(arrays.rooms)
    rows = np.concatenate([arrays.person, people + arrays.offer, people + offers + arrays.firm[arrays.offer]])
    columns = np.tile(np.arange(count), 3)
    limits = coo_array((np.ones(3 * count), (rows, columns)), shape=(people + offers + firms, count)).tocsr()
    found = linprog(
        -arrays.worth.astype(float),
        A_ub=limits,
        b_ub=np.concatenate([np.ones(people), arrays.seats, arrays.rooms]).astype(float),
        A_eq=csr_array(np.ones((1, count))),
        b_eq=[float(served)],
        bounds=(0, 1),
        method="highs-ds",
    )
    if found.status != 0:
        raise RuntimeError(f"the assignment was not solved: {found.message}")
    if np.abs(found.x - found.x.round()).max() > WHOLE:
        raise RuntimeError("the assignment is not whole")
    return np.flatnonzero(found.x > 0.5)

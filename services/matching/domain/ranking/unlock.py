"""« Et si … »: what each wish of the person costs her, alone and by pairs.

One pass over what her wishes alone hold back; equal to ranking everything again with the wish lifted (property test).
Only what she set can be lifted; the law and the employer's side never are.
"""

from dataclasses import dataclass, field

from services.matching.domain.ranking import prior
from services.matching.domain.ranking.case import Lift
from services.matching.domain.ranking.held_back import Choices, Held
from services.matching.domain.ranking.lifting import Lifts
from services.matching.domain.ranking.market import Sifted, Signals
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.score import sigmoid
from services.matching.domain.ranking.table import Table
from services.matching.domain.ranking.wording import Sentence, plural

WORTH_IT = 50.0 - 1e-9
"""Points from which an offer counts as close to what the person looks for (a half, whatever the rounding)."""


@dataclass(frozen=True, slots=True)
class Unlock:
    """``more`` newly eligible offers, ``asked`` of them in the domains asked for (all, if the person named none).

    Of these, ``close`` are at least ``WORTH_IT``, ``together`` need both of a pair, and ``gain`` is how many
    points the best is above the best of today (0 when it is not).
    """

    lifts: Lifts
    more: int
    asked: int
    close: int
    together: int
    gain: float
    best: float = 0.0
    """Points of the best of these; all of them are a gain when nothing is possible today."""


def unlocks(
    sifted: Sifted, signals: Signals, wants: Wants, best_now: float | None, table: Table = prior.TABLE
) -> tuple[Unlock, ...]:
    """Return, for each wish and each pair, what lifting it would bring; those that bring nothing are left out.

    ``best_now`` is the log-odds of today's best offer in the domains asked for, None when there is none. What is apart
    is counted, not scored: no wish makes a far trade a near one.
    """
    choices = Choices(wants, signals, sifted.trips, table)
    freed: dict[Lifts, _Freed] = {lifts: _Freed() for lifts in choices.all}
    for case, broken in sifted.held:
        held, apart = Held(case, choices), choices.apart(case)
        alone: set[Lift] = set()
        for lifts in held.freed_by(choices.ways(broken)):
            found = freed[lifts]
            found.more += 1
            if not apart:
                found.asked.append(held.log_odds(lifts))
                if len(lifts) == 1:
                    alone |= lifts
                else:
                    found.together += alone.isdisjoint(lifts)
    floor = 0.0 if best_now is None else 100 * sigmoid(best_now)
    return tuple(_summed(lifts, found, floor) for lifts, found in freed.items() if found.more)


@dataclass(slots=True)
class _Freed:
    """What one choice frees: how many, and the log-odds of those in the domains asked for."""

    more: int = 0
    together: int = 0
    asked: list[float] = field(default_factory=list)


def _summed(lifts: Lifts, found: _Freed, floor: float) -> Unlock:
    points = [100 * sigmoid(log_odds) for log_odds in found.asked]
    best = max(points, default=0.0)
    return Unlock(
        lifts,
        more=found.more,
        asked=len(points),
        close=sum(value >= WORTH_IT for value in points),
        together=found.together,
        gain=max(0.0, best - floor),
        best=best,
    )


_IF = {
    Lift.KINDS: ("d'autres types d'offres", "d'autres types d'offres"),
    Lift.DATES: ("un début plus tôt", "un début plus tôt"),
    Lift.HOURS: ("d'autres horaires", "d'autres horaires"),
    Lift.DISTANCE: ("un trajet plus long", "un trajet plus long"),
    Lift.VEHICLE: ("une voiture", "une voiture"),
    Lift.LICENCE: ("les permis demandés", "les permis demandés"),
    Lift.EFFORTS: ("les efforts que vous évitez", "les efforts que la personne évite"),
}


def tell(unlock: Unlock) -> Sentence:
    """« Avec d'autres horaires et une voiture : 7 offres de plus, dont 3 proches de la recherche. »

    Then how much better the best would be than today's, where it would.

    Those of other domains are counted apart: « 7 offres de plus dans les domaines cherchés, … ; 12 dans d'autres ».
    """
    words = [_IF[lift] for lift in Lift if lift in unlock.lifts]
    elsewhere = unlock.more - unlock.asked
    more = plural(unlock.asked, "offre de plus", "offres de plus") if unlock.asked else "aucune offre de plus"
    close = f", dont {plural(unlock.close, 'proche', 'proches')} de la recherche" if unlock.close else ""
    if elsewhere:
        more, close = f"{more} dans les domaines cherchés", f"{close} ; {elsewhere} dans d'autres domaines"
    you, she = (" et ".join(pair[voice] for pair in words) for voice in (0, 1))
    better = _better(unlock)
    return Sentence(f"Avec {you} : {more}{close}.{better}", f"Avec {she} : {more}{close}.{better}")


def _better(unlock: Unlock) -> str:
    """How much better the best of the list would be, where it would."""
    gain = round(unlock.gain)
    if gain < 1:
        return ""
    if unlock.gain == unlock.best:
        return f" La meilleure aurait {plural(gain, 'point', 'points')}."
    return f" La meilleure aurait {plural(gain, 'point', 'points')} de plus que la meilleure d'aujourd'hui."

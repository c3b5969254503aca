"""What the pages of the ranking show, in the words and shapes of the house's macros.

Bars carry whole points that add up to the score shown; the sentences speak of the person to a referent.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.contracts.vocabulary import ActAsked, SetAsideReason, TravelMode
from services.matching.domain.hidden_market.firms_to_call import FirmToCall
from services.matching.domain.ranking.case import Case, Lift
from services.matching.domain.ranking.comparison import Comparison, Difference
from services.matching.domain.ranking.reasons import Reason, best_two, worst
from services.matching.domain.ranking.rules_of_wishes import INCOMPLETE
from services.matching.domain.ranking.score import Score
from services.matching.domain.ranking.unlock import Unlock
from services.matching.domain.ranking.whole_points import whole_points
from services.matching.domain.ranking.wording import Voice, kilometres, trip_source, trip_words
from services.matching.use_cases.rank_offers_for_profile import OfferList, Proposal
from services.matching.use_cases.words_of_offers import UNHEARD as UNHEARD_WORDS

VOICE = Voice.REFERENT
START = "Point de départ de toute offre"
UNHEARD = UNHEARD_WORDS.replace(" :", "\u00a0:")

SWITCHES = {
    Lift.HOURS: "d'autres horaires",
    Lift.DISTANCE: "un trajet plus long",
    Lift.VEHICLE: "une voiture",
    Lift.LICENCE: "les permis demandés",
    Lift.KINDS: "d'autres types d'offres",
    Lift.DATES: "un début plus tôt",
    Lift.EFFORTS: "les efforts qu'elle évite",
}
"""How « et si … » goes on, in the order of the switches."""

HELD = {
    "hours": "Les horaires ne conviennent pas",
    "too_far": "C'est trop loin, ou ses moyens de transport n'y mènent pas",
    "licence": "Il faut un permis ou un CACES",
    "kind_not_wanted": "Ce type d'offre n'est pas recherché",
    "not_free_then": "Cela commence avant sa disponibilité",
    "efforts": "Le poste demande un effort à éviter",
}
"""Why offers are held back by the person's wishes alone, by rule."""

SILENT = frozenset(caution.code for caution in INCOMPLETE)
HEAVY = -0.6
"""Log-odds from which a reason against is told before a silence: another trade, a long way, years of experience."""

ACTS = {
    ActAsked.INTRODUCE: ("Proposer", "hand"),
    ActAsked.APPLY: ("Retenir pour candidater", "document"),
    ActAsked.CALL: ("Retenir pour appeler", "phone"),
}
SET_ASIDE = [(reason.value, reason.label) for reason in SetAsideReason]
MODE_CHOICES = [(mode.value, mode.label) for mode in TravelMode]
MODES = {
    TravelMode.WALK: "walk",
    TravelMode.BIKE: "bike",
    TravelMode.BUS: "bus",
    TravelMode.CAR: "car",
    TravelMode.SCOOTER: "bike",
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One « et si … »: on or off, and how many offers it brings in the domains asked for."""

    lift: Lift
    label: str
    on: bool
    asked: int


def unbroken(text: str) -> str:
    """The same sentence with spaces that do not break inside « » and before double punctuation."""
    for sign in ("»", ";", ":", "?", "!"):
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text.replace("« ", "«\u00a0")


def bars(reasons: Iterable[Reason], scored: Score) -> list[dict[str, Any]]:
    """The starting point and every reason, for ``fig.share_bars``; what is unknown comes last, without a bar."""
    known = [reason for reason in reasons if reason.known]
    unknown = [reason for reason in reasons if not reason.known]
    points = [scored.starting_points, *(reason.points for reason in known)]
    texts = [START, *(unbroken(reason.sentence.said(VOICE)) for reason in known)]
    shown = [
        {"text": text, "share": share, "value": signed(whole)}
        for text, share, whole in zip(texts, points, whole_points(points), strict=True)
    ]
    return [*shown, *({"text": unbroken(r.sentence.said(VOICE)), "share": 0.0, "missing": True} for r in unknown)]


def signed(points: int) -> str:
    """« +12 », « −3 », « 0 » with a true minus sign."""
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def pros(item: Proposal) -> list[str]:
    """The two reasons that speak most for the offer."""
    return [unbroken(reason.sentence.said(VOICE)) for reason in best_two(item.reasons)]


def cons(item: Proposal) -> list[str]:
    """One reservation: what must be checked first, else what speaks most against.

    What the offer is only silent about gives way to what weighs much.
    """
    against, first = worst(item.reasons), next(iter(item.reservations), None)
    heavy = against is not None and against.share <= HEAVY
    if first is not None and not (heavy and first.code in SILENT):
        return [unbroken(first.sentence.said(VOICE))]
    return [unbroken(against.sentence.said(VOICE))] if against else []


def journey(case: Case) -> str:
    """« 2,6 km · 14 min à vélo (estimation) »; empty when nothing is known."""
    if case.offer.remote:
        return "à distance"
    return trip_said(case)


def trip_said(going: Case | FirmToCall) -> str:
    """The same for whatever has a trip."""
    trip = going.trip
    if trip is None:
        return ""
    if trip.minutes is None:
        return kilometres(trip.km)
    roughly = isinstance(going, Case) and going.offer.company_id is None
    return f"{kilometres(trip.km)} · {trip_words(trip.minutes, trip.mode)} {trip_source(trip.source, roughly=roughly)}"


def mode_icon(going: Case | FirmToCall) -> str:
    """The icon of the means of transport, a pin when none is known."""
    return MODES[going.trip.mode] if going.trip and going.trip.mode else "pin"


def gaps(beside: Comparison) -> tuple[list[dict[str, Any]], str]:
    """What the first has more, as bars to the left, and the whole gap: whole points that add up."""
    points = [-one.points for one in beside.differences]
    told = [
        {"text": _gap_words(one), "share": share, "value": signed(whole)}
        for one, share, whole in zip(beside.differences, points, whole_points(points), strict=True)
    ]
    return told, signed(round(sum(points)))


def _gap_words(one: Difference) -> str:
    this = one.this.said(VOICE) if one.this else "Sans objet ici."
    first = one.first.said(VOICE) if one.first else "Sans objet."
    return unbroken(f"{one.label}. {this} Pour la première : {first}")


def switches(found: OfferList, lifts: frozenset[Lift]) -> list[Switch]:
    """Every wish that the person set: those that are on, then by how many close offers, then offers, they open."""
    alone = {next(iter(u.lifts)): u for u in found.unlocks if len(u.lifts) == 1}
    made = [
        Switch(lift, SWITCHES[lift], lift in lifts, alone[lift].asked if lift in alone else 0)
        for lift in found.liftable
    ]
    close = {lift: unlock.close for lift, unlock in alone.items()}
    return sorted(
        made, key=lambda one: (not one.on, -close.get(one.lift, 0), -one.asked, list(SWITCHES).index(one.lift))
    )


def alone(unlocks: Iterable[Unlock]) -> list[Unlock]:
    """Single changes that open offers in the domains asked for, those that better the best first."""
    single = [unlock for unlock in unlocks if len(unlock.lifts) == 1 and unlock.asked]
    return sorted(single, key=lambda unlock: (-round(unlock.gain), -unlock.close, -unlock.asked, sorted(unlock.lifts)))


def together(unlocks: Iterable[Unlock]) -> list[Unlock]:
    """Pairs that open offers which neither wish opens alone, the most promising first; three at most."""
    pairs = [unlock for unlock in unlocks if unlock.together]
    return sorted(pairs, key=lambda unlock: (-unlock.close, -unlock.together, sorted(unlock.lifts)))[:3]


def held(found: OfferList) -> list[tuple[str, int]]:
    """Why some offers are held back, in words, the commonest first."""
    return [(HELD[code], count) for code, count in found.held if code in HELD]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "journey": journey,
    "mode_icon": mode_icon,
    "trip_icon": mode_icon,
    "trip_said": trip_said,
    "pros": pros,
    "cons": cons,
    "kilometres": kilometres,
    "unbroken": unbroken,
}

"""What the person asked: kinds, dates, hours, travel, licences, efforts avoided.

Each rule names the wishes that it depends on, so that « et si … » can lift them. What is not said bars nothing.
"""

from datetime import date, timedelta

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking import working_time
from services.matching.domain.ranking.case import Case, Caution, Lift, Rule, says
from services.matching.domain.ranking.effort import ASKS
from services.matching.domain.ranking.hours_said import Said, days_not_free, uneven
from services.matching.domain.ranking.travel import TripSource
from services.matching.domain.ranking.wording import Sentence, day, kilometres, minutes, number, trip_words

OWN_WISH = "souhait de la personne"
TOLERANCE = 1.25
"""Travel is an estimate: up to a quarter more than said stays in the list, with a reservation."""
HORIZON_MINUTES = 90
"""Nobody is proposed a longer way to work, unless she herself said more."""
HORIZON_KM = 60.0
"""The same horizon as the crow flies, while the means or the origin are not said."""
OPEN_DATES = frozenset({OfferKind.IMMERSION, OfferKind.INTERNSHIP, OfferKind.VISIT, OfferKind.MOCK_INTERVIEW})
"""Kinds whose dates are a window in which the days are agreed, not the first and last day."""
GRACE = timedelta(days=14)
"""A job may wait two weeks for somebody; a training session starts without her."""


def limit_of(case: Case) -> float | None:
    """Minutes beyond which an offer is set aside, tolerance included; None when the person set none."""
    wished = case.wants.travel_minutes_max
    return None if wished is None else wished * TOLERANCE


def _too_far(case: Case) -> bool:
    if case.offer.remote or case.offer.place is None:
        return False
    if case.trip is None:
        return (case.km_from_centre or 0.0) > HORIZON_KM
    if case.trip.minutes is None:
        means_unsaid = not case.wants.modes and case.trip.source is not TripSource.REFERENT
        return case.trip.km > HORIZON_KM if means_unsaid else True
    return case.trip.minutes > (limit_of(case) or HORIZON_MINUTES)


def _tell_too_far(case: Case) -> Sentence:
    trip, wished = case.trip, case.wants.travel_minutes_max
    if trip is not None and trip.source is TripSource.REFERENT and trip.minutes is None:
        return Sentence(
            "Votre référent indique que vous ne pouvez pas y aller.",
            "Le référent indique que la personne ne peut pas y aller.",
        )
    if trip is None or (not case.wants.modes and trip.minutes is None):
        km = trip.km if trip else case.km_from_centre or 0.0
        return Sentence.same(f"C'est à {kilometres(km)} : trop loin pour y aller chaque jour.")
    if trip.minutes is None:
        return Sentence(
            f"C'est à {kilometres(trip.km)} : vos moyens de transport n'y mènent pas.",
            f"C'est à {kilometres(trip.km)} : les moyens de transport de la personne n'y mènent pas.",
        )
    words = trip_words(trip.minutes, trip.mode)
    if wished is None:
        return Sentence.same(f"{words} : plus d'une heure et demie de trajet.")
    return Sentence.same(f"{words} : c'est bien plus que les {minutes(wished)} indiquées.")


def _starts(case: Case) -> date:
    return max(case.offer.starts_on or case.today, case.today)


def _missed(case: Case) -> bool:
    free = case.wants.available_from
    if free is None:
        return False
    offer = case.offer
    if offer.kind in OPEN_DATES:
        return offer.ends_on is not None and offer.ends_on < free
    if offer.starts_on is None:
        return offer.ends_on is not None and offer.ends_on <= free
    grace = timedelta(0) if offer.kind is OfferKind.TRAINING else GRACE
    return _starts(case) + grace < free


def _tell_missed(case: Case) -> Sentence:
    free = day(case.wants.available_from or case.today)
    what = (
        f"se termine le {day(case.offer.ends_on)}"
        if case.offer.kind in OPEN_DATES and case.offer.ends_on
        else f"commence le {day(_starts(case))}"
    )
    return Sentence(
        f"Cela {what} : vous serez disponible à partir du {free}.",
        f"Cela {what} : la personne sera disponible à partir du {free}.",
    )


def _hours_clash(case: Case) -> bool:
    return not working_time.suit(case.wants, case.offer.hours)


def _tell_hours(case: Case) -> Sentence:
    wants, hours = case.wants, case.offer.hours
    missing = working_time.missing_half_days(wants, hours)
    if missing:
        return _not_offered(working_time.in_words(missing))
    parts = working_time.impossible_parts(wants, hours)
    if parts:
        return _not_offered(working_time.part_in_words(parts))
    if working_time.starts_too_early(wants, hours) and hours.start and wants.earliest_start:
        start, earliest = working_time.clock(hours.start), working_time.clock(wants.earliest_start)
        return Sentence.same(f"Le travail commence à {start} : c'est avant {earliest}.")
    if working_time.ends_too_late(wants, hours) and hours.end and wants.latest_end:
        end, latest = working_time.clock(hours.end), working_time.clock(wants.latest_end)
        return Sentence.same(f"Le travail finit à {end} : c'est après {latest}.")
    weekly = number(hours.weekly or 0)
    return Sentence.same(f"{weekly} h par semaine : c'est plus que les {wants.weekly_hours_max} h souhaitées.")


def _not_offered(when: str) -> Sentence:
    return Sentence(
        f"Il faut travailler {when} : vous n'êtes pas disponible à ce moment-là.",
        f"Il faut travailler {when} : la personne n'est pas disponible à ce moment-là.",
    )


def _tell_licence(case: Case) -> Sentence:
    lacking = [licence.label for licence in sorted(case.offer.licences - case.wants.licences)]
    return Sentence.same(
        f"Il faut le {working_time.join(lacking)}."
        if len(lacking) == 1 and lacking[0] != "CACES"
        else f"Il faut : {working_time.join(lacking)}."
    )


def _tell_efforts(case: Case) -> Sentence:
    asked = working_time.join([ASKS[effort] for effort in sorted(case.offer.efforts & case.wants.avoids)])
    return Sentence(
        f"Ce poste {asked} : vous souhaitez l'éviter.", f"Ce poste {asked} : la personne souhaite l'éviter."
    )


def _tell_kind(case: Case) -> Sentence:
    kind = case.offer.kind.label
    return Sentence(
        f"« {kind} » n'est pas parmi ce que vous cherchez.",
        f"« {kind} » n'est pas parmi ce que la personne cherche.",
    )


RULES = (
    Rule(
        "kind_not_wanted",
        OWN_WISH,
        lambda case: bool(case.wants.kinds) and case.offer.kind not in case.wants.kinds,
        _tell_kind,
        frozenset({Lift.KINDS}),
    ),
    Rule("not_free_then", OWN_WISH, _missed, _tell_missed, frozenset({Lift.DATES})),
    Rule("hours", OWN_WISH, _hours_clash, _tell_hours, frozenset({Lift.HOURS})),
    Rule(
        "licence",
        "demande de l'employeur",
        lambda case: not case.offer.licences <= case.wants.licences,
        _tell_licence,
        frozenset({Lift.LICENCE}),
    ),
    Rule(
        "efforts",
        OWN_WISH,
        lambda case: not case.offer.efforts.isdisjoint(case.wants.avoids),
        _tell_efforts,
        frozenset({Lift.EFFORTS}),
    ),
    Rule("too_far", OWN_WISH, _too_far, _tell_too_far, frozenset({Lift.DISTANCE, Lift.VEHICLE})),
)


def _a_little_far(case: Case) -> bool:
    wished, trip = case.wants.travel_minutes_max, case.trip
    return wished is not None and trip is not None and trip.minutes is not None and trip.minutes > wished


def _tell_a_little_far(case: Case) -> Sentence:
    trip, wished = case.trip, case.wants.travel_minutes_max
    if trip is None or trip.minutes is None or wished is None:
        raise ValueError("no reservation on a travel time that is not known")
    return Sentence.same(f"{trip_words(trip.minutes, trip.mode)} : c'est plus que les {minutes(wished)} indiquées.")


def _days_in_doubt(case: Case) -> list[str]:
    return days_not_free(case.offer.hours.said, case.wants.available)


def _tell_days(case: Case) -> Sentence:
    days = working_time.join(_days_in_doubt(case))
    return Sentence(
        f"L'annonce parle de travail {days}, hors de vos disponibilités : à vérifier.",
        f"L'annonce parle de travail {days}, hors des disponibilités de la personne : à vérifier.",
    )


def _bound(case: Case) -> bool:
    """True when she said which hours suit her."""
    wants = case.wants
    return bool(wants.available) or wants.earliest_start is not None or wants.latest_end is not None


def _tell_uneven(case: Case) -> Sentence:
    how = working_time.join(uneven(case.offer.hours.said))
    return Sentence(
        f"L'annonce parle de travail {how} : à vérifier avec vos disponibilités.",
        f"L'annonce parle de travail {how} : à vérifier avec ses disponibilités.",
    )


def _tell_hours_unknown(case: Case) -> Sentence:
    if Said.DAYTIME in case.offer.hours.said:
        return Sentence.same("Travail en journée, sans heures précises : à demander.")
    return Sentence.same("Les horaires ne sont pas indiqués : à demander.")


def _hours_unknown(case: Case) -> bool:
    """True when nothing could be compared and nothing else was told of the hours."""
    silent = working_time.fit(case.wants, case.offer.hours) is None and bool(case.wants.available)
    return silent and not _days_in_doubt(case) and not uneven(case.offer.hours.said)


CAUTIONS = (
    Caution("a_little_far", OWN_WISH, _a_little_far, _tell_a_little_far),
    Caution("days_in_doubt", OWN_WISH, lambda case: bool(_days_in_doubt(case)), _tell_days),
    Caution("uneven_hours", OWN_WISH, lambda case: _bound(case) and bool(uneven(case.offer.hours.said)), _tell_uneven),
)

INCOMPLETE = (
    Caution(
        "place_unknown",
        "offre incomplète",
        lambda case: case.offer.place is None and not case.offer.remote,
        says("Le lieu exact n'est pas indiqué : le trajet est à vérifier."),
    ),
    Caution(
        "hours_unknown",
        "offre incomplète",
        _hours_unknown,
        _tell_hours_unknown,
    ),
)
"""What the offer does not say: to be asked, and told after all that is known."""

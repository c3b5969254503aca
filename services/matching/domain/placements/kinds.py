"""What the law asks of each kind of placement beside its hours: conditions of the person, of the firm, lengths.

One row per kind, as data. A condition is judged by `candidates` and arrives as a word: no age is read here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.contracts.vocabulary import LegalCondition, OfferKind
from services.matching.domain.placements.findings import Finding, Weight
from services.matching.domain.placements.hours import spoken
from services.matching.domain.placements.law import CIVIC, SCHOOL, WORK, Rule
from services.matching.domain.placements.spans import Span, lasts_at_least, lasts_at_most
from services.matching.domain.placements.standing import Circumstances, HostStanding
from services.matching.domain.placements.terms import Terms

K, L = OfferKind, LegalCondition


@dataclass(frozen=True, slots=True)
class Condition:
    """Something the person must meet."""

    legal: LegalCondition
    told: str
    article: str


@dataclass(frozen=True, slots=True)
class HostDemand:
    """Something the firm must be."""

    met_by: Callable[[HostStanding], bool]
    told: str
    article: str


@dataclass(frozen=True, slots=True)
class Demands:
    """What one kind asks. Months and minutes are rules of the table of figures."""

    conditions: tuple[Condition, ...] = ()
    host: tuple[HostDemand, ...] = ()
    has_end: bool = True
    months_min: Rule | None = None
    months_max: Rule | None = None
    months_weight: Weight = Weight.REFUSED
    week_min: Rule | None = None
    week_weight: Weight = Weight.REFUSED


DEMANDS: dict[OfferKind, Demands] = {
    K.IMMERSION: Demands(),
    K.INTERNSHIP: Demands(
        (Condition(L.IN_TRAINING_COURSE, "Un stage se fait pendant une formation, avec sa convention à trois.",
                   SCHOOL + "L124-1"),),
        months_max=Rule.INTERNSHIP_MONTHS,
    ),
    K.CIVIC_SERVICE: Demands(
        (Condition(L.MAY_SERVE_CIVIC, "Le service civique est ouvert de 16 à 25 ans, 30 ans avec une RQTH.",
                   CIVIC + "L120-1, II"),),
        (HostDemand(lambda h: h.accredited_civic_service, "L'organisme n'est pas agréé pour le service civique.",
                    CIVIC + "L120-1, II"),),
        months_min=Rule.CIVIC_MONTHS_MIN, months_max=Rule.CIVIC_MONTHS_MAX, week_min=Rule.CIVIC_WEEK_MIN_MINUTES,
    ),
    K.APPRENTICESHIP: Demands(
        (Condition(L.MAY_BE_APPRENTICE, "La personne ne remplit pas les conditions d'âge de l'apprentissage.",
                   WORK + "L6222-1 et L6222-2"),),
        has_end=False,
        months_min=Rule.APPRENTICESHIP_MONTHS_MIN, months_max=Rule.APPRENTICESHIP_MONTHS_MAX,
        months_weight=Weight.TO_CONFIRM,
    ),
    K.PROFESSIONALISATION: Demands(
        (Condition(L.MAY_PROFESSIONALISE, "La personne ne remplit pas les conditions de ce contrat.",
                   WORK + "L6325-1"),),
        has_end=False,
        months_min=Rule.PROFESSIONALISATION_MONTHS_MIN, months_max=Rule.PROFESSIONALISATION_MONTHS_MAX,
        months_weight=Weight.TO_CONFIRM,
    ),
    K.CDDI: Demands(
        (Condition(L.IAE_ELIGIBLE, "Un CDDI demande une éligibilité à l'insertion par l'activité économique.",
                   WORK + "L5132-3"),),
        (HostDemand(lambda h: h.is_siae, "Seule une structure d'insertion (SIAE) signe un CDDI.",
                    WORK + "L5132-4"),),
        months_min=Rule.CDDI_MONTHS_MIN, months_max=Rule.CDDI_MONTHS_MAX, months_weight=Weight.TO_CONFIRM,
        week_min=Rule.CDDI_WEEK_MIN_MINUTES, week_weight=Weight.TO_CONFIRM,
    ),
    K.TEMPORARY: Demands(
        host=(HostDemand(lambda h: h.is_temp_agency, "Une mission d'intérim passe par une agence.",
                         WORK + "L1251-1 et L1251-2"),),
        months_max=Rule.FIXED_TERM_MONTHS, months_weight=Weight.TO_CONFIRM,
    ),
    K.CDD: Demands(months_max=Rule.FIXED_TERM_MONTHS, months_weight=Weight.TO_CONFIRM),
    K.CDI: Demands(has_end=False),
    K.PART_TIME_BREAK: Demands(
        has_end=False, week_min=Rule.PART_TIME_WEEK_MIN_MINUTES, week_weight=Weight.NOTED
    ),
    K.TRAINING: Demands(has_end=False),
    K.VISIT: Demands(has_end=False),
    K.MOCK_INTERVIEW: Demands(has_end=False),
}  # fmt: skip


def kind_findings(terms: Terms, around: Circumstances) -> tuple[Finding, ...]:
    """What the kind asks and these terms, this person or this firm do not meet."""
    demands = DEMANDS[terms.kind]
    return (
        *_dates(terms, demands, around),
        *(Finding(c.legal.value, c.told, c.article) for c in demands.conditions if c.legal not in around.legal),
        *(Finding("host", host.told, host.article) for host in demands.host if not host.met_by(around.host)),
        *_months(terms.span, demands, around),
        *_week(terms, demands, around),
        *_dangers(terms, around),
        *_host_open(around),
    )


def _dates(terms: Terms, demands: Demands, around: Circumstances) -> Iterator[Finding]:
    if demands.has_end and terms.ends_on is None:
        yield Finding("no-end", f"Indiquez la date de fin ({terms.kind.label}).", field="ends_on")
    if terms.needs_convention and terms.starts_on < around.today:
        told = "Une convention se signe avant le début : cette date est passée. Choisissez une date à venir."
        article = SCHOOL + "L124-1" if terms.kind is K.INTERNSHIP else WORK + "L5135-4"
        yield Finding("antedated", told, article, field="starts_on")


def _months(span: Span | None, demands: Demands, around: Circumstances) -> Iterator[Finding]:
    if span is None:
        return
    if demands.months_min is not None:
        least = around.law.figure(demands.months_min, span.start)
        if not lasts_at_least(span, least.value):
            told = f"La durée est d'au moins {least.value} mois."
            yield Finding("too-short", told, least.source, demands.months_weight, "ends_on")
    if demands.months_max is not None:
        most = around.law.figure(demands.months_max, span.start)
        if not lasts_at_most(span, most.value):
            told = f"La durée est d'au plus {most.value} mois, renouvellement compris."
            yield Finding("too-long", told, most.source, demands.months_weight, "ends_on")


def _week(terms: Terms, demands: Demands, around: Circumstances) -> Iterator[Finding]:
    if demands.week_min is None or not terms.week.minutes:
        return
    least = around.law.figure(demands.week_min, terms.starts_on)
    if terms.week.minutes < least.value:
        told = f"La semaine compte {spoken(terms.week.minutes)} : il en faut au moins {spoken(least.value)}."
        if demands.week_weight is Weight.NOTED:
            told += " En dessous, le salarié le demande par écrit."
        yield Finding("week-too-short", told, least.source, demands.week_weight, "hours")


def _dangers(terms: Terms, around: Circumstances) -> Iterator[Finding]:
    if not around.adult and (terms.adults_only or terms.dangerous_for_minors):
        told = "Ce poste n'est pas ouvert avant 18 ans : travaux dangereux ou réservés aux adultes."
        yield Finding("not-for-minors", told, WORK + "L4153-8 et D4153-15 et suivants")
    if terms.with_children and L.RECORD_CHECKED not in around.legal:
        told = "Travailler auprès d'enfants demande un contrôle des antécédents (B2, FIJAIS) avant le début."
        yield Finding("record-unchecked", told, "code de l'action sociale et des familles, art. L133-6")


def _host_open(around: Circumstances) -> Iterator[Finding]:
    if around.host.open is False:
        yield Finding("host-closed", f"{around.host.name} est fermée d'après le registre des entreprises.")

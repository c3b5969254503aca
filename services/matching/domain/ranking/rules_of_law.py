"""What the law demands of each kind of offer, with its articles.

Conditions of age and status arrive already judged by `candidates` (``LegalCondition``): neither an age nor a status
is known here. A condition that is not stated is not met: the sentence says what to complete.
"""

import re

from services.contracts.vocabulary import LegalCondition, OfferKind
from services.matching.domain.ranking import working_time
from services.matching.domain.ranking.case import Case, Caution, Rule, Test, says

CONTRACTS = frozenset({OfferKind.CDI, OfferKind.CDD, OfferKind.CDDI, OfferKind.TEMPORARY, OfferKind.PART_TIME_BREAK})
"""Work contracts whose only condition of age is the end of compulsory schooling."""
MINOR_WEEKLY_HOURS = 35
"""Code du travail, art. L3162-1."""


def _kind_needs(kinds: frozenset[OfferKind], condition: LegalCondition) -> Test:
    return lambda case: case.offer.kind in kinds and condition not in case.legal


def _only(kind: OfferKind) -> frozenset[OfferKind]:
    return frozenset({kind})


def _minor(case: Case) -> bool:
    return LegalCondition.ADULT not in case.legal


RULES = (
    Rule(
        "immersion_age",
        "code du travail, art. L4153-1 et D5135-1",
        _kind_needs(_only(OfferKind.IMMERSION), LegalCondition.AT_LEAST_16),
        says(
            "Une immersion demande d'avoir 16 ans : votre profil ne l'indique pas.",
            "Une immersion demande d'avoir 16 ans : le profil ne l'indique pas.",
        ),
    ),
    Rule(
        "work_age",
        "code du travail, art. L4153-1",
        _kind_needs(CONTRACTS, LegalCondition.AT_LEAST_16),
        says(
            "Ce contrat demande d'avoir 16 ans : votre profil ne l'indique pas.",
            "Ce contrat demande d'avoir 16 ans : le profil ne l'indique pas.",
        ),
    ),
    Rule(
        "internship_course",
        "code de l'éducation, art. L124-1",
        _kind_needs(_only(OfferKind.INTERNSHIP), LegalCondition.IN_TRAINING_COURSE),
        says(
            "Un stage se fait pendant une formation (convention à trois) : votre profil n'en indique pas.",
            "Un stage se fait pendant une formation (convention à trois) : le profil n'en indique pas.",
        ),
    ),
    Rule(
        "apprenticeship_age",
        "code du travail, art. L6222-1 et L6222-2",
        _kind_needs(_only(OfferKind.APPRENTICESHIP), LegalCondition.MAY_BE_APPRENTICE),
        says("Les conditions du contrat d'apprentissage ne sont pas réunies."),
    ),
    Rule(
        "professionalisation_conditions",
        "code du travail, art. L6325-1",
        _kind_needs(_only(OfferKind.PROFESSIONALISATION), LegalCondition.MAY_PROFESSIONALISE),
        says("Les conditions du contrat de professionnalisation ne sont pas réunies."),
    ),
    Rule(
        "civic_service_conditions",
        "code du service national, art. L120-4",
        _kind_needs(_only(OfferKind.CIVIC_SERVICE), LegalCondition.MAY_SERVE_CIVIC),
        says("Les conditions du service civique ne sont pas réunies."),
    ),
    Rule(
        "civic_service_host",
        "code du service national, art. L120-30",
        lambda case: (
            case.offer.kind is OfferKind.CIVIC_SERVICE
            and case.employer is not None
            and not case.employer.accredited_civic_service
        ),
        says("Cet organisme n'a pas d'agrément pour accueillir un service civique."),
    ),
    Rule(
        "temporary_agency",
        "code du travail, art. L1251-2",
        lambda case: (
            case.offer.kind is OfferKind.TEMPORARY and case.employer is not None and not case.employer.is_temp_agency
        ),
        says("Seule une agence d'intérim peut proposer cette mission : cette entreprise n'en est pas une."),
    ),
    Rule(
        "cddi_host",
        "code du travail, art. L5132-2 et L5132-4",
        lambda case: case.offer.kind is OfferKind.CDDI and case.employer is not None and not case.employer.is_siae,
        says("Seule une structure d'insertion (SIAE) peut signer ce contrat : cette entreprise n'en est pas une."),
    ),
    Rule(
        "iae_eligibility",
        "code du travail, art. L5132-3",
        _kind_needs(_only(OfferKind.CDDI), LegalCondition.IAE_ELIGIBLE),
        says(
            "Un contrat d'insertion demande un pass IAE : votre profil n'en indique pas.",
            "Un contrat d'insertion demande un pass IAE : le profil n'en indique pas.",
        ),
    ),
    Rule(
        "dangerous_for_minors",
        "code du travail, art. L4153-8",
        lambda case: case.offer.dangerous_for_minors and _minor(case),
        says("Ce travail comprend des travaux interdits avant 18 ans."),
    ),
    Rule(
        "adults_only",
        "condition de l'offre (code du travail, art. L4153-6 et L4153-8)",
        lambda case: case.offer.adults_only and _minor(case),
        says("Cette offre demande d'avoir 18 ans."),
    ),
    Rule(
        "night_for_minors",
        "code du travail, art. L3163-2",
        lambda case: _minor(case) and working_time.at_night(case.offer.hours),
        says("Le travail de nuit est interdit avant 18 ans."),
    ),
    Rule(
        "weekly_hours_of_minors",
        "code du travail, art. L3162-1",
        lambda case: _minor(case) and (case.offer.hours.weekly or 0) > MINOR_WEEKLY_HOURS,
        says("Avant 18 ans, la semaine est de 35 h au plus : cette offre en demande davantage."),
    ),
)

REGULATED = re.compile(
    r"\binfirmi|\baide[- ]soignant|\bauxiliaire de pu[ée]riculture|\bambulanci|\bkin[ée]sith|\bsage[- ]femme|"
    r"\bpharmacien|\bm[ée]decin\b(?!e)|\bergoth[ée]rap|\borthophon",
    re.IGNORECASE,
)
"""Trades of health that the law keeps for who holds their diploma (a medical secretary is none of them)."""
GUARDS = re.compile(
    r"\bagente? de (?:pr[ée]vention et de )?s[ûu]ret[ée]|\bagente? de s[ée]curit[ée]|\bssiap|\bma[iî]tre[- ]chien"
)

AGENCY = re.compile(r"\bint[ée]rim|\btravail temporaire\b", re.IGNORECASE)
"""Names of firms that say themselves that they are agencies."""


def _regulated(case: Case) -> bool:
    named = case.offer.trade_label or case.offer.title
    return REGULATED.match(named.strip()) is not None and not case.offer.diploma


CAUTIONS = (
    Caution(
        "regulated_trade",
        "code de la santé publique, quatrième partie",
        _regulated,
        says("Métier de la santé réglementé : la loi exige le diplôme de ce métier, à vérifier."),
    ),
    Caution(
        "guards_card",
        "code de la sécurité intérieure, art. L612-20",
        lambda case: GUARDS.search(f"{case.offer.title} {case.offer.trade_label}".lower()) is not None,
        says("La sécurité privée demande une carte professionnelle (CNAPS) : à vérifier."),
    ),
    Caution(
        "record_check",
        "code de l'action sociale et des familles, art. L133-6 ; code de procédure pénale, art. 706-53-7",
        lambda case: case.offer.with_children and LegalCondition.RECORD_CHECKED not in case.legal,
        says("Auprès d'enfants : un contrôle (B2, FIJAIS) est à demander avant le début."),
    ),
    Caution(
        "sunday_for_minors",
        "code du travail, art. L3164-2 et L3164-5",
        lambda case: _minor(case) and working_time.on_sunday(case.offer.hours),
        says("Avant 18 ans, le dimanche n'est permis que dans certains secteurs : à vérifier."),
    ),
    Caution(
        "agency_to_check",
        "code du travail, art. L1251-2",
        lambda case: (
            case.offer.kind is OfferKind.TEMPORARY
            and case.employer is None
            and AGENCY.search(case.offer.company_name) is None
        ),
        says("Vérifier que l'annonce vient bien d'une agence d'intérim."),
    ),
    Caution(
        "siae_to_check",
        "code du travail, art. L5132-2 et L5132-4",
        lambda case: case.offer.kind is OfferKind.CDDI and case.employer is None,
        says("Vérifier que l'annonce vient bien d'une structure d'insertion (SIAE)."),
    ),
    Caution(
        "civic_host_to_check",
        "code du service national, art. L120-30",
        lambda case: case.offer.kind is OfferKind.CIVIC_SERVICE and case.employer is None,
        says("Vérifier que l'organisme a un agrément pour le service civique."),
    ),
)

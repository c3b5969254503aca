"""What the law demands of each kind of offer, and of the firm that makes it.

Three answers: *faults* refuse; *doubts* refuse unless a caseworker writes why the law allows it here; *advice* is
told and stops nothing. Ages and eligibilities of people are judged elsewhere: an offer knows nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from services.contracts.vocabulary import OfferKind
from services.employers.domain.company import Company, Existence
from services.employers.domain.limits import limit
from services.employers.domain.months import lasts_at_least, lasts_at_most
from services.employers.domain.offer_terms import Terms, shape_faults
from services.employers.domain.offer_words import doubtful_words
from services.employers.domain.refusals import Fault

UNPAID = frozenset({OfferKind.IMMERSION, OfferKind.VISIT, OfferKind.MOCK_INTERVIEW})
"""Not a job: the person receives no wage from the host, who owes none."""

TUTOR_DEMANDED = {
    OfferKind.IMMERSION: "code du travail, D5135-2",
    OfferKind.INTERNSHIP: "code de l'éducation, L124-9",
    OfferKind.APPRENTICESHIP: "code du travail, L6223-5",
    OfferKind.PROFESSIONALISATION: "code du travail, D6325-6",
    OfferKind.CIVIC_SERVICE: "code du service national, L120-14",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found in an offer. ``stands`` when nothing refuses it."""

    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()

    def stands(self, *, reason: str) -> bool:
        """True without fault, and without doubt or with a caseworker's written ``reason`` for the doubts."""
        return not self.faults and (not self.doubts or bool(reason.strip()))


def judge(terms: Terms, company: Company, *, today: date, was: Terms | None = None) -> Judgement:
    """Judge an offer of this company, whole.

    ``today`` is the date in the territory's zone, ``was`` the content that an edit replaces.
    """
    sheet = Sheet(terms, company, today)
    sheet.faults.extend(shape_faults(terms, today=today, was=was))
    if company.existence is Existence.CLOSED:
        told = "L'établissement est fermé au registre : il ne peut plus publier d'offre."
        sheet.faults.append(Fault("", told))
    for rule in (_common, *RULES.get(terms.kind, ())):
        rule(sheet)
    sheet.doubts.extend(doubtful_words(terms))
    return Judgement(tuple(sheet.faults), tuple(sheet.doubts), tuple(sheet.advice))


@dataclass(slots=True)
class Sheet:
    """An offer under judgement, and what was found so far."""

    terms: Terms
    company: Company
    today: date
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    advice: list[Fault] = field(default_factory=list)

    def longer_than(self, name: str, told: str, found: list[Fault]) -> None:
        """Add a fault when the offer's dates are longer than a figure of the law, in months."""
        row = limit(name, on=self.today)
        start, end = self.terms.starts_on, self.terms.ends_on
        if start is not None and end is not None and not lasts_at_most(start, end, months=row.value):
            found.append(Fault("ends_on", told, row.source))

    def shorter_than(self, name: str, told: str, found: list[Fault]) -> None:
        """Add a fault when the offer's dates are shorter than a figure of the law, in months."""
        row = limit(name, on=self.today)
        start, end = self.terms.starts_on, self.terms.ends_on
        if start is None or end is None or end < start:
            return
        if not lasts_at_least(start, end, months=row.value):
            found.append(Fault("ends_on", told, row.source))

    def weekly_under(self, name: str, told: str, found: list[Fault]) -> None:
        """Add a fault when the week has fewer hours than a figure of the law."""
        row = limit(name, on=self.today)
        if self.terms.hours.weekly is not None and self.terms.hours.weekly < row.value:
            found.append(Fault("weekly", told, row.source))


def _common(sheet: Sheet) -> None:
    terms = sheet.terms
    article = TUTOR_DEMANDED.get(terms.kind)
    if article and not terms.tutor.name:
        sheet.faults.append(Fault("tutor", "Indiquez qui accueillera la personne : le tuteur ou la tutrice.", article))
    if terms.kind in UNPAID and terms.salary.strip():
        told = f"« {terms.kind.label} » n'est pas un emploi : aucun salaire n'est versé."
        sheet.faults.append(Fault("salary", told, "code du travail, L5135-1"))
    reasons = terms.hours.why_not_minors()
    if reasons and not terms.adults_only:
        sheet.advice.append(Fault("hours", f"Réservé aux majeurs : {', '.join(reasons)}."))
    if terms.with_children:
        told = "Travail auprès d'enfants : le casier (B2) et le FIJAIS seront contrôlés avant le début."
        sheet.advice.append(Fault("with_children", told, "code de l'action sociale et des familles, L133-6"))


Rule = Callable[[Sheet], None]


def _immersion(sheet: Sheet) -> None:
    if not sheet.terms.objectives:
        told = "Choisissez au moins un objectif : découvrir, confirmer un projet, ou préparer un recrutement."
        sheet.faults.append(Fault("objectives", told, "code du travail, L5135-1"))
    sheet.longer_than("immersion_months", "Une immersion dure au plus un mois, de date à date.", sheet.faults)
    sheet.advice.append(
        Fault(
            "kind",
            "Une immersion n'est pas une offre d'emploi : elle ne remplace pas un salarié absent, ne couvre pas un "
            "surcroît d'activité ni un travail saisonnier, et n'occupe pas un poste permanent.",
            "code du travail, L5135-1 et suivants",
        )
    )


def _internship(sheet: Sheet) -> None:
    sheet.longer_than("internship_months", "Un stage dure au plus six mois par année de formation.", sheet.faults)
    told = "Un stage demande une formation en cours et une convention signée à trois."
    sheet.advice.append(Fault("kind", told, "code de l'éducation, L124-1"))
    paid_after = limit("internship_paid_after_months", on=sheet.today)
    if _lasts_over(sheet.terms, paid_after.value):
        sheet.advice.append(Fault("salary", "Au-delà de deux mois, une gratification est due.", paid_after.source))


def _cdi(sheet: Sheet) -> None:
    if sheet.terms.ends_on is not None:
        sheet.faults.append(Fault("ends_on", "Un CDI n'a pas de date de fin.", "code du travail, L1221-2"))


def _cdd(sheet: Sheet) -> None:
    sheet.longer_than("cdd_months", "Un CDD dure au plus dix-huit mois, sauf exception.", sheet.doubts)
    if sheet.terms.ends_on is None:
        sheet.advice.append(
            Fault("ends_on", "Indiquez la fin prévue ou la durée du contrat dès que vous la connaissez.")
        )


def _cddi(sheet: Sheet) -> None:
    if not sheet.company.is_siae:
        told = "Seule une structure d'insertion par l'activité économique (SIAE) conclut un CDDI."
        sheet.faults.append(Fault("kind", told, "code du travail, L5132-4"))
    sheet.longer_than("cddi_months_max", "Un CDDI dure au plus vingt-quatre mois, sauf exception.", sheet.doubts)
    sheet.shorter_than("cddi_months_min", "Un CDDI dure au moins quatre mois.", sheet.doubts)
    sheet.weekly_under("cddi_weekly_min", "Un CDDI compte au moins vingt heures par semaine.", sheet.doubts)


def _temporary(sheet: Sheet) -> None:
    if not sheet.company.is_temp_agency:
        told = "Seule une entreprise de travail temporaire propose une mission d'intérim."
        sheet.faults.append(Fault("kind", told, "code du travail, L1251-2"))
    sheet.longer_than("temporary_months", "Une mission dure au plus dix-huit mois, sauf exception.", sheet.doubts)


def _apprenticeship(sheet: Sheet) -> None:
    sheet.longer_than("apprenticeship_months_max", "Un apprentissage dure au plus trois ans.", sheet.doubts)
    sheet.shorter_than("apprenticeship_months_min", "Un apprentissage dure au moins six mois.", sheet.faults)


def _professionalisation(sheet: Sheet) -> None:
    told = "Un contrat de professionnalisation dure au plus trente-six mois."
    sheet.longer_than("professionalisation_months_max", told, sheet.faults)
    told = "Un contrat de professionnalisation dure au moins six mois."
    sheet.shorter_than("professionalisation_months_min", told, sheet.faults)


def _part_time(sheet: Sheet) -> None:
    full, least = limit("full_time_weekly", on=sheet.today), limit("part_time_weekly_min", on=sheet.today)
    weekly = sheet.terms.hours.weekly
    if weekly is not None and weekly >= full.value:
        told = "Un temps partiel compte moins de trente-cinq heures par semaine."
        sheet.faults.append(Fault("weekly", told, full.source))
    elif weekly is not None and weekly < least.value:
        told = (
            "Moins de 24 heures par semaine : la personne le demande par écrit, ou votre accord de branche le permet."
        )
        sheet.advice.append(Fault("weekly", told, least.source))


def _civic(sheet: Sheet) -> None:
    if not sheet.company.accredited_civic_service:
        told = "Le service civique se fait dans un organisme agréé : votre agrément n'est pas enregistré."
        sheet.faults.append(Fault("kind", told, "code du service national, L120-30"))
    sheet.longer_than("civic_months_max", "Un service civique dure au plus douze mois.", sheet.faults)
    sheet.shorter_than("civic_months_min", "Un service civique dure au moins six mois.", sheet.faults)
    sheet.weekly_under("civic_weekly_min", "Un service civique compte au moins 24 h par semaine.", sheet.faults)


def _one_day(sheet: Sheet) -> None:
    if sheet.terms.ends_on is not None and sheet.terms.ends_on != sheet.terms.starts_on:
        sheet.faults.append(
            Fault("ends_on", f"« {sheet.terms.kind.label} » tient en une journée : proposez plusieurs dates à part.")
        )


RULES: dict[OfferKind, tuple[Rule, ...]] = {
    OfferKind.IMMERSION: (_immersion,),
    OfferKind.INTERNSHIP: (_internship,),
    OfferKind.CDI: (_cdi,),
    OfferKind.CDD: (_cdd,),
    OfferKind.CDDI: (_cddi,),
    OfferKind.TEMPORARY: (_temporary,),
    OfferKind.APPRENTICESHIP: (_apprenticeship,),
    OfferKind.PROFESSIONALISATION: (_professionalisation,),
    OfferKind.PART_TIME_BREAK: (_part_time,),
    OfferKind.CIVIC_SERVICE: (_civic,),
    OfferKind.TRAINING: (),
    OfferKind.VISIT: (_one_day,),
    OfferKind.MOCK_INTERVIEW: (_one_day,),
}


def _lasts_over(terms: Terms, months: int) -> bool:
    if terms.starts_on is None or terms.ends_on is None:
        return False
    return not lasts_at_most(terms.starts_on, terms.ends_on, months=months)

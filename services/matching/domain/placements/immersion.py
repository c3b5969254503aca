"""The immersion (PMSMP): code du travail, art. L5135-1 to L5135-8 and D5135-1 to D5135-8.

Refuses more than a month date to date, a second renewal, a third convention or more than sixty days at one host over
twelve months, two conventions for the same thing, somebody under 16, a prescriber without right, a start in the
past, more than a quarter of an assisted contract.
"""

from collections.abc import Iterator

from services.matching.domain.placements.findings import Finding, Weight
from services.matching.domain.placements.law import WORK, Rule
from services.matching.domain.placements.prescriber import prescriber_findings
from services.matching.domain.placements.spans import Span, busiest_window, days_in, last_day, lasts_at_most, windows
from services.matching.domain.placements.standing import Circumstances, PastImmersion
from services.matching.domain.placements.terms import Terms

NOT_AN_OFFER = "Une immersion n'est pas une offre d'emploi : la personne observe et essaie, elle ne remplace personne."
"""Said to employers wherever an immersion is agreed (L5135-1)."""


def immersion_findings(terms: Terms, around: Circumstances) -> tuple[Finding, ...]:
    """Everything the law of immersions says of these terms; hours are judged apart."""
    span = terms.span
    if span is None:
        told = "Une immersion a une date de fin."
        return (Finding("no-end", told, WORK + "D5135-2 et D5135-3", field="ends_on"),)
    return (
        *_objective(terms),
        *_length(span, around),
        *_age(around),
        *_prescriber(span, around),
        *_renewal(terms, span, around),
        *_same_host(terms, span, around),
        *_assisted_contract(terms, span, around),
        *_elsewhere(span, around),
    )


def _objective(terms: Terms) -> Iterator[Finding]:
    if terms.objective is None:
        told = "Choisissez l'objectif : découvrir un métier, confirmer un projet ou initier un recrutement."
        yield Finding("no-objective", told, WORK + "L5135-1", field="objective")


def _length(span: Span, around: Circumstances) -> Iterator[Finding]:
    months = around.law.figure(Rule.IMMERSION_MONTHS, span.start)
    if not lasts_at_most(span, months.value):
        latest = last_day(span.start, months.value)
        told = (
            "Une immersion dure au plus un mois, de date à date : "
            f"commencée le {span.start:%d/%m/%Y}, elle finit au plus tard le {latest:%d/%m/%Y}."
        )
        yield Finding("too-long", told, months.source, field="ends_on")


def _age(around: Circumstances) -> Iterator[Finding]:
    if not around.at_least_16:
        told = "La personne doit avoir 16 ans au début de l'immersion."
        yield Finding("under-16", told, WORK + "L5135-1 et L4153-1", field="starts_on")


def _prescriber(span: Span, around: Circumstances) -> Iterator[Finding]:
    if around.prescriber is None:
        told = "Indiquez la structure qui prescrit l'immersion."
        yield Finding("no-prescriber", told, WORK + "L5135-2", field="prescriber")
        return
    yield from prescriber_findings(around.prescriber, today=around.today, starts_on=span.start, law=around.law)


def _renewal(terms: Terms, span: Span, around: Circumstances) -> Iterator[Finding]:
    if terms.renewal_of is None:
        return
    figure = around.law.figure(Rule.IMMERSION_RENEWALS, span.start)
    first = next((one for one in around.past if one.placement_id == terms.renewal_of), None)
    if first is None or not first.at(around.host):
        told = "L'immersion à renouveler n'est pas retrouvée dans cette entreprise."
        yield Finding("renewal-of-nothing", told, figure.source, field="renewal_of")
        return
    renewals = sum(1 for one in around.past if one.renewal_of == first.convention_id)
    if first.renewal_of is not None or renewals >= figure.value:
        told = "Cette immersion a déjà été renouvelée : un seul renouvellement est possible."
        yield Finding("renewed-already", told, figure.source, field="renewal_of")
    if (first.objective, first.rome) != (terms.objective, terms.rome):
        told = "Un renouvellement garde le même métier et le même objectif."
        yield Finding("renewal-differs", told, figure.source, field="objective")
    if span.start <= first.span.end:
        told = f"Le renouvellement commence après la fin de la première période ({first.span.end:%d/%m/%Y})."
        yield Finding("renewal-overlaps", told, figure.source, field="starts_on")
    yield from _not_reached(first, figure.source)


def _not_reached(first: PastImmersion, article: str) -> Iterator[Finding]:
    if first.objective_reached is True:
        told = "L'objectif de la première période a été atteint : elle ne se renouvelle pas."
        yield Finding("objective-reached", told, article, field="renewal_of")
    elif first.objective_reached is None:
        told = "Le renouvellement suppose que l'objectif n'est pas atteint : dites ce qui reste à faire."
        yield Finding("objective-unknown", told, article, Weight.TO_CONFIRM, "renewal_of")


def _same_host(terms: Terms, span: Span, around: Circumstances) -> Iterator[Finding]:
    here = [one for one in around.past if one.at(around.host)]
    months = around.law.value(Rule.IMMERSION_WINDOW_MONTHS, span.start)
    total, window = busiest_window(span, [one.span for one in here], months)
    days = around.law.figure(Rule.IMMERSION_DAYS_PER_HOST, span.start)
    if total > days.value:
        told = (
            f"Cela ferait {total} jours dans cette entreprise entre le {window.start:%d/%m/%Y} et le "
            f"{window.end:%d/%m/%Y}, renouvellements compris : la limite est de {days.value} jours sur douze mois."
        )
        yield Finding("too-many-days", told, days.source, field="ends_on")
    if terms.renewal_of is None:
        yield from _conventions(terms, span, here, months, around)


def _conventions(
    terms: Terms, span: Span, here: list[PastImmersion], months: int, around: Circumstances
) -> Iterator[Finding]:
    most = around.law.figure(Rule.IMMERSION_CONVENTIONS_PER_HOST, span.start)
    held = [
        [one for one in here if window.meets(one.span)] for window in windows(span, [one.span for one in here], months)
    ]
    if any(len({one.convention_id for one in within}) + 1 > most.value for within in held):
        told = f"La personne a déjà fait {most.value} immersions différentes dans cette entreprise en douze mois."
        yield Finding("too-many-conventions", told, most.source)
    elif any((one.objective, one.rome) == (terms.objective, terms.rome) for within in held for one in within):
        told = (
            "Une immersion avec le même métier et le même objectif a déjà eu lieu dans cette entreprise : "
            "changez d'objectif, ou renouvelez la première si son objectif n'est pas atteint."
        )
        yield Finding("same-convention", told, most.source, field="objective")


def _assisted_contract(terms: Terms, span: Span, around: Circumstances) -> Iterator[Finding]:
    contract = terms.assisted_contract
    if contract is None:
        return
    share = around.law.figure(Rule.ASSISTED_CONTRACT_PERCENT, span.start)
    used = days_in(contract, [span, *(one.span for one in around.past)])
    if used * 100 > share.value * contract.days:
        told = (
            f"Les immersions prendraient {used} jours sur les {contract.days} du contrat : "
            f"la limite est de {share.value} %."
        )
        yield Finding("assisted-contract-share", told, share.source, field="ends_on")


def _elsewhere(span: Span, around: Circumstances) -> Iterator[Finding]:
    meeting = next((one for one in around.past if one.span.meets(span) and not one.at(around.host)), None)
    if meeting is not None:
        told = (
            f"La personne est aussi en immersion chez {meeting.host_name} du {meeting.span.start:%d/%m/%Y} "
            f"au {meeting.span.end:%d/%m/%Y} : vérifiez que les jours ne se croisent pas."
        )
        yield Finding("another-immersion", told, weight=Weight.TO_CONFIRM, field="starts_on")

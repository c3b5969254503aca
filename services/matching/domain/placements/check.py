"""The whole check of a placement: its kind, its hours, and for an immersion the law of immersions.

Announces nothing. What it finds is judged by `findings.must_pass`; what the convention still lacks by `missing`.
"""

from services.contracts.vocabulary import OfferKind
from services.matching.domain.placements.findings import Finding, Weight
from services.matching.domain.placements.immersion import immersion_findings
from services.matching.domain.placements.kinds import kind_findings
from services.matching.domain.placements.law import SCHOOL, WORK, Rule
from services.matching.domain.placements.minors import minor_findings
from services.matching.domain.placements.spans import lasts_at_most
from services.matching.domain.placements.standing import Circumstances
from services.matching.domain.placements.terms import Terms
from services.matching.domain.placements.working_time import adult_findings


def check(terms: Terms, around: Circumstances) -> tuple[Finding, ...]:
    """Everything the law says of these terms in these circumstances, the gravest first."""
    found = [*kind_findings(terms, around), *_hours(terms, around), *_paid_internship(terms, around)]
    if terms.kind is OfferKind.IMMERSION:
        found += immersion_findings(terms, around)
    found.sort(key=lambda finding: list(Weight).index(finding.weight))
    gravest = {finding.code: finding for finding in reversed(found)}
    return tuple(finding for finding in found if gravest[finding.code] is finding)


def _hours(terms: Terms, around: Circumstances) -> tuple[Finding, ...]:
    if not terms.schedule.days:
        if not terms.needs_convention:
            return ()
        article = SCHOOL + "L124-14" if terms.kind is OfferKind.INTERNSHIP else WORK + "D5135-2, 6°"
        return (Finding("no-hours", "Indiquez les jours et les horaires de présence.", article, field="hours"),)
    if around.adult:
        return adult_findings(terms.schedule, around.law)
    civic = terms.kind is OfferKind.CIVIC_SERVICE
    return minor_findings(
        terms.schedule,
        around.law,
        around.workplace,
        at_least_16=around.at_least_16,
        day_rule=Rule.CIVIC_MINOR_DAY_MINUTES if civic else Rule.MINOR_DAY_MINUTES,
        holidays_by_sector=not civic,
    )


def _paid_internship(terms: Terms, around: Circumstances) -> tuple[Finding, ...]:
    span = terms.span
    if terms.kind is not OfferKind.INTERNSHIP or span is None:
        return ()
    figure = around.law.figure(Rule.INTERNSHIP_PAID_FROM_MONTHS, span.start)
    if lasts_at_most(span, figure.value):
        return ()
    told = f"Au-delà de {figure.value} mois, le stage donne droit à une gratification."
    return (Finding("internship-paid", told, figure.source, Weight.NOTED),)

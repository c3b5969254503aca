"""Figures are dated, and a change of the law does not rewrite the past."""

from datetime import date

import pytest

from services.matching.domain.placements.law import FIGURES, LAW, Figure, Rule
from tests.factories.placements import an_immersion, judged


def test_every_rule_has_a_figure_with_its_source() -> None:
    assert {figure.rule for figure in FIGURES} == set(Rule)
    assert all(figure.source and figure.value > 0 for figure in FIGURES)


def test_a_new_line_applies_from_its_day_only() -> None:
    later = LAW.amended([Figure(Rule.IMMERSION_MONTHS, 2, date(2027, 1, 1), "décret à venir")])
    assert later.value(Rule.IMMERSION_MONTHS, date(2026, 12, 31)) == 1
    assert later.value(Rule.IMMERSION_MONTHS, date(2027, 1, 1)) == 2
    assert LAW.value(Rule.IMMERSION_MONTHS, date(2027, 1, 1)) == 1


def test_a_day_before_every_line_takes_the_first() -> None:
    assert LAW.value(Rule.ADULT_WEEK_MINUTES, date(1990, 1, 1)) == 48 * 60


def test_an_immersion_is_judged_by_the_figure_of_its_start() -> None:
    law = LAW.amended([Figure(Rule.IMMERSION_MONTHS, 2, date(2026, 4, 1), "décret à venir")])
    six_weeks_in_march = an_immersion(date(2026, 3, 9), date(2026, 4, 17))
    six_weeks_in_april = an_immersion(date(2026, 4, 6), date(2026, 5, 15))
    assert "too-long" in judged(six_weeks_in_march, law=law)
    assert "too-long" not in judged(six_weeks_in_april, law=law)


@pytest.mark.parametrize("rule", [Rule.IMMERSION_MONTHS, Rule.IMMERSION_DAYS_PER_HOST])
def test_a_line_of_the_same_day_replaces_what_stood(rule: Rule) -> None:
    first = LAW.figure(rule, date(2026, 1, 1))
    amended = LAW.amended([Figure(rule, 99, first.in_force_from, "rectificatif")])
    assert [line.value for line in amended.figures[rule]] == [99]

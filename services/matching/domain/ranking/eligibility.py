"""Is this offer possible for this person? Exact, the same over any index, and explained (« écartée parce que … »).

`judge` tells everything (for one offer, on demand); `is_eligible` and `blocking` are the quick answers for thousands.
Decides nothing by itself: a referent reads the barriers, and the reservations that do not bar.
"""

from dataclasses import dataclass

from services.matching.domain.ranking import rules_of_demands, rules_of_host, rules_of_law, rules_of_wishes
from services.matching.domain.ranking.case import Case, Lift, Rule
from services.matching.domain.ranking.wording import Sentence

FIRM_RULES: tuple[Rule, ...] = (*rules_of_host.RULES, *rules_of_law.RULES)
"""Rules that no wish of the person can lift."""
WISH_RULES: tuple[Rule, ...] = rules_of_wishes.RULES
_FIRM, _WISHED = tuple(rule.broken for rule in FIRM_RULES), tuple(rule.broken for rule in WISH_RULES)
CAUTIONS = (
    *rules_of_law.CAUTIONS,
    *rules_of_wishes.CAUTIONS,
    *rules_of_demands.CAUTIONS,
    *rules_of_host.CAUTIONS,
    *rules_of_wishes.INCOMPLETE,
)
"""In the order in which they are told: a list shows the first alone."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """Why an offer is set aside. ``lifts`` empty when the person cannot change it."""

    code: str
    source: str
    sentence: Sentence
    lifts: frozenset[Lift]


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is to be checked or asked, without setting the offer aside."""

    code: str
    source: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Assured:
    """What the offer demands and the person says she has."""

    code: str
    source: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """``barriers`` empty means eligible."""

    barriers: tuple[Barrier, ...]
    reservations: tuple[Reservation, ...]
    assured: tuple[Assured, ...] = ()

    @property
    def eligible(self) -> bool:
        """True when nothing sets the offer aside."""
        return not self.barriers


def judge(case: Case) -> Verdict:
    """Return every barrier, every reservation and what is met, in a fixed order, with their sentences."""
    barriers = tuple(
        Barrier(rule.code, rule.source, rule.tell(case), rule.lifts)
        for rule in (*FIRM_RULES, *WISH_RULES)
        if rule.broken(case)
    )
    return Verdict(barriers, reservations(case), assurances(case))


def reservations(case: Case) -> tuple[Reservation, ...]:
    """Return what does not bar but must be told."""
    return tuple(
        Reservation(caution.code, caution.source, caution.tell(case)) for caution in CAUTIONS if caution.raised(case)
    )


def assurances(case: Case) -> tuple[Assured, ...]:
    """Return what is demanded and met."""
    return tuple(Assured(one.code, one.source, one.tell(case)) for one in rules_of_demands.ASSURANCES if one.met(case))


def firmly_barred(case: Case) -> bool:
    """True when the law, the employer or the past sets the offer aside, whatever the person wishes."""
    for broken in _FIRM:  # noqa: SIM110  a plain loop halves the time of five thousand offers
        if broken(case):
            return True
    return False


def blocking(case: Case) -> tuple[Rule, ...]:
    """Return the broken rules that come from the person's wishes."""
    return tuple([rule for rule in WISH_RULES if rule.broken(case)])


def is_eligible(case: Case) -> bool:
    """True when no rule is broken. Stops at the first: a plan asks it of tens of thousands of pairs."""
    for broken in _WISHED:
        if broken(case):
            return False
    return not firmly_barred(case)

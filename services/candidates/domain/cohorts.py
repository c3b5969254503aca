"""The cohorts of the territory: the system suggests, the referent assigns.

Ages of a cohort are either a criterion (an assignment outside of them is refused) or only observed (they guide the
suggestion). A cohort never leaves this service, and never enters a ranking.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.candidates.domain.age import age_on
from services.candidates.domain.identity import Identity, Sex
from services.candidates.domain.refusals import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort as the territory configured it. Ages are whole years, both included, None when open."""

    code: str
    label: str
    structure_id: UUID
    from_age: int | None = None
    to_age: int | None = None
    age_is_criterion: bool = False
    sex: Sex | None = None

    def ages(self) -> str:
        """The ages in words: « 16–25 ans », « dès 50 ans », « sans âge »."""
        if self.from_age is not None and self.to_age is not None:
            return f"{self.from_age}–{self.to_age} ans"
        if self.from_age is not None:
            return f"dès {self.from_age} ans"
        return f"jusqu'à {self.to_age} ans" if self.to_age is not None else "sans âge"

    def suits_age(self, age: int) -> bool:
        """True when the age is inside the cohort's ages."""
        return (self.from_age is None or age >= self.from_age) and (self.to_age is None or age <= self.to_age)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A cohort and the reason that makes it come to mind, in French."""

    cohort: Cohort
    reason: str


def suggest(cohorts: tuple[Cohort, ...], identity: Identity, day: date) -> tuple[Suggestion, ...]:
    """Return the cohorts that may suit, those whose sex is also known to match first. Never an assignment."""
    age = age_on(identity.born, day)
    fitting = [
        cohort
        for cohort in cohorts
        if cohort.suits_age(age) and (cohort.sex is None or identity.sex in (None, cohort.sex))
    ]
    fitting.sort(key=lambda cohort: (cohort.sex is None or identity.sex is None, cohort.code))
    return tuple(
        Suggestion(
            cohort,
            f"{age} ans : condition d'âge remplie ({cohort.ages()})"
            if cohort.age_is_criterion
            else f"{age} ans : âge observé dans ce groupe ({cohort.ages()})",
        )
        for cohort in fitting
    )


def assign(cohorts: tuple[Cohort, ...], code: str, identity: Identity, day: date) -> Cohort:
    """Return the cohort the referent chose. Raises NotFound, or Invalid when age is a criterion not met."""
    cohort = next((one for one in cohorts if one.code == code), None)
    if cohort is None:
        raise NotFound("Ce groupe n'existe pas sur ce territoire.", field="cohort")
    if cohort.age_is_criterion and not cohort.suits_age(age_on(identity.born, day)):
        raise Invalid(
            f"Le groupe « {cohort.label} » est réservé aux {cohort.ages()} sur ce territoire.", field="cohort"
        )
    return cohort

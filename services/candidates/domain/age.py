"""The one age function of the product: whole years on a given day, and the day an age is reached.

Somebody born on 29 February reaches an age on 1 March of the years that have no 29 February: the
protective reading, since a minor stays protected one day longer. Refuses a birth date after the day asked.
"""

from datetime import date

from services.candidates.domain.refusals import Invalid

OLDEST = 120
"""Beyond this age a birth date is taken for a typing error."""


def birthday(born: date, years: int) -> date:
    """Return the day on which somebody born on ``born`` reaches ``years`` whole years (``years`` ≥ 0)."""
    year = born.year + years
    if (born.month, born.day) == (2, 29):
        try:
            return date(year, 2, 29)
        except ValueError:
            return date(year, 3, 1)
    return date(year, born.month, born.day)


def age_on(born: date, day: date) -> int:
    """Return the age in whole years on ``day``. Raises Invalid when ``day`` is before the birth."""
    if day < born:
        raise Invalid("La date de naissance est après la date demandée.", field="born")
    years = day.year - born.year
    return years if day >= birthday(born, years) else years - 1


def plausible_birth_date(born: date, today: date) -> date:
    """Return ``born`` when a living person may have it; raises Invalid otherwise."""
    if born > today:
        raise Invalid("La date de naissance est dans le futur : vérifiez l'année.", field="born")
    if age_on(born, today) > OLDEST:
        raise Invalid(f"La date de naissance donne plus de {OLDEST} ans : vérifiez l'année.", field="born")
    return born

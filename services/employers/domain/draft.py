"""A draft of an offer: what was typed so far, kept as it is, field by field, for thirty days.

Announces nothing. Refuses only what would not be a form: too many fields, or too long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.employers.domain.refusals import Invalid

KEPT_FOR = timedelta(days=30)
MOST_FIELDS, LONGEST_NAME, LONGEST_VALUE, LONGEST_ALL = 80, 60, 5_000, 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft per company and author."""

    company_id: UUID
    author_id: UUID
    territory: str
    fields: Mapping[str, tuple[str, ...]]
    saved_at: datetime

    def forgotten(self, now: datetime) -> bool:
        """True when nobody touched it for thirty days."""
        return now - self.saved_at > KEPT_FOR

    def first(self, name: str, default: str = "") -> str:
        values = self.fields.get(name, ())
        return values[0] if values else default


def check_fields(fields: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The fields to keep, empty ones dropped. Raises Invalid when this is no form of ours."""
    kept = {name: tuple(value for value in values if value) for name, values in fields.items()}
    kept = {name: values for name, values in kept.items() if values}
    lengths = [len(value) for values in kept.values() for value in values]
    too_long = any(len(name) > LONGEST_NAME for name in kept) or any(size > LONGEST_VALUE for size in lengths)
    if len(kept) > MOST_FIELDS or too_long or sum(lengths) > LONGEST_ALL:
        raise Invalid("Ce brouillon est trop long : rien de nouveau n'a été gardé.")
    return kept

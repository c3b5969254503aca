"""Figures of the law that an installation adds to the table, read once from a JSON file.

Each line holds ``rule``, ``value``, ``in_force_from`` and ``source``. Refuses, at start and in words, a rule that does
not exist, a figure without source, a date that is not one: a wrong law must not be applied in silence.
"""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from services.matching.domain.placements.law import LAW, Figure, Law, Rule


class Line(BaseModel):
    """One figure."""

    model_config = ConfigDict(extra="forbid")

    rule: Rule
    value: int = Field(gt=0)
    in_force_from: date
    source: str = Field(min_length=5, max_length=300)


_LINES = TypeAdapter(list[Line])


def law_of(path: str) -> Law:
    """The table with the lines of the file; the table alone when no file is named. Raises ValueError."""
    if not path:
        return LAW
    try:
        lines = _LINES.validate_json(Path(path).read_bytes())
    except (OSError, ValidationError) as error:
        raise ValueError(f"CITE_LAW_FILE : {path} ne se lit pas ({error})") from error
    return LAW.amended(Figure(line.rule, line.value, line.in_force_from, line.source) for line in lines)

"""An installation may add figures of the law, dated and sourced; a wrong file stops the start."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.matching.adapters.law_file import law_of
from services.matching.domain.placements.law import LAW, Rule

LINE: dict[str, Any] = {
    "rule": "immersion_months",
    "value": 2,
    "in_force_from": "2027-01-01",
    "source": "décret n° 2026-999",
}


def written(folder: Path, *lines: dict[str, Any]) -> str:
    path = folder / "law.json"
    path.write_text(json.dumps(lines))
    return str(path)


def test_no_file_is_the_table_alone() -> None:
    assert law_of("") is LAW


def test_a_line_applies_from_its_day(tmp_path: Path) -> None:
    law = law_of(written(tmp_path, LINE))
    assert law.value(Rule.IMMERSION_MONTHS, date(2026, 12, 31)) == 1
    assert law.value(Rule.IMMERSION_MONTHS, date(2027, 1, 1)) == 2
    assert law.source(Rule.IMMERSION_MONTHS, date(2027, 1, 1)) == "décret n° 2026-999"


@pytest.mark.parametrize(
    "wrong",
    [{"rule": "unknown"}, {"value": 0}, {"value": "beaucoup"}, {"source": ""}, {"in_force_from": "hier"}, {"note": 1}],
)
def test_a_wrong_line_stops_the_start(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="CITE_LAW_FILE"):
        law_of(written(tmp_path, LINE | wrong))


def test_a_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="CITE_LAW_FILE"):
        law_of(str(tmp_path / "absent.json"))

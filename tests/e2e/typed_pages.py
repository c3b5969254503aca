"""The commands that the pages for operators give, taken from the pages: tests type them as they stand."""

import re
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def filled(page: str, heading: str, number: int = 0, *, replaced: Mapping[str, str] | None = None) -> str:
    """A block of a part of a page, once what is left to the operator is filled in: each of it stands there once."""
    block = _blocks(page, heading)[number]
    for told, ours in (replaced or {}).items():
        assert block.count(told) == 1, f"« {told} » is not once in « {heading} » of {page}"
        block = block.replace(told, ours)
    return block


def in_the_row(page: str, first_cell: str) -> list[str]:
    """The commands of a row of a table."""
    (row,) = re.findall(rf"^\| {re.escape(first_cell)} \|(.*)\|$", _text(page), re.MULTILINE)
    return re.findall(r"`([^`]+)`", row)


def _blocks(page: str, heading: str) -> list[str]:
    part = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", _text(page), re.DOTALL | re.MULTILINE)
    assert part is not None, f"{page} has no part « {heading} »"
    return re.findall(r"^```sh\n(.*?)^```$", part[1], re.DOTALL | re.MULTILINE)


def _text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")

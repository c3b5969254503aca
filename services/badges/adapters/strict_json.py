"""JSON handed over by strangers: one object, finite numbers, text that can be written in UTF-8."""

import json
from typing import Any


def parse_object(text: str | bytes) -> dict[str, Any]:
    """The object this text holds. Raises ValueError for anything else, nesting without end included."""
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(document, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested without end") from error
    if not isinstance(document, dict):
        raise ValueError("not an object")
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")

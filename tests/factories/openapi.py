"""Whatever an OpenAPI document allows, sent to the app that published it: the answer must be what the document says.

The ids of a request are, most of the time, those of things that exist, and each answer's own ids join them: a request
may act on what an earlier one made. A request of the right shape may still be refused: no schema says what the key of
a SIRET or the law of contracts is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import ASGIApp

MOST_KEPT = 40
PATIENCE = 60.0
"""Seconds given to an answer: speed is not what is judged here."""


class Known:
    """Values that mean something to the app, by field name."""

    def __init__(self, **values: Sequence[object]) -> None:
        self._values = {name: [str(value) for value in given] for name, given in values.items()}

    def put_in(self, fields: object, pick: int) -> None:
        """Replace the values of the fields that are known here; ``pick`` says which and, one time in four, none."""
        if pick % 4 == 0 or not isinstance(fields, dict):
            return
        for name, value in fields.items():
            if choice := self._values.get(name):
                fields[name] = choice[pick % len(choice)]
            else:
                self.put_in(value, pick)

    def learn(self, told: object) -> None:
        """Remember the values that an answer gives to known fields."""
        if isinstance(told, list):
            for item in told:
                self.learn(item)
        elif isinstance(told, dict):
            for name, value in told.items():
                kept = self._values.get(name)
                if kept is not None and isinstance(value, str) and value not in kept and len(kept) < MOST_KEPT:
                    kept.append(value)
                self.learn(value)


def the_api_keeps_its_word(
    app: ASGIApp, document: str, tokens: Sequence[str], known: Known, *, operations: int, examples: int
) -> Mapping[int, int]:
    """Send ``examples`` requests to each operation; how many answers had each status.

    ``operations``: the document holds at least so many.
    """
    schema = schemathesis.openapi.from_asgi(document, app)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    assert len(found) >= operations, [one.label for one in found]
    statuses: dict[int, int] = {}
    for operation in found:

        @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(), pick=st.integers(0, 9_999))
        def keeps_its_word(case: Any, pick: int) -> None:
            for fields in (case.path_parameters, case.query, case.body):
                known.put_in(fields, pick)
            headers = {"Authorization": f"Bearer {tokens[pick % len(tokens)]}"}
            answer = case.call_and_validate(
                headers=headers, excluded_checks=[positive_data_acceptance], timeout=PATIENCE
            )
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            if answer.status_code < 300 and "json" in answer.headers.get("content-type", [""])[0]:
                known.learn(answer.json())

        keeps_its_word()
    assert not any(status >= 500 for status in statuses), statuses
    return statuses

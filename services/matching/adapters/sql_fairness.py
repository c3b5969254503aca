"""The last check of fairness of a territory, in SQL: one row, replaced by the next check."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from services.kernel.dialects import inserting
from services.matching.adapters.learning_tables import fairness_checks


class SqlFairnessChecks:
    """The check of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def last(self) -> Mapping[str, Any] | None:
        """None when none was ever made."""
        query = select(fairness_checks.c.data).where(fairness_checks.c.territory == self._territory)
        data = self._connection.execute(query).scalar_one_or_none()
        return None if data is None else dict(json.loads(data))

    def keep(self, check: Mapping[str, Any], *, at: datetime) -> None:
        """Replace the one before."""
        row = {"territory": self._territory, "made_at": at, "data": json.dumps(check, ensure_ascii=False)}
        insert = inserting(self._connection, fairness_checks).values(row)
        changed = {name: insert.excluded[name] for name in ("made_at", "data")}
        self._connection.execute(insert.on_conflict_do_update(index_elements=["territory"], set_=changed))

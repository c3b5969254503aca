"""Check the fairness of the ranking in force on the territory's records: exposure, judgements, success, what it costs.

Announces nothing. Reads in one transaction, writes with `keep_check` in a short one, for `/equite/classement`.
``groups`` are lent by `candidates` for the time of the check and are not kept: what stays is counts, parts and gaps,
none under five people. Decides nothing: what is too small is told, and a human reads it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.matching.domain.learning.audit import Groups, audit, doubts, refusals
from services.matching.domain.learning.card import gap_written, judgement_written, success_written
from services.matching.domain.learning.evaluation import lists_of
from services.matching.domain.learning.judgement import harsh, judged_alike, unread
from services.matching.domain.learning.lessons import lessons_of
from services.matching.domain.learning.outcome import OUTSIDE, Outcome
from services.matching.domain.learning.success import success_by_group, to_be_read_by_a_human
from services.matching.domain.learning.trade_off import curve_written, trade_off
from services.matching.ports import UnitOfWork
from services.matching.use_cases.evaluate_ranker import pairs_today
from services.matching.use_cases.gather_market import day_in, settings_of
from services.matching.use_cases.note_outcomes import KEPT
from services.matching.use_cases.rank_offers_for_profile import Tools


def check_fairness(*, groups: Groups, uow: UnitOfWork, tools: Tools, now: datetime) -> Mapping[str, Any]:
    """The check, not kept yet. Raises Unavailable."""
    territory = settings_of(uow)
    today = day_in(territory, now)
    table = uow.rankings.in_force()
    rows = uow.outcomes.since(today - KEPT)
    pairs = tuple(pairs_today(uow=uow, tools=tools, now=now))
    gaps = audit(pairs, table, groups)
    judgements, success = judged_alike(rows, groups), success_by_group(rows, groups)
    curve = trade_off(table, lists_of(lessons_of(rows)), pairs, groups)
    return {
        "on": today.isoformat(),
        "version": table.version,
        "invented": territory.invented,
        "rows": counted(rows),
        "fairness": [gap_written(gap) for gap in gaps],
        "judgements": [judgement_written(one) for one in judgements],
        "success": [success_written(one) for one in success],
        "trade_off": curve_written(curve),
        "refusals": [*refusals(gaps), *harsh(judgements)],
        "doubts": [*doubts(gaps), *unread(judgements), *to_be_read_by_a_human(success)],
    }


def counted(rows: Sequence[Outcome]) -> Mapping[str, int]:
    """How many outcomes are kept, found outside of the lists, and without features (they teach nothing)."""
    return {
        "kept": len(rows),
        "outside": sum(row.seen is not None and row.seen.position == OUTSIDE for row in rows),
        "without_features": sum(row.seen is None for row in rows),
    }


def keep_check(check: Mapping[str, Any], *, by: str, uow: UnitOfWork, now: datetime) -> None:
    """Keep it for the page, and write down that it was made."""
    uow.fairness_checks.keep(check, at=now)
    details = {"refusals": len(check["refusals"]), "doubts": len(check["doubts"]), "rows": check["rows"]["kept"]}
    uow.journal.note("ranking.checked", f"ranker:{check['version']}", details, actor=by, at=now)

"""Make the index of offers anew from the log: on demand (`cite infra rebuild-index`), or at start when out of date.

Nobody waits meanwhile. An advertisement is filed under the trade that its own words name, as when it is consumed.
Refuses to serve a half-read log.
"""

import threading
from collections.abc import Callable, Mapping

import structlog

from services.contracts.employers import OfferPublished
from services.kernel.eventlog.port import EventLog, EventLogUnavailable, Incoming
from services.kernel.problems import Conflict, Unavailable
from services.matching.entrypoints.offers_told import Replay, offer_told
from services.matching.ports import OfferDocument, OfferIndex, OfferRemoval, RebuildableIndex
from services.matching.use_cases.project_offer import CodeOf, document_of, removal_of, with_trade

log = structlog.get_logger(__name__)

ANOTHER_BUILDS, OUT_OF_REACH = 30.0, 5.0
"""Seconds before looking again."""
NO_ANSWER = "la recherche dans les offres ne répond pas"
NOT_CURRENT = "l'index des offres n'est pas encore refait (cite infra rebuild-index)"


def change_with(code_of: CodeOf) -> Callable[[Incoming], OfferDocument | OfferRemoval | None]:
    """What a record of the topic changes in the index; None for nothing, or for what cannot be read."""

    def change_of(record: Incoming) -> OfferDocument | OfferRemoval | None:
        told = offer_told(record)
        if told is None:
            return None
        town, fact = told
        if isinstance(fact, OfferPublished):
            return document_of(with_trade(fact, code_of), town)
        return removal_of(fact, town)

    return change_of


def rebuild_index(
    index: RebuildableIndex,
    event_log: EventLog,
    code_of: CodeOf,
    *,
    restart: bool = False,
    stop: threading.Event | None = None,
) -> int:
    """Make it anew and serve it; return how many offers it holds. Raises Conflict, Unavailable."""
    replay = Replay[OfferDocument | OfferRemoval](event_log, change_with(code_of), stop)
    try:
        return index.rebuild(replay, restart=restart)
    finally:
        replay.close()


def index_anew(index: OfferIndex, event_log: EventLog, code_of: CodeOf) -> Mapping[str, int]:
    """The same, for whoever makes anew everything that the service drew from the log."""
    if not isinstance(index, RebuildableIndex):
        return {}
    return {"matching.offers-index": rebuild_index(index, event_log, code_of)}


def keep_current(index: RebuildableIndex, event_log: EventLog, code_of: CodeOf, stop: threading.Event) -> None:
    """A worker: at start, when what is served was not made as this release makes it, make it anew; then end."""
    while not stop.is_set():
        try:
            if index.is_current():
                return
            log.info("offer_index.rebuilt", offers=rebuild_index(index, event_log, code_of, stop=stop))
        except Conflict:
            stop.wait(ANOTHER_BUILDS)
        except (Unavailable, EventLogUnavailable) as error:
            log.warning("offer_index.waits", reason=str(error)[:200])
            stop.wait(OUT_OF_REACH)


def index_notices(index: OfferIndex) -> list[str]:
    """What an operator must know of the index, in French; nothing when it serves what it should."""
    if not isinstance(index, RebuildableIndex):
        return []
    try:
        return [] if index.is_current() else [NOT_CURRENT]
    except Unavailable:
        return [NO_ANSWER]

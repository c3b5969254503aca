"""Composition of `matching`: chooses adapters by URL scheme, wires use cases to entrypoints."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from services.contracts.actors import MINTED_BY
from services.contracts.matching import INTRODUCTIONS, PLACEMENTS
from services.contracts.operations import operated
from services.contracts.pages import context_for
from services.kernel import migrate
from services.kernel.auth import KeyRing, Verifier
from services.kernel.clock import Clock, utc_now
from services.kernel.consumer import Consumer, Patience
from services.kernel.database import Database
from services.kernel.eventlog.port import EventLog
from services.kernel.eventlog.registry import open_event_log
from services.kernel.reactions import Reactions
from services.kernel.runtime import Runtime, Work
from services.kernel.settings import Settings
from services.kernel.towns import TownsFile
from services.kernel.web.app import create_app
from services.kernel.web.pages import Pages
from services.kernel.web.static import Assets
from services.matching.adapters.highs_assigner import HighsAssigner
from services.matching.adapters.law_file import law_of
from services.matching.adapters.rome_catalogue import open_sectors
from services.matching.adapters.sql_unit_of_work import Memory
from services.matching.entrypoints import (
    delegations_pages,
    diary_pages,
    events,
    firms_pages,
    hidden_http,
    http,
    introductions_http,
    introductions_pages,
    pages_equity,
    pages_explained,
    pages_offers,
    pages_ranking,
    pages_search,
    placement_acts,
    placement_events,
    placements_http,
    placements_pages,
    plan_http,
    plan_pages,
    trades_http,
)
from services.matching.entrypoints.desk import Desk
from services.matching.entrypoints.index_rebuild import index_anew, index_notices, keep_current
from services.matching.entrypoints.made_anew import made_anew
from services.matching.entrypoints.reclassifying import Reclassified, reclassify
from services.matching.entrypoints.telling import FILTERS
from services.matching.ports import OfferIndex, RebuildableIndex
from services.matching.settings import MatchingSettings
from services.matching.use_cases.draw_plan import Planning
from services.matching.use_cases.rank_offers_for_profile import Tools

NAME = "matching"
PATHS = ("/matching", "/offres", "/mises-en-relation", "/immersions", "/equite", "/plan-du-groupe")
HERE = Path(__file__).parent
MIGRATIONS = HERE / "migrations"


TRADES = "services.matching.adapters.rome_catalogue:open_trades"
INDEXES = {
    "local": "services.matching.adapters.local_offer_index:open_index",
    "http": "services.matching.adapters.elastic_offer_index:open_index",
    "https": "services.matching.adapters.elastic_offer_index:open_index",
}
"""Scheme of ``CITE_OFFER_INDEX_URL`` → factory ``(settings) -> OfferIndex``, imported only when chosen."""


def build(
    settings: Settings | None = None,
    *,
    event_log: EventLog | None = None,
    clock: Clock = utc_now,
    tools: Tools | None = None,
) -> Runtime:
    """The service, ready to run. ``tools`` takes the place of those that the settings name."""
    told = MatchingSettings() if settings is None else MatchingSettings(**settings.model_dump())
    database = Database(told.database_for(NAME))
    log = event_log or open_event_log(told.event_log())
    towns, planning, sectors = TownsFile(told.towns()), Planning(HighsAssigner()), open_sectors(told)
    law = law_of(told.law_file)
    desk = Desk(database, tools or open_tools(told), Memory(), clock, planning, sectors, law, towns)
    assets = Assets()
    app = create_app(
        name=NAME,
        summary="Offres classées et expliquées, mises en relation, immersions",
        settings=told,
        database=database,
        verifier=Verifier(KeyRing(told.keys()), frozenset(MINTED_BY)),
        pages=Pages([HERE / "templates"], assets=assets, filters=FILTERS),
        assets=assets,
        context_of=context_for(told),
        routers=[
            http.router,
            trades_http.router,
            introductions_http.router,
            placements_http.router,
            pages_offers.router,
            pages_explained.router,
            firms_pages.router,
            hidden_http.router,
            pages_search.router,
            pages_equity.router,
            pages_ranking.router,
            diary_pages.router,
            introductions_pages.router,
            delegations_pages.router,
            placements_pages.router,
            placement_acts.router,
            plan_http.router,
            plan_pages.router,
        ],
        troubles=lambda: _troubles(database),
    )
    app.state.matching = desk
    runtime = Runtime(
        name=NAME,
        paths=PATHS,
        app=app,
        database=database,
        event_log=log,
        migrations=MIGRATIONS,
        topics=(INTRODUCTIONS, PLACEMENTS),
        consumers=_consumers(told, desk, log),
        workers=_workers(desk, log),
        notices=lambda: index_notices(desk.tools.index),
        jobs=placement_events.placing_jobs(desk.memory, desk.tools.trades.label, desk.law),
        projections=made_anew(desk.memory, code_of=desk.tools.trades.code_of, label_of=desk.tools.trades.label),
        also_rebuilt=lambda: index_anew(desk.tools.index, log, desk.tools.trades.code_of),
    )
    return operated(runtime, clock=clock)


def open_tools(told: MatchingSettings) -> Tools:
    """The trades' table and the index of offers that the settings name. Raises ValueError for an unknown scheme."""
    return Tools(_factory(TRADES)(told), open_offer_index(told))


def reclassify_advertisements(told: MatchingSettings) -> Reclassified:
    """Every advertisement under the code of the present trades' table. Raises Unavailable, EventLogUnavailable."""
    tools, log, database = open_tools(told), open_event_log(told.event_log()), Database(told.database_for(NAME))
    try:
        return reclassify(database, log, tools.index, tools.trades.code_of)
    finally:
        database.close()
        log.close()


def open_offer_index(told: MatchingSettings) -> OfferIndex:
    """The index of offers alone. Raises ValueError for an unknown scheme."""
    scheme = told.offer_index().split("://", 1)[0]
    if scheme not in INDEXES:
        raise ValueError(f"CITE_OFFER_INDEX_URL : {scheme}:// n'est pas connu ({', '.join(sorted(INDEXES))})")
    return cast(OfferIndex, _factory(INDEXES[scheme])(told))


def derived_files(told: MatchingSettings) -> tuple[Path, ...]:
    """The files of a local index, relative to the data folder: none when the index is elsewhere."""
    scheme, _, folder = told.offer_index().partition("://")
    if scheme != "local" or not Path(folder).is_relative_to(told.data()):
        return ()
    return (Path(folder).relative_to(told.data()) / "offers.db",)


def _factory(where: str) -> Callable[[MatchingSettings], Any]:
    module, name = where.split(":")
    return cast(Callable[[MatchingSettings], Any], getattr(import_module(module), name))


def _consumers(told: MatchingSettings, desk: Desk, log: EventLog) -> tuple[Consumer, ...]:
    feed = events.IndexFeed(desk.tools.index, desk.tools.trades.code_of)

    def consumer(name: str, reactions: Reactions, **batch: Any) -> Consumer:
        patience = Patience(attempts=told.consumer_attempts, ceiling=told.dead_letter_ceiling)
        return Consumer(
            name=name,
            database=desk.database,
            event_log=log,
            reactions=reactions,
            patience=patience,
            clock=desk.clock,
            **batch,
        )

    return (
        consumer(
            events.PROJECTIONS, events.projections(desk.memory, desk.tools.trades.code_of), batch_size=events.AT_ONCE
        ),
        consumer(
            events.INDEX,
            feed.reactions(),
            batch_size=events.AT_ONCE,
            before_commit=feed.send,
            on_rollback=feed.forget,
        ),
        consumer(placement_events.PLACING, placement_events.placing(desk.memory, desk.tools.trades.label)),
    )


def _workers(desk: Desk, log: EventLog) -> tuple[tuple[str, Work], ...]:
    """An index out of date is made anew; one that can prepare vectors ahead of its readers does so."""
    found: list[tuple[str, Work]] = []
    index = desk.tools.index
    if isinstance(index, RebuildableIndex):
        found.append(("matching.index-builder", partial(keep_current, index, log, desk.tools.trades.code_of)))
    warm: Work | None = getattr(index, "warm", None)
    if warm is not None:
        found.append(("matching.vectors", warm))
    return tuple(found)


def _troubles(database: Database) -> list[str]:
    return [] if migrate.is_current(database, NAME, MIGRATIONS) else ["la base n'est pas à jour : cite migrate"]

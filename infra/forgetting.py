"""Everything that an installation keeps on servers goes: for a demonstration that was interrupted, and nobody else.

The tables of each database, the records of each topic, the index of offers. What is a file of the data folder is left
to whoever removes the folder. Cut short, it is done again. Refuses nothing: whoever calls knows whose servers they are.
"""

from importlib import import_module

from sqlalchemy import MetaData

from services.contracts.operations import SERVICES
from services.kernel.database import Database
from services.kernel.eventlog.registry import open_event_log
from services.kernel.settings import Settings
from services.matching.bootstrap import open_tools
from services.matching.entrypoints.index_rebuild import rebuild_index
from services.matching.ports import RebuildableIndex
from services.matching.settings import MatchingSettings


def forget_on_servers(settings: Settings) -> None:
    """Empty the databases, the log and the index of these settings that are no files."""
    for service in SERVICES:
        _forget_rows(settings.database_for(service))
    if settings.event_log().startswith("kafka://"):
        topics = import_module("infra.kafka_topics").KafkaTopics(settings.event_log())
        topics.empty()
        topics.close()
    _forget_index(MatchingSettings(**settings.model_dump()))


def _forget_rows(url: str) -> None:
    if url.startswith("sqlite:"):
        return
    database, found = Database(url), MetaData()
    with database.transaction() as connection:
        found.reflect(connection)
        found.drop_all(connection)
    database.close()


def _forget_index(settings: MatchingSettings) -> None:
    """The log is empty by now: so is an index made from it."""
    if settings.offer_index().startswith("local://"):
        return
    tools, log = open_tools(settings), open_event_log(settings.event_log())
    if isinstance(tools.index, RebuildableIndex):
        rebuild_index(tools.index, log, tools.trades.code_of, restart=True)
    log.close()

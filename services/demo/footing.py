"""Where the demonstration may be played: where nobody is; or over its own play, when that was interrupted.

In a folder, what is left of a play is removed with it. Databases and a log on servers outlive the folder: a file says
which ones a play began on, and those alone may be emptied. Refuses servers that hold a territory or events.
"""

import hashlib
from pathlib import Path

from sqlalchemy import func, select

from services.accounts.adapters.tables import territories
from services.front import House
from services.kernel.moving.records import count_records
from services.kernel.problems import Conflict
from services.kernel.settings import Settings

STARTED = "demonstration-commencee"
INHABITED = "Ces bases ou ce journal servent déjà : la démonstration ne s'y joue pas. Donnez-lui des bases vides et un journal vide."


def note_start(settings: Settings) -> None:
    """A play begins here; whether it was finished is for another file to say."""
    settings.data().mkdir(parents=True, exist_ok=True)
    (settings.data() / STARTED).write_text(_addresses(settings))


def was_interrupted(settings: Settings) -> bool:
    """Whether the folder says that a play began on these very servers."""
    note = settings.data() / STARTED
    return note.exists() and note.read_text() == _addresses(settings)


def holds_a_play(data: Path) -> bool:
    """Whether what the folder holds is what a play leaves."""
    found = {path.name for path in data.iterdir()}
    return not found or bool(found & {"accounts.db", STARTED})


def must_be_nobodys(house: House) -> None:
    """Raise Conflict when somebody's territory, or what happened there, is kept here."""
    with house.runtime("accounts").database.reading() as connection:
        inhabited = connection.execute(select(func.count()).select_from(territories)).scalar_one()
    topics = sorted({topic.name for runtime in house.runtimes for topic in runtime.topics})
    if inhabited or count_records(house.event_log, topics):
        raise Conflict(INHABITED)


def _addresses(settings: Settings) -> str:
    """One number for the addresses, which hold passwords."""
    return hashlib.sha256(f"{settings.database_url} {settings.event_log_url}".encode()).hexdigest()

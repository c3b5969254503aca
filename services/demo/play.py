"""Prepare the demonstration: an invented territory with people, firms, offers and stories at every stage.

Played once into an empty folder, or on empty servers; the marker file tells a finished play from one that was
interrupted, which is removed and played anew.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.demo.club import open_accounts, open_club, open_employer_account, play_acts, post_offers
from services.demo.companies import invented_towns
from services.demo.director import Director, staff
from services.demo.footing import holds_a_play, must_be_nobodys, note_start, was_interrupted
from services.demo.placing import lend_prescription, play_introductions
from services.demo.stories import play_contracts, play_people, play_recent_contacts
from services.demo.territory import CCAS, DIAGONALES, EMPLOYER_EMAIL, NADIA, PASSWORD, STAFF
from services.demo.together import play_together
from services.kernel.settings import Settings
from services.kernel.towns import write_towns

MARKER = "demonstration-prete"
ROLE_WORDS = {
    "referent": "référent",
    "coordination": "coordination",
    "prescriber": "partenaire prescripteur",
    "operator": "exploitation",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What was played. ``refused`` says, in words, what the rules did not let happen."""

    people: int
    offers: int
    refused: list[str]


def is_ready(data: Path) -> bool:
    """Whether a demonstration was played whole in this folder."""
    return (data / MARKER).exists()


def prepare(
    settings: Settings,
    *,
    tell: Callable[[str], None],
    now: datetime | None = None,
    forget: Callable[[Settings], None] = lambda _settings: None,
) -> Summary | None:
    """Play the demonstration as of ``now`` (the present), unless it is there already.

    ``forget`` empties the servers on which a play was interrupted. Raises Conflict where somebody else is.
    """
    data = settings.data()
    if is_ready(data):
        return None
    if was_interrupted(settings):
        tell("Une préparation interrompue est effacée…")
        forget(settings)
    if data.exists():
        _clear(data)
    tell("Préparation du territoire inventé…")
    director = Director(settings, now) if now else Director(settings)
    try:
        must_be_nobodys(director.house)
        note_start(settings)
        summary = _play(director, tell)
    finally:
        director.close()
    (data / MARKER).write_text("ok\n")
    return summary


def _clear(data: Path) -> None:
    """Remove an interrupted play, and nothing that is not one."""
    if not holds_a_play(data):
        raise SystemExit(
            f"Le dossier {data} contient autre chose qu'une démonstration. Choisissez-en un autre (DATA=…)."
        )
    shutil.rmtree(data)


def _play(director: Director, tell: Callable[[str], None]) -> Summary:
    write_towns(invented_towns(), director.settings.towns())
    open_accounts(director)
    known = open_club(director)
    open_employer_account(director, known)
    play_acts(director, known)
    offers = post_offers(director, known)
    tell(f"{len(known)} entreprises, {len(offers)} offres")
    lend_prescription(director, (CCAS, DIAGONALES), staff(NADIA))
    played = play_people(director)
    tell(f"{len(played)} personnes")
    refused = play_introductions(director, played, offers)
    play_contracts(director, played)
    play_together(director, played)
    play_recent_contacts(director, played)
    return Summary(len(played), len(offers), refused)


def accounts_told() -> list[str]:
    """One line per role: the address and the password to try."""
    lines = [
        f"  {'/'.join(ROLE_WORDS[role] for role in member.roles):24} {member.email:28} {PASSWORD}" for member in STAFF
    ]
    return [*lines, f"  {'entreprise':24} {EMPLOYER_EMAIL:28} {PASSWORD}"]

"""The words of the pages of introductions and placements: groups of the boards, acts of the story, short names.

Plain words, no acronym. Nothing here names a person: the browser fills names in, for those who may see them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.vocabulary import (
    ActAsked,
    Channel,
    IntroductionState,
    RefusalReason,
    SetAsideReason,
)
from services.kernel.web.french import plural
from services.matching.domain.introductions.life_cycle import UNFINISHED
from services.matching.domain.placements.bilan import StopReason
from services.matching.placement_ports import Told
from services.matching.use_cases.show_introductions import IntroductionCard
from services.matching.use_cases.show_placements import Phase

S = IntroductionState

INTRODUCTION_GROUPS: Mapping[str, tuple[str, str]] = {
    "a-vous": ("À vous d’agir", "referent"),
    "personne": ("En attente de la personne", "person"),
    "entreprise": ("En attente de l’entreprise", "employer"),
}
"""Code in the address → title, and who is waited for."""

FINISHED = frozenset(S) - UNFINISHED - {S.PROPOSED}

STATE_TONES: Mapping[IntroductionState, str] = {
    S.KEPT: "plain",
    S.AGREED: "signal",
    S.INTRODUCED: "accent",
    S.SEEN: "accent",
    S.MEETING: "good",
    S.NOT_NOW: "warning",
    S.MET: "signal",
    S.PLACED: "good",
}

PHASES: Mapping[Phase, tuple[str, str]] = {
    Phase.BILAN_DUE: ("Bilan attendu", "signal"),
    Phase.TO_COMPLETE: ("À compléter", "signal"),
    Phase.TO_VALIDATE: ("À valider", "signal"),
    Phase.TO_SIGN: ("À signer", "warning"),
    Phase.RUNNING: ("En cours", "good"),
    Phase.TO_COME: ("À venir", "accent"),
    Phase.OVER: ("Finies", "plain"),
}
"""Phase → title of its group and tone of its tag, in the order of the board."""

_VERBS: Mapping[str, str] = {
    "introduction.kept": "Offre retenue",
    "introduction.set_aside": "Offre mise de côté",
    "introduction.agreed": "Accord de la personne",
    "introduction.declined": "La personne ne souhaite pas, ou plus",
    "introduction.made": "Présentée à l’entreprise",
    "introduction.answered": "Réponse de l’entreprise",
    "introduction.met": "Rencontre faite",
    "introduction.placed": "Immersion ou contrat convenu",
    "introduction.reopened": "Reprise : ce qui était convenu n’a pas abouti",
    "introduction.closed": "Close",
    "introduction.forgotten": "Personne effacée",
    "introduction.remind_person": "Rappel : avis de la personne",
    "introduction.call_person": "À faire : appeler la personne",
    "introduction.introduce": "Rappel : présenter la personne",
    "introduction.remind_employer": "Relance de l’entreprise",
    "introduction.call_employer": "À faire : appeler l’entreprise",
    "introduction.ask_meeting": "Rappel : issue du rendez-vous",
    "introduction.conclude": "Rappel : convenir de la suite",
    "placement.agreed": "Convenue",
    "placement.edited": "Modifiée : à signer de nouveau",
    "placement.signed": "Signature reçue",
    "placement.validated": "Validée",
    "placement.refused": "Refusée",
    "placement.given_up": "Abandonnée",
    "placement.cancelled": "Annulée",
    "placement.ended": "Terminée",
    "placement.evaluated": "Évaluation du tuteur reçue",
    "placement.reminded": "Bilan redemandé",
    "placement.forgotten": "Personne effacée",
}
_BY = {
    "referent": "un référent",
    "person": "la personne",
    "employer": "l’entreprise",
    "coordination": "la coordination",
    "matching": "automatique",
    "employers": "l’entreprise",
    "candidates": "la personne",
}

ACT_WORDS: Mapping[ActAsked, tuple[str, str]] = {
    ActAsked.INTRODUCE: ("Présenter à l’entreprise", "La personne est présentée à l’entreprise."),
    ActAsked.APPLY: ("Noter la candidature", "La candidature est notée."),
    ActAsked.CALL: ("Noter l’appel", "L’appel est noté."),
}
"""The referent's act by what the offer asks: words of the button, and of what was done."""

ANSWERS = (("meet", "Elle reçoit la personne"), ("not_now", "Pas maintenant"), ("refused", "Non"))
ANSWER_CHANNELS = [(one.value, one.label) for one in (Channel.PHONE, Channel.IN_PERSON, Channel.EMAIL, Channel.LETTER)]
REFUSALS = [(one.value, one.label) for one in RefusalReason]
SET_ASIDE = [(one.value, one.label) for one in SetAsideReason]
STOPS = [(one.value, one.label) for one in StopReason if one is not StopReason.ERASED]
SIGNED_BY = [(one.value, one.label) for one in (Channel.PAPER, Channel.IN_PERSON, Channel.EMAIL, Channel.LETTER)]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story."""

    at: datetime
    title: str
    by: str


def story(rows: Sequence[Told], names: Mapping[UUID, str]) -> list[Line]:
    """The journal in words, newest first; ``names``: staff by id."""
    return [Line(row.at, _VERBS.get(row.verb, row.verb), who(row.actor, names)) for row in rows]


def who(actor: str, names: Mapping[UUID, str]) -> str:
    """The author of a line: a colleague's name, or the role."""
    role, _, identifier = actor.partition(":")
    try:
        return names.get(UUID(identifier)) or _BY.get(role, role)
    except ValueError:
        return _BY.get(role, role)


def lasted(since: datetime, now: datetime) -> str:
    """How long something has waited: « depuis 9 jours »."""
    days = (now - since).days
    if days < 1:
        return "depuis aujourd’hui"
    if days < 21:
        return f"depuis {plural(days, 'jour')}"
    return f"depuis {plural(days // 7, 'semaine')}"


def authors(rows: Sequence[Told]) -> list[UUID]:
    """Ids of those who acted, when they are ids."""
    found = []
    for row in rows:
        try:
            found.append(UUID(row.actor.partition(":")[2]))
        except ValueError:
            continue
    return found


def short(identifier: UUID | None) -> str:
    """How a person is called while her name is not filled in."""
    return f"Personne {str(identifier)[-4:]}" if identifier else "Personne effacée"


def signed_how(channel: Channel) -> str:
    """How a signature was given."""
    return "en ligne" if channel is Channel.LINK else channel.label


def grouped(cards: Sequence[IntroductionCard]) -> dict[str, list[IntroductionCard]]:
    """The cards of the board by whose move it is; what is due today is the referent's."""
    groups: dict[str, list[IntroductionCard]] = {code: [] for code in INTRODUCTION_GROUPS}
    codes = {waited: code for code, (_, waited) in INTRODUCTION_GROUPS.items()}
    for card in cards:
        if card.waits_for is None:
            continue
        groups["a-vous" if card.task is not None else codes[card.waits_for.value]].append(card)
    return groups

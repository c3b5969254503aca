"""The paths that lead to the Cité: three steps for the young, one long step-by-step path at Diagonales.

A path is a list of steps; a person has dated entries in them. Steps may be taken again, and one may go back: the
record says what happened, it does not forbid. Only entering the Cité's own step has conditions: no exclusive
scheme under way, and the caseworker's judgement (see ``readiness``) where the path asks for it.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.candidates.domain.exclusive_schemes import Enrolment, must_be_free
from services.candidates.domain.readiness import Judgement
from services.candidates.domain.refusals import Conflict, Invalid, NotFound
from services.contracts.vocabulary import Labelled


class Step(Labelled):
    """A step with what is done in it."""

    purpose: str

    def __new__(cls, value: str, label: str = "", purpose: str = "") -> "Step":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.purpose = purpose
        return member

    REUSSITE_SOLIDAIRE = (
        "reussite_solidaire",
        "Réussite solidaire",
        "premier contact, remobilisation par le sport ou la culture, parcours de vie",
    )
    MISSION_LOCALE = "mission_locale", "Mission locale", "diagnostic et choix d'un dispositif"
    CITE = "cite", "Cité de l'emploi", "projet, CV, candidatures, immersions, stages, formation, emploi"
    WELCOME = "welcome", "Accueil et diagnostic", "faire connaissance, poser la situation ensemble"
    FREINS = "freins", "Levée des freins", "avancer sur chaque difficulté, à son rythme"
    PROJECT = "project", "Projet professionnel", "choisir une direction, découvrir des métiers"
    TOWARDS_WORK = "towards_work", "Vers l'emploi", "candidatures, immersions, accompagnement en entreprise"


@dataclass(frozen=True, slots=True)
class Path:
    """A path and the step from which the person belongs to the Cité."""

    code: str
    label: str
    steps: tuple[Step, ...]
    entry: Step
    needs_judgement: bool
    """Entering asks that the caseworker judged the person « prêt à l'emploi »."""


YOUTH = Path("youth", "Parcours jeunes", (Step.REUSSITE_SOLIDAIRE, Step.MISSION_LOCALE, Step.CITE), Step.CITE, True)
DIAGONALES = Path(
    "diagonales",
    "Parcours Diagonales",
    (Step.WELCOME, Step.FREINS, Step.PROJECT, Step.TOWARDS_WORK),
    Step.WELCOME,
    False,
)
PATHS = {path.code: path for path in (YOUTH, DIAGONALES)}


@dataclass(frozen=True, slots=True)
class StepEntry:
    """The person entered a step on a day; ``by`` is the staff member who recorded it."""

    path: str
    step: Step
    on: date
    by: UUID


def path_named(code: str) -> Path:
    """Return a path by its code. Raises NotFound."""
    try:
        return PATHS[code]
    except KeyError:
        raise NotFound("Ce parcours n'existe pas.", field="path") from None


def current(entries: tuple[StepEntry, ...], day: date) -> StepEntry | None:
    """Return the latest entry not after ``day``; the last recorded wins on the same day."""
    past = [(entry.on, order, entry) for order, entry in enumerate(entries) if entry.on <= day]
    return max(past, key=lambda one: one[:2])[2] if past else None


def belongs_to_cite(entries: tuple[StepEntry, ...], day: date) -> bool:
    """True when the current step is the entry step of its path, or a later one."""
    now = current(entries, day)
    if now is None:
        return False
    path = path_named(now.path)
    return path.steps.index(now.step) >= path.steps.index(path.entry)


def enter(
    entries: tuple[StepEntry, ...],
    wanted: StepEntry,
    *,
    today: date,
    enrolments: tuple[Enrolment, ...],
    exclusive: tuple[str, ...],
    judgement: Judgement | None,
) -> tuple[StepEntry, ...]:
    """Return the entries with one more. Raises Invalid (step of another path, future), Conflict (barred, not ready).

    Entering the mission locale's step stays open to somebody in an exclusive scheme: it is where schemes are taken.
    """
    path = path_named(wanted.path)
    if wanted.step not in path.steps:
        raise Invalid(f"« {wanted.step.label} » n'est pas une étape de ce parcours.", field="step")
    if wanted.on > today:
        raise Invalid("Une étape s'enregistre le jour où elle commence, pas avant.", field="on")
    if path.steps.index(wanted.step) >= path.steps.index(path.entry):
        must_be_free(enrolments, exclusive, wanted.on)
        if path.needs_judgement and (judgement is None or not judgement.ready):
            raise Conflict(
                "Pour entrer à la Cité de l'emploi, il faut d'abord juger la personne « prête à l'emploi ».",
                field="judgement",
            )
    return (*entries, wanted)


def advice(entries: tuple[StepEntry, ...], *, at_mission_locale: bool, day: date) -> str:
    """Return what the path asks next, in French; empty when nothing. A young person not registered is always sent
    to the mission locale once the first step is done."""
    now = current(entries, day)
    if now is not None and now.path == YOUTH.code and now.step is not Step.CITE and not at_mission_locale:
        return "Orienter vers la mission locale : l'inscription n'est pas faite."
    return ""

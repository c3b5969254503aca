"""The tutor's evaluation of a placement: did it happen, what was seen, what comes next, and the badge.

Announces PlacementEvaluated, in closed lists only: an employer writes no free text about a person. Refuses an
evaluation before the first day, skills or a hiring when nobody came, a badge without any skill observed.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.contracts.vocabulary import HiredAs, OfferKind, PlacementOutcome, PlacementStatus
from services.employers.domain.refusals import Conflict, Fault, Invalid

MAY_CHANGE_FOR = timedelta(days=30)
MOST_SKILLS = 12
LONGEST_LABEL = 120
LEVELS = {1: "découvert", 2: "fait avec de l'aide", 3: "fait en autonomie"}
CAME = frozenset({PlacementOutcome.COMPLETED, PlacementOutcome.PARTLY})
MAY_BE_EVALUATED = frozenset({PlacementStatus.VALIDATED, PlacementStatus.ENDED})


@dataclass(frozen=True, slots=True)
class Hosting:
    """A placement as its host sees it: projection of PlacementChanged, without any word about the person."""

    id: UUID
    territory: str
    version: int
    company_id: UUID
    offer_id: UUID
    introduction_id: UUID
    kind: OfferKind
    title: str
    starts_on: date
    ends_on: date | None
    status: PlacementStatus
    hours_label: str = ""
    place: str = ""
    rome: str = ""
    signed_by: tuple[str, ...] = ()
    outcome: PlacementOutcome | None = None
    referent_id: UUID | None = None

    @property
    def took_a_place(self) -> bool:
        """True from the convention's validation on; a cancelled or refused one gives its place back."""
        return self.status in MAY_BE_EVALUATED

    def waits_for_evaluation(self, *, today: date, evaluated: bool) -> bool:
        """True when its last day is over and nobody, tutor or referent, has said how it went."""
        over = self.ends_on is not None and self.ends_on <= today
        silent = not evaluated and self.outcome is None
        return silent and self.took_a_place and (over or self.status is PlacementStatus.ENDED)


@dataclass(frozen=True, slots=True)
class SkillSeen:
    """A skill observed; ``level``: 1 discovered, 2 done with help, 3 done alone."""

    label: str
    level: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the tutor says. ``version`` grows at each change."""

    placement_id: UUID
    company_id: UUID
    territory: str
    version: int
    outcome: PlacementOutcome
    hired_as: HiredAs
    skills: tuple[SkillSeen, ...]
    endorses_badge: bool
    by: UUID | None
    at: datetime
    first_at: datetime


def faults(
    outcome: PlacementOutcome, hired_as: HiredAs, skills: tuple[SkillSeen, ...], *, endorses: bool
) -> list[Fault]:
    """What contradicts itself in an evaluation."""
    found = []
    labels = [skill.label.strip().casefold() for skill in skills]
    if len(skills) > MOST_SKILLS or len(set(labels)) < len(labels):
        found.append(Fault("skills", f"Au plus {MOST_SKILLS} savoir-faire, chacun une seule fois."))
    if any(skill.level not in LEVELS for skill in skills):
        found.append(Fault("skills", "Choisissez pour chaque savoir-faire : découvert, avec de l'aide, en autonomie."))
    if any(not skill.label.strip() or len(skill.label) > LONGEST_LABEL for skill in skills):
        found.append(Fault("skills", f"Un savoir-faire s'écrit en 1 à {LONGEST_LABEL} caractères."))
    if outcome not in CAME and skills:
        found.append(Fault("skills", "Personne n'est venu : il n'y a pas de savoir-faire à noter."))
    if outcome not in CAME and hired_as is not HiredAs.NONE:
        found.append(Fault("hired_as", "Personne n'est venu : il ne peut pas y avoir d'embauche à la suite."))
    if endorses and (outcome not in CAME or not skills):
        found.append(Fault("endorses_badge", "Pour soutenir un badge, notez au moins un savoir-faire observé."))
    return found


def evaluate(
    hosting: Hosting,
    before: Evaluation | None,
    *,
    outcome: PlacementOutcome,
    hired_as: HiredAs,
    skills: tuple[SkillSeen, ...],
    endorses: bool,
    by: UUID | None,
    at: datetime,
    today: date,
) -> Evaluation:
    """The evaluation, new or changed. The same one again is returned unchanged. Raises Conflict or Invalid."""
    if not hosting.took_a_place:
        raise Conflict(f"Cet accueil est à l'état « {hosting.status.label} » : il n'y a rien à évaluer.")
    if today < hosting.starts_on:
        raise Conflict("Cet accueil n'a pas commencé : revenez à partir du premier jour.")
    if found := faults(outcome, hired_as, skills, endorses=endorses):
        raise Invalid.because(*found)
    fresh = Evaluation(
        placement_id=hosting.id,
        company_id=hosting.company_id,
        territory=hosting.territory,
        version=1,
        outcome=outcome,
        hired_as=hired_as,
        skills=skills,
        endorses_badge=endorses,
        by=by,
        at=at,
        first_at=at,
    )
    if before is None:
        return fresh
    kept = replace(fresh, version=before.version, by=before.by, at=before.at, first_at=before.first_at)
    if kept == before:
        return before
    if at - before.first_at > MAY_CHANGE_FOR:
        raise Conflict("Cette évaluation a plus de trente jours : demandez au référent de la corriger.")
    return replace(fresh, version=before.version + 1, first_at=before.first_at)

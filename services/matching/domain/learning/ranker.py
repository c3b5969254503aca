"""A version of the ranking: where it stands, what table it scores with, what was measured of it, and who decided.

At most one is in force and one in shadow in a territory; with none in force the documented prior serves.
Refuses (Conflict) to promote what loses to the prior or fails the audit, and to roll back what is not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from services.contracts.vocabulary import Labelled
from services.kernel.problems import Conflict
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.table import Table

ENOUGH_OUTCOMES = 200
"""Decided outcomes of each side under which nothing is learned: fewer would teach chance, not the work."""


MEASURED_WITHIN = timedelta(days=30)
"""Days for which an evaluation may carry a promotion: people, offers and outcomes move."""


class Standing(Labelled):
    CANDIDATE = "candidate", "à l'étude"
    SHADOW = "shadow", "dans l'ombre : calculé, comparé, jamais montré"
    IN_FORCE = "in_force", "en vigueur"
    RETIRED = "retired", "remplacé"
    ROLLED_BACK = "rolled_back", "retiré par retour en arrière"


@dataclass(frozen=True, slots=True)
class Ranker:
    """``replaces``: the version that was in force when it was promoted. ``card``: its model card (`card`)."""

    table: Table
    standing: Standing
    made_at: datetime
    moved_at: datetime
    card: Mapping[str, Any] = field(default_factory=dict)
    replaces: str = ""
    reason: str = ""
    """Why a human promoted it although the audit could not conclude; who and when is on its card (``decision``)."""

    @property
    def version(self) -> str:
        """Its name."""
        return self.table.version

    def moved(self, standing: Standing, *, at: datetime, replaces: str = "", reason: str = "") -> "Ranker":
        """The same, standing elsewhere."""
        return replace(self, standing=standing, moved_at=at, replaces=replaces or self.replaces, reason=reason)


def must_be_promotable(ranker: Ranker, *, reason: str, signed: str, today: date) -> None:
    """Raises Conflict with everything that stands in the way; what was measured of other people long ago says nothing.

    ``reason`` and ``signed``, the name of who decides, confirm what could not be concluded; they never lift a refusal.
    """
    if ranker.standing is Standing.IN_FORCE:
        raise Conflict(f"« {ranker.version} » est déjà en vigueur.", code="already-in-force")
    measured = ranker.card.get("evaluation")
    if not measured:
        raise Conflict(
            f"« {ranker.version} » n'a pas été évalué sur des suites plus récentes : cite ranker evaluate.",
            code="not-evaluated",
        )
    on = date.fromisoformat(measured["on"])
    if today - on > MEASURED_WITHIN or "judgements" not in measured:
        raise Conflict(
            f"« {ranker.version} » a été évalué le {on:%d/%m/%Y} : depuis, les personnes, les offres ou le contrôle "
            "ont changé. Refaites-le : cite ranker evaluate.",
            code="evaluation-too-old",
        )
    told = [*measured.get("refusals", ())]
    if told:
        raise Conflict(f"« {ranker.version} » ne peut pas entrer en vigueur :\n{_listed(told)}", code="not-promotable")
    doubts = [*measured.get("doubts", ())]
    if doubts and not (reason.strip() and signed.strip()):
        raise Conflict(
            f"Un humain doit décider de « {ranker.version} » :\n{_listed(doubts)}\n"
            "Pour le mettre en vigueur quand même : --confirm-with RAISON --signed NOM.",
            code="confirmation-needed",
        )


def _listed(told: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in told)


def decided_by(ranker: Ranker, *, reason: str, signed: str, at: datetime) -> Ranker:
    """The same, its card telling who decided, why and when, where somebody signed."""
    if not signed.strip():
        return ranker
    decision = {"by": signed.strip(), "reason": reason.strip(), "on": at.date().isoformat()}
    return replace(ranker, card={**ranker.card, "decision": decision})


def in_force_before(ranker: Ranker) -> str:
    """The version to which a rollback returns."""
    return ranker.replaces or prior.VERSION

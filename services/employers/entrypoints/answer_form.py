"""The answer to an introduction and the evaluation of a placement, as forms send them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from services.contracts.vocabulary import HiredAs, PlacementOutcome, RefusalReason
from services.employers.domain.evaluation import LEVELS, Evaluation, SkillSeen
from services.employers.domain.introduction import ANSWER_LABELS, Answer, Introduction
from services.employers.domain.offer import Offer
from services.employers.use_cases.answer_introduction import AnswerIntroduction
from services.employers.use_cases.evaluate_placement import EvaluatePlacement
from services.kernel.web.forms import Form, Typed, blank_form

DEFAULT_HOUR = time(9)
SKILL_ROWS = 6


class AnswerForm(BaseModel):
    """One of three buttons, with what each asks for."""

    model_config = ConfigDict(extra="ignore")

    answer: Answer
    reason: RefusalReason | None = None
    share_reason: bool = False
    meeting_on: date | None = None
    meeting_time: time | None = None

    def command(self, introduction_id: UUID, *, zone: str) -> AnswerIntroduction:
        """The same, in an instant of the territory's zone."""
        meeting_at = None
        if self.meeting_on is not None:
            meeting_at = datetime.combine(self.meeting_on, self.meeting_time or DEFAULT_HOUR, ZoneInfo(zone))
        return AnswerIntroduction(introduction_id, self.answer, self.reason, self.share_reason, meeting_at)


ANSWER_CHOICES: dict[str, object] = {
    "reasons": [(reason.value, reason.label.capitalize()) for reason in RefusalReason],
    "answers": {answer.value: label for answer, label in ANSWER_LABELS.items()},
}


def answer_choices(introduction: Introduction) -> dict[str, object]:
    """What the answer form shows."""
    return {**ANSWER_CHOICES, "waits": introduction.waits}


class EvaluationForm(BaseModel):
    """What the tutor ticks. Skills come as « level-0 », « skill-0 » and so on, read apart."""

    model_config = ConfigDict(extra="ignore")

    outcome: PlacementOutcome
    hired_as: HiredAs = HiredAs.NONE
    endorses_badge: bool = False

    def command(self, placement_id: UUID, skills: Sequence[SkillSeen]) -> EvaluatePlacement:
        """The same, for the use case."""
        return EvaluatePlacement(placement_id, self.outcome, self.hired_as, tuple(skills), self.endorses_badge)


def skills_of(typed: Typed) -> list[SkillSeen]:
    """The skills that have both a name and a level."""
    found = []
    for row in range(SKILL_ROWS * 3):
        label = next(iter(typed.answers.get(f"skill-{row}", ())), "").strip()
        level = next(iter(typed.answers.get(f"level-{row}", ())), "")
        if label and level in {"1", "2", "3"}:
            found.append(SkillSeen(label[:300], int(level)))
    return found


def evaluation_form(offer: Offer | None, evaluation: Evaluation | None) -> Form[EvaluationForm]:
    """The form as it opens: what was said before, else the skills that the offer names."""
    said = list(evaluation.skills) if evaluation else []
    asked = [skill for skill in offer.terms.skills if offer] if offer else []
    rows: dict[str, object] = {}
    labels = [skill.label for skill in said] + [label for label in asked if label not in {s.label for s in said}]
    for row, label in enumerate(labels):
        rows[f"skill-{row}"] = label
    for row, skill in enumerate(said):
        rows[f"level-{row}"] = skill.level
    return blank_form(
        outcome=evaluation.outcome if evaluation else None,
        hired_as=evaluation.hired_as if evaluation else HiredAs.NONE,
        endorses_badge=evaluation.endorses_badge if evaluation else True,
        **rows,
    )


def evaluation_choices(form: Form[EvaluationForm]) -> dict[str, object]:
    """What the evaluation form shows: a row per skill known, and empty ones."""
    known = [row for row in range(SKILL_ROWS * 3) if form.text(f"skill-{row}")]
    return {
        "outcomes": [(outcome.value, outcome.label.capitalize()) for outcome in PlacementOutcome],
        "hirings": [(hired.value, hired.label[0].upper() + hired.label[1:]) for hired in HiredAs],
        "levels": [(str(level), label.capitalize()) for level, label in LEVELS.items()],
        "rows": range(max(len(known) + 2, 3)),
    }

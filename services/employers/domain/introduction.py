"""An introduction as its employer sees it: what was received, what was answered, what may still be answered.

Holds no word about the person: `candidates` renders the nominative card. Refuses an answer that comes after the end,
a refusal without reason, a meeting in the past.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.contracts.vocabulary import IntroductionState, OfferKind, RefusalReason
from services.employers.domain.refusals import Conflict, Fault, Invalid


class Answer(StrEnum):
    SEEN = "seen"
    MEET = "meet"
    NOT_NOW = "not_now"
    REFUSED = "refused"


ANSWER_LABELS = {
    Answer.SEEN: "vue",
    Answer.MEET: "Je la reçois",
    Answer.NOT_NOW: "Pas maintenant",
    Answer.REFUSED: "Non",
}

REACHES_THE_FIRM = frozenset(
    {
        IntroductionState.INTRODUCED,
        IntroductionState.SEEN,
        IntroductionState.MEETING,
        IntroductionState.NOT_NOW,
        IntroductionState.REFUSED,
        IntroductionState.MET,
        IntroductionState.PLACED,
        IntroductionState.CLOSED,
    }
)
"""Before these states the firm knows nothing of it: proposals and agreements are not its business."""

FURTHEST_MEETING = timedelta(days=366)
WAITS = frozenset({IntroductionState.INTRODUCED, IntroductionState.SEEN})
MAY_BE_ANSWERED = WAITS | {IntroductionState.NOT_NOW, IntroductionState.MEETING}
REAL_ANSWERS = frozenset({Answer.MEET, Answer.NOT_NOW, Answer.REFUSED})
AFTER = {
    Answer.SEEN: IntroductionState.SEEN,
    Answer.MEET: IntroductionState.MEETING,
    Answer.NOT_NOW: IntroductionState.NOT_NOW,
    Answer.REFUSED: IntroductionState.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the employer said. ``share_reason``: the person may be told why."""

    answer: Answer
    at: datetime
    reason: RefusalReason | None = None
    share_reason: bool = False
    meeting_at: datetime | None = None
    by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Introduction:
    """The projection of one introduction. ``version`` is that of the last fact received from `matching`."""

    id: UUID
    territory: str
    version: int
    company_id: UUID
    offer_id: UUID
    offer_title: str
    kind: OfferKind
    state: IntroductionState
    referent_id: UUID | None
    received_at: datetime
    """When the firm was introduced: the clock of the answer starts here."""
    moved_at: datetime
    meeting_at: datetime | None = None
    reply: Reply | None = None

    @property
    def waits(self) -> bool:
        """True when the employer has not really answered yet."""
        return self.state in WAITS

    @property
    def answered(self) -> bool:
        return self.reply is not None and self.reply.answer in REAL_ANSWERS

    def moved(
        self,
        *,
        version: int,
        state: IntroductionState,
        meeting_at: datetime | None,
        at: datetime,
        received_at: datetime | None = None,
    ) -> "Introduction":
        """Follow a fact of `matching`; one already known, or older, changes nothing.

        ``received_at``: when the firm was introduced, where the fact says it.

        A fact that left before our answer arrived there does not hide the answer.
        """
        if version <= self.version:
            return self
        if self.answered and state in WAITS:
            return replace(self, version=version)
        received = received_at or self.received_at
        return replace(self, version=version, state=state, meeting_at=meeting_at, received_at=received, moved_at=at)

    def replied(self, reply: Reply) -> "Introduction":
        """Record the employer's reply. The same reply again changes nothing; « seen » never hides a real answer."""
        check_reply(reply)
        if reply.meeting_at is not None:
            reply = replace(reply, meeting_at=reply.meeting_at.astimezone(UTC))
        if reply.answer is Answer.SEEN and self.state is not IntroductionState.INTRODUCED:
            return self
        if self.reply is not None and _same(self.reply, reply):
            return self
        if self.state not in MAY_BE_ANSWERED:
            raise Conflict(f"Cette présentation est {self.state.label} : il n'y a plus de réponse à donner.")
        meeting = reply.meeting_at if reply.answer is Answer.MEET else None
        return replace(self, reply=reply, state=AFTER[reply.answer], meeting_at=meeting, moved_at=reply.at)


def check_reply(reply: Reply) -> None:
    """Raises Invalid when the reply lacks its reason, or proposes a meeting that is over."""
    if reply.answer is Answer.REFUSED and reply.reason is None:
        raise Invalid.because(Fault("reason", "Dites pourquoi : cela nous aide à mieux vous présenter quelqu'un."))
    if reply.meeting_at is not None and reply.meeting_at <= reply.at:
        raise Invalid.because(Fault("meeting_at", "Ce rendez-vous est déjà passé : choisissez une autre date."))
    if reply.meeting_at is not None and reply.meeting_at > reply.at + FURTHEST_MEETING:
        raise Invalid.because(Fault("meeting_at", "Ce rendez-vous est dans plus d'un an : choisissez une autre date."))


def _same(one: Reply, other: Reply) -> bool:
    return (one.answer, one.reason, one.share_reason, one.meeting_at) == (
        other.answer,
        other.reason,
        other.share_reason,
        other.meeting_at,
    )

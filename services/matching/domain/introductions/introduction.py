"""One introduction of a person to an employer: what it is about, where it stands, and how it moves.

Announces nothing (the use cases do). Refuses what the table of `life_cycle` refuses, and an act that lacks what it
must carry: a reason to set aside, an agreement to introduce.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.contracts.vocabulary import (
    ActAsked,
    Channel,
    IntroductionState,
    OfferKind,
    RefusalReason,
    SetAsideReason,
)
from services.kernel.problems import Conflict
from services.matching.domain.introductions.agreement import Agreement
from services.matching.domain.introductions.life_cycle import ANSWERS, UNFINISHED, Act, Doer, target


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Where the work is done. Coordinates in degrees WGS 84, None when unknown."""

    label: str
    postcode: str = ""
    commune: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The offer as it stood when it was kept. ``company_id`` is None for an offer without an account here."""

    offer_id: UUID
    company_id: UUID | None
    company_name: str
    title: str
    kind: OfferKind
    act: ActAsked = ActAsked.INTRODUCE
    rome: str = ""
    place: WorkPlace | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Introduction:
    """Where the introduction stands. ``version`` grows by one at each change; instants are aware, in UTC."""

    id: UUID
    territory: str
    profile_id: UUID | None
    """None once the person was erased."""
    proposal: Proposal
    referent_id: UUID | None
    opened_at: datetime
    moved_at: datetime
    state: IntroductionState = IntroductionState.PROPOSED
    version: int = 0
    reason: str = ""
    """A value of SetAsideReason or RefusalReason."""
    share_reason: bool = False
    """The employer lets the person know the reason of a refusal."""
    agreement_id: UUID | None = None
    introduced_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: Channel | None = None
    meeting_at: datetime | None = None
    reminders: int = 0
    """How many steps of the present wait were already reminded (`waiting`)."""

    @classmethod
    def proposed(
        cls, id_: UUID, *, territory: str, profile_id: UUID, proposal: Proposal, by: UUID, at: datetime
    ) -> "Introduction":
        """What the engine proposed and nobody judged yet; never published in this state."""
        return cls(id_, territory, profile_id, proposal, by, opened_at=at, moved_at=at)

    def keep(self, *, by: UUID, at: datetime) -> "Introduction":
        """The referent retains the offer for this person."""
        return self._moved(Act.KEEP, Doer.REFERENT, at, referent_id=by, reason="")

    def set_aside(self, reason: SetAsideReason, *, by: UUID, at: datetime) -> "Introduction":
        """The referent leaves the offer, and says why."""
        return self._moved(Act.SET_ASIDE, Doer.REFERENT, at, referent_id=by, reason=reason.value)

    def agree(self, agreement: Agreement, *, at: datetime) -> "Introduction":
        """The person agreed to be introduced to this employer."""
        return self._moved(Act.AGREE, Doer.PERSON, at, agreement_id=agreement.id, reason="")

    def decline(self, *, at: datetime) -> "Introduction":
        """The person does not wish it, or takes the agreement back."""
        return self._moved(Act.DECLINE, Doer.PERSON, at, agreement_id=None)

    def introduce(self, *, by: UUID, at: datetime) -> "Introduction":
        """The referent introduces the person (or applies, or calls, for an offer without an account here)."""
        if self.agreement_id is None:
            raise Conflict("L'accord de la personne n'est pas enregistré.", code="agreement-missing")
        return self._moved(
            Act.INTRODUCE, Doer.REFERENT, at, referent_id=by, introduced_at=at, answered_at=None, answered_by=None
        )

    def see(self, *, at: datetime) -> "Introduction":
        """The employer opened it. The wait goes on: seeing is no answer."""
        return replace(self._moved(Act.SEE, Doer.EMPLOYER, at), reminders=self.reminders)

    def accept(self, *, by: Doer, channel: Channel, meeting_at: datetime | None, at: datetime) -> "Introduction":
        """The employer receives the person; the day may be told later."""
        return self._moved(Act.ACCEPT, by, at, meeting_at=meeting_at, answered_by=channel, reason="")

    def postpone(self, *, by: Doer, channel: Channel, at: datetime) -> "Introduction":
        """The employer says « pas maintenant »."""
        return self._moved(Act.POSTPONE, by, at, answered_by=channel, meeting_at=None)

    def refuse(
        self, reason: RefusalReason, *, by: Doer, channel: Channel, share_reason: bool, at: datetime
    ) -> "Introduction":
        """The employer says no, with a reason of the closed list."""
        return self._moved(
            Act.REFUSE, by, at, reason=reason.value, share_reason=share_reason, answered_by=channel, meeting_at=None
        )

    def meet(self, *, by: Doer, at: datetime) -> "Introduction":
        """The meeting took place."""
        return self._moved(Act.MEET, by, at)

    def place(self, *, by: UUID, at: datetime) -> "Introduction":
        """An immersion or a contract is agreed."""
        return self._moved(Act.PLACE, Doer.REFERENT, at, referent_id=by)

    def reopen(self, *, by: Doer, at: datetime) -> "Introduction":
        """The placement that was agreed came to nothing before it began."""
        return self._moved(Act.REOPEN, by, at)

    def close(self, *, by: Doer, at: datetime) -> "Introduction":
        """Nothing more is expected."""
        return self._moved(Act.CLOSE, by, at)

    def reminded(self, steps: int, *, at: datetime) -> "Introduction":
        """The daily job did what was due up to this step of the wait."""
        if steps <= self.reminders:
            raise Conflict("Ce rappel a déjà été fait.", code="already-reminded")
        return replace(self, reminders=steps, version=self.version + 1)

    def forget(self, *, at: datetime) -> "Introduction":
        """The person was erased: what remains is a statistic without anyone."""
        state = IntroductionState.CLOSED if self.state in UNFINISHED else self.state
        nobody = replace(self, profile_id=None, agreement_id=None, meeting_at=None)
        return replace(nobody, state=state, moved_at=at, version=self.version + 1)

    def _moved(self, act: Act, by: Doer, at: datetime, **changes: Any) -> "Introduction":
        reached = target(act, self.state, by=by)
        if reached in ANSWERS and self.answered_at is None:
            changes.setdefault("answered_at", at)
        return replace(self, state=reached, moved_at=at, version=self.version + 1, reminders=0, **changes)

"""One placement: what was agreed, who signed, where it stands, how it ended.

Announces nothing (the use cases do). Refuses a step out of the table, an edit of what is validated, a validation
without every signature or after the start, an end before the start. It holds no name: ids, dates, words about work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.contracts.vocabulary import PlacementStatus
from services.kernel.problems import Conflict, Invalid
from services.matching.domain.placements.bilan import Bilan, Evaluation, StopReason
from services.matching.domain.placements.content import missing
from services.matching.domain.placements.life_cycle import UNFINISHED, Step, must_be_possible
from services.matching.domain.placements.signatures import Signature, Signer, must_be_sound, required_signers
from services.matching.domain.placements.terms import Terms

S = PlacementStatus


@dataclass(frozen=True, slots=True)
class Parties:
    """Who it is between. ``profile_id`` None once the person was erased."""

    introduction_id: UUID
    offer_id: UUID
    profile_id: UUID | None
    company_id: UUID | None
    company_name: str
    referent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Placement:
    """``version`` grows by one at each change. ``reasons``: what a caseworker confirmed, by code, and why."""

    id: UUID
    territory: str
    parties: Parties
    terms: Terms
    status: PlacementStatus
    agreed_at: datetime
    moved_at: datetime
    written_on: date
    """Day, in the territory, of the last edit of the terms."""
    version: int = 1
    signers: tuple[Signer, ...] = ()
    signatures: tuple[Signature, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    stop_reason: StopReason | None = None
    ended_on: date | None = None
    bilan: Bilan | None = None
    evaluation: Evaluation | None = None
    reminders: int = 0
    """How many reminders of the bilan were made."""

    @classmethod
    def agreed(
        cls,
        id_: UUID,
        *,
        territory: str,
        parties: Parties,
        terms: Terms,
        adult: bool,
        reasons: Mapping[str, str],
        today: date,
        at: datetime,
    ) -> "Placement":
        """What the parties just agreed, already checked: to sign when complete, a draft when not, else validated."""
        return cls(
            id_, territory, parties, terms, _written_status(terms), at, at, today,
            signers=required_signers(terms, adult=adult), reasons=dict(reasons),
        )  # fmt: skip

    @property
    def waits_for(self) -> tuple[Signer, ...]:
        """Who has not signed yet."""
        signed = {signature.signer for signature in self.signatures}
        return tuple(signer for signer in self.signers if signer not in signed)

    def edit(self, terms: Terms, *, adult: bool, reasons: Mapping[str, str], today: date, at: datetime) -> "Placement":
        """Other terms, already checked: what was signed is no longer this text, so every signature falls."""
        if terms.kind is not self.terms.kind:
            raise Conflict("Le type ne change pas : annulez, puis refaites une mise en situation.", code="kind-fixed")
        return self._moved(
            Step.EDIT, _written_status(terms), at, terms=terms, written_on=today, signatures=(),
            signers=required_signers(terms, adult=adult), reasons=dict(reasons),
        )  # fmt: skip

    def sign(self, signature: Signature, *, at: datetime) -> "Placement":
        """One more party signed; the last one sends the convention to be validated."""
        must_be_possible(Step.SIGN, self.status, needs_convention=self.terms.needs_convention)
        must_be_sound(
            signature, signers=self.signers, given=self.signatures, written_on=self.written_on,
            starts_on=self.terms.starts_on,
        )  # fmt: skip
        signatures = (*self.signatures, signature)
        status = S.IN_REVIEW if len(signatures) == len(self.signers) else S.PARTLY_SIGNED
        return self._moved(Step.SIGN, status, at, signatures=signatures)

    def validate(self, *, today: date, at: datetime) -> "Placement":
        """The prescriber's adviser read it all. Every signature is there and it has not begun."""
        if today > self.terms.starts_on:
            told = (
                f"La convention devait être validée avant le {self.terms.starts_on:%d/%m/%Y}. "
                "Changez les dates : elle sera à signer de nouveau."
            )
            raise Conflict(told, code="validated-late")
        return self._moved(Step.VALIDATE, S.VALIDATED, at)

    def refuse(self, reason: StopReason, *, at: datetime) -> "Placement":
        """The prescriber does not accept it."""
        return self._moved(Step.REFUSE, S.REFUSED, at, stop_reason=reason)

    def deprecate(self, reason: StopReason, *, at: datetime) -> "Placement":
        """It is given up before anybody validated it."""
        return self._moved(Step.DEPRECATE, S.DEPRECATED, at, stop_reason=reason)

    def cancel(self, reason: StopReason, *, today: date, at: datetime) -> "Placement":
        """It was validated and will not take place: an outcome too."""
        if today > self.terms.starts_on:
            told = "Elle a commencé : terminez-la, et dites ce qui s'est passé."
            raise Conflict(told, code="begun-already")
        return self._moved(Step.CANCEL, S.CANCELLED, at, stop_reason=reason)

    def end(self, bilan: Bilan, *, ended_on: date, today: date, at: datetime) -> "Placement":
        """It is over, on its last day or before, with what it gave."""
        must_be_possible(Step.END, self.status, needs_convention=self.terms.needs_convention)
        last = min(today, self.terms.ends_on or today)
        if not self.terms.starts_on <= ended_on <= last:
            told = (
                f"Elle commence le {self.terms.starts_on:%d/%m/%Y} : avant, annulez-la."
                if today < self.terms.starts_on
                else f"Le dernier jour est entre le {self.terms.starts_on:%d/%m/%Y} et le {last:%d/%m/%Y}."
            )
            raise Invalid(told, fields={"ended_on": told}, code="ended-outside")
        return self._moved(Step.END, S.ENDED, at, bilan=bilan, ended_on=ended_on)

    def evaluated(self, evaluation: Evaluation, *, today: date, at: datetime) -> "Placement":
        """The tutor's evaluation. It ends what has begun; the referent's own bilan, when there is one, stays."""
        if self.evaluation is not None and evaluation.version <= self.evaluation.version:
            return self
        if self.status is S.VALIDATED and today >= self.terms.starts_on:
            known = replace(self, evaluation=evaluation)
            last = self.terms.starts_on if evaluation.outcome.value.startswith("no_show") else today
            return known.end(
                Bilan(evaluation.outcome, evaluation.hired_as),
                ended_on=min(last, self.terms.ends_on or last), today=today, at=at,
            )  # fmt: skip
        if self.status is S.ENDED:
            return replace(self, evaluation=evaluation, moved_at=at, version=self.version + 1)
        return self

    def reminded(self, count: int, *, at: datetime) -> "Placement":
        """The bilan was asked for once more."""
        if count <= self.reminders:
            raise Conflict("Ce rappel a déjà été fait.", code="already-reminded")
        return replace(self, reminders=count, version=self.version + 1)

    def forget(self, *, at: datetime) -> "Placement":
        """The person was erased: the convention is kept apart and closed, without her (a legal duty)."""
        known = self
        if self.status in UNFINISHED:
            known = self._moved(Step.DEPRECATE, S.DEPRECATED, at, stop_reason=StopReason.ERASED)
        return replace(known, parties=replace(self.parties, profile_id=None), version=self.version + 1, moved_at=at)

    def _moved(self, step: Step, reached: PlacementStatus, at: datetime, **changes: Any) -> "Placement":
        way = must_be_possible(step, self.status, needs_convention=self.terms.needs_convention)
        assert reached in way.targets, (step, reached)  # noqa: S101 - the table is the only way to move
        return replace(self, status=reached, moved_at=at, version=self.version + 1, **changes)


def _written_status(terms: Terms) -> PlacementStatus:
    if not terms.needs_convention:
        return S.VALIDATED
    return S.DRAFT if missing(terms) else S.READY_TO_SIGN

"""Record a person's agreement (or refusal) to be introduced to one employer, and its withdrawal.

Announces AgreementChanged. Nothing is announced when the answer is the one already recorded: two clicks make one
agreement. Refuses a channel that proves nothing, and an introduction that is not this person's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.candidates.domain.agreements import Agreement, record, withdraw
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.refusals import Invalid, NotFound
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import opened
from services.contracts.actors import Actor
from services.contracts.candidates import AgreementChanged
from services.contracts.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class RecordAgreement:
    """``introduction_id`` None: an agreement for the employer, before anything was kept. ``at`` None: now."""

    company_id: UUID | None
    introduction_id: UUID | None
    agrees: bool
    channel: Channel
    at: datetime | None = None


def agreement_changed(agreement: Agreement) -> AgreementChanged:
    """The published fact: ids, a status, a date, a version of the text, a channel."""
    return AgreementChanged(
        agreement_id=agreement.id,
        version=agreement.version,
        profile_id=agreement.profile_id,
        company_id=agreement.company_id,
        introduction_id=agreement.introduction_id,
        status=agreement.status.value,
        at=agreement.at,
        text_version=agreement.text_version,
        channel=agreement.channel,
    )


def record_agreement(
    person_id: UUID,
    command: RecordAgreement,
    *,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> Agreement:
    """The referent records what the person said, in person, by phone, on paper or by letter."""
    case = opened(person_id, by=by, uow=uow, now=now)
    if command.channel is Channel.LINK:
        raise Invalid("Par le lien personnel, c'est la personne qui répond elle-même.", field="channel")
    return keep_answer(case, command, recorded_by=by.id, actor=by.reference, uow=uow, now=now, new_id=new_id)


def keep_answer(
    case: CaseFile,
    command: RecordAgreement,
    *,
    recorded_by: UUID | None,
    actor: str,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> Agreement:
    """Keep the person's answer and announce it, whoever wrote it down."""
    agreement = record(
        case.agreements,
        agreement_id=new_id(),
        profile_id=case.profile.id,
        company_id=_company(case, command),
        introduction_id=command.introduction_id,
        agrees=command.agrees,
        at=command.at or now,
        now=now,
        channel=command.channel,
        recorded_by=recorded_by,
    )
    if agreement not in case.agreements:
        _keep(case, agreement, actor=actor, uow=uow, now=now)
    return agreement


def _company(case: CaseFile, command: RecordAgreement) -> UUID:
    if command.introduction_id is None:
        if command.company_id is None:
            raise Invalid("Indiquez l'entreprise, ou la mise en relation.", field="company_id")
        return command.company_id
    known = next((one for one in case.introductions if one.id == command.introduction_id), None)
    if known is None:
        raise NotFound("Cette mise en relation n'est pas connue pour cette personne. Réessayez dans un instant.")
    company = known.company_id or known.offer_id
    if command.company_id not in (None, company):
        raise Invalid("Cette mise en relation concerne une autre entreprise.", field="company_id")
    return company


def _keep(case: CaseFile, agreement: Agreement, *, actor: str, uow: UnitOfWork, now: datetime) -> None:
    others = tuple(one for one in case.agreements if one.id != agreement.id)
    keep_case(replace(case, agreements=(*others, agreement)), uow=uow, now=now, actor=actor)
    uow.announce(agreement_changed(agreement), actor=actor)
    uow.audit(
        f"agreement.{agreement.status.value}",
        f"profile:{agreement.profile_id}",
        actor=actor,
        company=agreement.company_id,
        introduction=agreement.introduction_id,
        channel=agreement.channel.value,
        text=agreement.text_version,
    )


def withdraw_agreement(
    person_id: UUID, agreement_id: UUID, *, channel: Channel, by: Actor, uow: UnitOfWork, now: datetime
) -> Agreement:
    """The person takes back an agreement, told to the referent."""
    case = opened(person_id, by=by, uow=uow, now=now)
    return take_back(case, agreement_id, channel=channel, recorded_by=by.id, actor=by.reference, uow=uow, now=now)


def take_back(
    case: CaseFile,
    agreement_id: UUID,
    *,
    channel: Channel,
    recorded_by: UUID | None,
    actor: str,
    uow: UnitOfWork,
    now: datetime,
) -> Agreement:
    """Withdraw an agreement of this file and announce it."""
    known = next((one for one in case.agreements if one.id == agreement_id), None)
    if known is None:
        raise NotFound("Cet accord n'est pas dans le dossier.")
    gone = withdraw(known, at=now, channel=channel, recorded_by=recorded_by)
    _keep(case, gone, actor=actor, uow=uow, now=now)
    return gone

"""The person's agreement to be introduced to ONE employer: dated, with the text that was read, by which channel.

It can be declined, and withdrawn at any time; nothing is ever given by default. It is judged again each time a
nominative card is shown, because projections lag. Each change has a version, announced as AgreementChanged.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.candidates.domain.refusals import Conflict, Forbidden, Invalid, NotFound
from services.contracts.vocabulary import Channel, Labelled


class AgreementStatus(Labelled):
    """The wire values of ``AgreementChanged.status`` with their French labels."""

    GIVEN = "given", "d'accord"
    DECLINED = "declined", "ne souhaite pas"
    WITHDRAWN = "withdrawn", "accord retiré"


@dataclass(frozen=True, slots=True)
class AgreementText:
    """A version of the text read to, or by, the person."""

    version: str
    in_force_from: date
    text: str


TEXTS = (
    AgreementText(
        "2025-1",
        date(2025, 1, 1),
        "Je suis d'accord pour que mon nom, mon prénom, mon téléphone ou mon adresse électronique, et ce que je "
        "cherche, soient transmis à {company}, pour ceci : {offer}. Rien d'autre n'est transmis : ni ma "
        "situation, ni mes difficultés. Cet accord vaut pour cette entreprise seulement. Je peux le retirer quand "
        "je veux, sans dire pourquoi, auprès de la personne qui m'accompagne ou sur ma page personnelle.",
    ),
)

ACCEPTED_CHANNELS = frozenset({Channel.IN_PERSON, Channel.LINK, Channel.PAPER, Channel.PHONE, Channel.LETTER})
"""An SMS or an e-mail cannot show who wrote it: the link they carry can."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement for one employer, or for one imported offer that has no employer here."""

    id: UUID
    version: int
    profile_id: UUID
    company_id: UUID
    introduction_id: UUID | None
    status: AgreementStatus
    at: datetime
    text_version: str
    channel: Channel
    recorded_by: UUID | None
    """Staff member, or None when the person answered alone by the link."""

    @property
    def valid(self) -> bool:
        """True while the person agrees."""
        return self.status is AgreementStatus.GIVEN


def text_in_force(day: date) -> AgreementText:
    """Return the text to read to the person on ``day``; the oldest one before them all."""
    current = [text for text in TEXTS if text.in_force_from <= day]
    return current[-1] if current else TEXTS[0]


def record(
    known: tuple[Agreement, ...],
    *,
    agreement_id: UUID,
    profile_id: UUID,
    company_id: UUID,
    introduction_id: UUID | None,
    agrees: bool,
    at: datetime,
    now: datetime,
    channel: Channel,
    recorded_by: UUID | None,
) -> Agreement:
    """Record the person's answer for one employer.

    The same answer again returns the agreement already there (two clicks at once); the other answer makes its next
    version. Raises Invalid when the channel cannot prove it, the date is to come, or nobody is said to have heard it.
    """
    if channel not in ACCEPTED_CHANNELS:
        raise Invalid(
            "Un accord se recueille en personne, au téléphone, sur papier, par courrier ou par le lien personnel.",
            field="channel",
        )
    if at > now:
        raise Invalid("La date de l'accord est dans le futur.", field="at")
    if recorded_by is None and channel is not Channel.LINK:
        raise Invalid("Indiquez qui a recueilli l'accord.", field="recorded_by")
    status = AgreementStatus.GIVEN if agrees else AgreementStatus.DECLINED
    before = find(known, company_id=company_id, introduction_id=introduction_id)
    if before is not None and before.status is status:
        return before
    return Agreement(
        id=agreement_id if before is None else before.id,
        version=1 if before is None else before.version + 1,
        profile_id=profile_id,
        company_id=company_id,
        introduction_id=introduction_id,
        status=status,
        at=at,
        text_version=text_in_force(at.date()).version,
        channel=channel,
        recorded_by=recorded_by,
    )


def find(known: tuple[Agreement, ...], *, company_id: UUID, introduction_id: UUID | None) -> Agreement | None:
    """Return the agreement of this employer and this introduction, or None."""
    return next((one for one in known if one.company_id == company_id and one.introduction_id == introduction_id), None)


def withdraw(agreement: Agreement, *, at: datetime, channel: Channel, recorded_by: UUID | None) -> Agreement:
    """Withdraw. Any channel will do: it must be as easy to withdraw as to give (RGPD art. 7, 3).

    Raises Conflict when there is no agreement under way to withdraw.
    """
    if not agreement.valid:
        raise Conflict("Il n'y a pas d'accord en cours à retirer.", field="status")
    return replace(
        agreement,
        status=AgreementStatus.WITHDRAWN,
        version=agreement.version + 1,
        at=at,
        channel=channel,
        recorded_by=recorded_by,
    )


def must_allow_card(agreement: Agreement | None, *, company_ids: frozenset[UUID], introduction_id: UUID) -> Agreement:
    """Return the agreement that lets this employer see the nominative card now.

    Raises NotFound without agreement (nothing tells whether the person exists), Forbidden when it was withdrawn,
    declined, or given for another employer or introduction.
    """
    if agreement is None:
        raise NotFound("Cette fiche n'existe pas.")
    same = agreement.introduction_id == introduction_id and agreement.company_id in company_ids
    if not same:
        raise NotFound("Cette fiche n'existe pas.")
    if not agreement.valid:
        raise Forbidden("La personne ne souhaite plus que sa fiche soit montrée. Son référent peut vous renseigner.")
    return agreement

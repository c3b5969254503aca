"""The person's agreement to be introduced to one employer: given, declined or withdrawn, the last word stands.

It is recorded in `candidates` (day, version of the text, channel) and projected here by id. `AgreementMissing` is
raised when no agreement that stands covers this person and this employer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.kernel.problems import Conflict


class AgreementMissing(Conflict):
    """No introduction without the person's agreement for this employer."""

    def __init__(self, company_name: str, *, withdrawn: bool = False) -> None:
        told = (
            f"La personne a retiré son accord pour {company_name}. Rien n'a été envoyé."
            if withdrawn
            else f"L'accord de la personne pour {company_name} n'est pas enregistré. Rien n'a été envoyé : "
            "recueillez son accord, en personne, par son lien ou sur papier, puis présentez-la."
        )
        super().__init__(told, code="agreement-missing")


class AgreementStatus(StrEnum):
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The last version of one agreement.

    ``company_id`` is the employer, or the offer itself when it has no account here; ``introduction_id`` is set when
    the person answered one precise proposal.
    """

    id: UUID
    version: int
    profile_id: UUID
    company_id: UUID | None
    introduction_id: UUID | None
    status: AgreementStatus
    at: datetime
    text_version: str = ""

    def covers(self, *, company_id: UUID | None, offer_id: UUID, introduction_id: UUID) -> bool:
        """True when it speaks of this very introduction or, bound to none, of this employer or accountless offer.

        What was agreed for one proposal is not agreed for the next one: its card would be refused too.
        """
        if self.introduction_id is not None:
            return self.introduction_id == introduction_id
        return self.company_id == (company_id or offer_id)


def standing_agreement(
    agreements: Iterable[Agreement],
    *,
    profile_id: UUID,
    company_id: UUID | None,
    company_name: str,
    offer_id: UUID,
    introduction_id: UUID,
) -> Agreement:
    """The agreement that stands for this person and this employer. Raises AgreementMissing."""
    spoken = [
        agreement
        for agreement in agreements
        if agreement.profile_id == profile_id
        and agreement.covers(company_id=company_id, offer_id=offer_id, introduction_id=introduction_id)
    ]
    last = max(spoken, key=lambda agreement: (agreement.at, agreement.version), default=None)
    if last is None or last.status is not AgreementStatus.GIVEN:
        raise AgreementMissing(company_name, withdrawn=last is not None)
    return last

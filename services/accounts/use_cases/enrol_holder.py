"""Enrol somebody who speaks for a company, from the link that `employers` signed. Announces HolderEnrolled.

Opens an account, or adds the company to the account of whoever knows its password. What the holder may see
is decided by `employers`, once a referent has confirmed.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.accounts.domain.accounts import Account, check_password, normal_email
from services.accounts.ports import Hasher, UnitOfWork
from services.accounts.use_cases.sign_in import verify_password
from services.contracts.accounts import HolderEnrolled
from services.kernel.auth import Claims
from services.kernel.problems import Gone, Invalid


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the link says."""

    territory: str
    company_id: UUID
    company_name: str
    vouched_by: UUID | None
    email: str = ""

    @classmethod
    def from_claims(cls, claims: Claims) -> "Enrolment":
        """Read verified claims; raises Gone for a link made for something else."""
        if claims.get("purpose") != "enrol" or claims.get("iss") != "employers":
            raise Gone("Ce lien ne sert pas à créer un compte. Demandez-en un nouveau.")
        vouched = claims.get("vouched_by")
        return cls(
            territory=str(claims["territory"]),
            company_id=UUID(str(claims["company"])),
            company_name=str(claims.get("company_name", "")),
            vouched_by=UUID(str(vouched)) if vouched else None,
            email=str(claims.get("email") or ""),
        )


@dataclass(frozen=True, slots=True)
class EnrolHolder:
    """The order, as typed."""

    email: str
    password: str
    name: str


def enrol_holder(
    command: EnrolHolder,
    enrolment: Enrolment,
    *,
    account_id: UUID,
    uow: UnitOfWork,
    hasher: Hasher,
    allowed_failures: int,
    now: datetime,
) -> Account:
    """Open or extend the account. Raises Invalid, WrongPassword (the e-mail has an account), TooMany."""
    email = normal_email(command.email)
    known = uow.accounts.by_email(email)
    if known is None:
        account = _new_account(command, enrolment, email, account_id, hasher)
    else:
        verify_password(email, command.password, uow=uow, hasher=hasher, allowed=allowed_failures, now=now)
        if known.territory != enrolment.territory:
            raise Invalid(
                "Ce compte sert déjà sur un autre territoire.",
                fields={"email": "Utilisez une autre adresse pour ce territoire."},
            )
        account = known.with_company(enrolment.company_id)
    uow.accounts.save(account)
    fact = HolderEnrolled(
        account_id=account.id,
        company_id=enrolment.company_id,
        vouched_by=enrolment.vouched_by,
        contact_name=account.name,
        contact_email=account.email,
    )
    uow.announce(fact, territory=account.territory)
    subject = f"company:{enrolment.company_id}"
    uow.audit("holder.enrolled", subject, territory=account.territory, actor=f"account:{account.id}")
    return account


def _new_account(command: EnrolHolder, enrolment: Enrolment, email: str, account_id: UUID, hasher: Hasher) -> Account:
    check_password(command.password, email=email)
    if not command.name.strip():
        raise Invalid("Écrivez votre nom.", fields={"name": "Écrivez votre prénom et votre nom."})
    return Account(
        id=account_id,
        territory=enrolment.territory,
        email=email,
        name=command.name.strip(),
        password_hash=hasher.hash(command.password),
        roles=frozenset({"employer"}),
        version=1,
        company_ids=frozenset({enrolment.company_id}),
    )

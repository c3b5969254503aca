"""An account was opened by somebody who says to speak for a firm: pending, unless a referent had handed the link over.

Announces HolderChanged, and what a confirmation publishes. Ignores a firm unknown here and an account already known.
"""

from dataclasses import dataclass
from uuid import UUID

from services.employers.domain.company import Existence
from services.employers.domain.holder import Standing, asks
from services.employers.domain.link import Purpose
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_company, keep_holder, publish_what_waits


@dataclass(frozen=True, slots=True)
class EnrolHolder:
    """Who enrolled for which firm. ``vouched_by`` is believed only if that referent did give a link to this firm."""

    company_id: UUID
    account_id: UUID
    vouched_by: UUID | None
    name: str = ""
    email: str = ""


def enrol_holder(command: EnrolHolder, *, uow: UnitOfWork) -> None:
    """Keep the holder."""
    company = uow.companies.get(command.company_id)
    if company is None:
        return
    before = uow.holders.get(command.company_id, command.account_id)
    voucher = command.vouched_by
    if voucher is not None and not uow.links.issued_by(company.id, voucher, Purpose.CONFIRM):
        voucher = None
    if company.existence is Existence.CLOSED:
        voucher = None
    if before is None:
        holder = asks(
            company_id=company.id,
            account_id=command.account_id,
            territory=uow.territory,
            name=command.name[:200],
            email=command.email[:254],
            vouched_by=voucher,
            at=uow.now,
        )
    elif voucher is not None and before.standing is Standing.ASKED:
        holder = before.judged(Standing.CONFIRMED, by=voucher, at=uow.now)
    else:
        return
    keep_holder(uow, holder, before)
    uow.audit("holder.enrolled", f"company:{company.id}", account=holder.account_id, standing=holder.standing.value)
    if holder.confirmed and voucher is not None:
        confirmed = company.confirm(by=voucher, at=uow.now).join(on=uow.today)
        keep_company(uow, confirmed, company)
        publish_what_waits(uow, confirmed, also_from_the_door=False)

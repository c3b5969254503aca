"""A referent says whether an account speaks for a firm.

Announces HolderChanged, CompanyChanged and OfferPublished for what waited. Refuses an account that asked nothing.
Refusing the last one who spoke for the firm leaves nobody: introductions stop reaching it.
"""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.actors import Actor
from services.employers.domain.holder import Holder, Standing
from services.employers.domain.refusals import NotFound
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_company, keep_holder, publish_what_waits
from services.employers.use_cases.letters import welcome_letter
from services.employers.use_cases.standing import company_for


@dataclass(frozen=True, slots=True)
class JudgeHolder:
    """The account, the firm, and the judgement."""

    company_id: UUID
    account_id: UUID
    confirm: bool


def judge_holder(command: JudgeHolder, *, by: Actor, uow: UnitOfWork, public_base: str) -> Holder:
    """Confirm or refuse. Raises NotFound, Conflict (a firm closed at the register)."""
    company = company_for(command.company_id, by=by, uow=uow)
    before = uow.holders.get(command.company_id, command.account_id)
    if before is None:
        raise NotFound("Aucun compte n'a demandé à parler pour cette entreprise.")
    standing = Standing.CONFIRMED if command.confirm else Standing.REFUSED
    holder = before.judged(standing, by=by.id, at=uow.now)
    if command.confirm:
        after = company.confirm(by=by.id, at=uow.now).join(on=uow.today)
        keep_company(uow, after, company)
        keep_holder(uow, holder, before)
        publish_what_waits(uow, after, also_from_the_door=False)
        if holder != before and holder.email:
            known = uow.surroundings.territory()
            subject, body = welcome_letter(after, page=f"{public_base}/entreprise", known=known)
            uow.write_mail(holder.email, subject, body)
    else:
        keep_holder(uow, holder, before)
        if before.confirmed and not any(other.confirmed for other in uow.holders.of_company(company.id)):
            keep_company(uow, company.unconfirm(), company)
    uow.audit("holder.judged", f"company:{company.id}", account=holder.account_id, standing=standing.value)
    return holder

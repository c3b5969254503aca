"""Keep what is typed of an offer, at each key. Announces nothing; refuses what is no form of ours."""

from collections.abc import Mapping
from uuid import UUID

from services.contracts.actors import Actor
from services.employers.domain.draft import KEPT_FOR, Draft, check_fields
from services.employers.ports import UnitOfWork
from services.employers.use_cases.standing import company_for


def save_draft(company_id: UUID, fields: Mapping[str, tuple[str, ...]], *, by: Actor, uow: UnitOfWork) -> None:
    """Keep the fields; none at all forgets the draft."""
    company = company_for(company_id, by=by, uow=uow)
    kept = check_fields(fields)
    if kept:
        uow.drafts.save(Draft(company.id, by.id, uow.territory, kept, uow.now))
    else:
        uow.drafts.drop(company.id, by.id)


def found_draft(company_id: UUID, *, by: Actor, uow: UnitOfWork) -> Draft | None:
    """The draft of this author, unless it is too old."""
    draft = uow.drafts.get(company_id, by.id)
    return None if draft is None or draft.forgotten(uow.now) else draft


def forget_drafts(uow: UnitOfWork) -> int:
    """Drop what nobody touched for thirty days."""
    return uow.drafts.drop_before(uow.now - KEPT_FOR)

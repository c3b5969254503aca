"""Give an employer a link: to confirm what a referent entered, or to answer an introduction without an account.

Announces nothing. The secret is returned once; its fingerprint is kept with who gave it.
"""

from uuid import UUID

from services.contracts.actors import Actor
from services.employers.domain.link import Link, Purpose, fingerprint, issue
from services.employers.domain.refusals import NotFound
from services.employers.ports import UnitOfWork

UNKNOWN = "Ce lien n'est pas reconnu. Vérifiez que l'adresse est complète, ou appelez votre référent."


def give_link(purpose: Purpose, subject_id: UUID, company_id: UUID, *, by: Actor | None, uow: UnitOfWork) -> str:
    """The secret of a new link."""
    token = uow.draw_token()
    link = issue(
        token,
        purpose,
        territory=uow.territory,
        subject_id=subject_id,
        company_id=company_id,
        by=by.id if by else None,
        at=uow.now,
    )
    uow.links.save(link)
    uow.audit("link.given", f"company:{company_id}", purpose=purpose.value)
    return token


def open_link(token: str, purpose: Purpose, *, uow: UnitOfWork) -> Link:
    """The link behind a secret. Raises NotFound when unknown, Conflict when over."""
    link = uow.links.get(fingerprint(token))
    if link is None or link.purpose is not purpose:
        raise NotFound(UNKNOWN)
    link.must_open(now=uow.now)
    return link

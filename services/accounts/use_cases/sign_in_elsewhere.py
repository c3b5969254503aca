"""Sign in with an identity that a provider vouches for: ProConnect, or the identity service of a structure.

The first time, the account is found by its e-mail and linked for good to the human; later the link alone counts.
Opens no account: who may enter is decided by the coordination. Refuses an e-mail that nobody vouches for, and an
account that is already linked to somebody else.
"""

from datetime import datetime
from uuid import UUID

from services.accounts.domain.accounts import Account, normal_email
from services.accounts.domain.vouched import Vouched, check_email_is_vouched, the_account
from services.accounts.ports import UnitOfWork
from services.kernel.problems import Unauthenticated


def sign_in_elsewhere(person: Vouched, *, uow: UnitOfWork, now: datetime) -> Account:
    """The account of this human. Raises Unauthenticated."""
    linked = uow.identities.account_of(person.issuer, person.subject)
    if linked is not None:
        return the_account(uow.accounts.get(linked))
    check_email_is_vouched(person)
    account = the_account(uow.accounts.by_email(normal_email(person.email)))
    if uow.identities.linked_at(account.id, person.issuer) is not None:
        said = "Ce compte est déjà relié à une autre identité. Entrez avec votre mot de passe, puis « Mon compte »."
        raise Unauthenticated(said, code="linked-to-another")
    uow.identities.link(account.id, issuer=person.issuer, subject=person.subject, at=now)
    uow.audit("identity.linked", f"account:{account.id}", territory=account.territory, actor=f"account:{account.id}")
    return account


def unlink(account_id: UUID, *, uow: UnitOfWork) -> None:
    """Forget the identities linked to one's account; the password goes on opening it."""
    account = uow.accounts.get(account_id)
    if account is None:
        return
    if uow.identities.unlink(account_id):
        uow.audit(
            "identity.unlinked", f"account:{account_id}", territory=account.territory, actor=f"account:{account_id}"
        )

"""The coordination gives a new provisional password to somebody who forgot theirs: their sessions end.

Refuses an address that has no account on the territory, and one's own (it is changed under « Mon compte »).
"""

from dataclasses import replace
from uuid import UUID

from services.accounts.domain.accounts import check_password, normal_email
from services.accounts.ports import Hasher, UnitOfWork
from services.kernel.problems import Invalid


def give_password(email: str, password: str, *, territory: str, by: UUID, uow: UnitOfWork, hasher: Hasher) -> None:
    """``by`` is the account that gives it. Raises Invalid at the field to correct."""
    account = uow.accounts.by_email(normal_email(email))
    if account is None or account.territory != territory:
        said = "Aucun compte de ce territoire ne porte cette adresse. Vérifiez-la."
        raise Invalid("Ce compte n'existe pas.", fields={"forgotten_email": said})
    if account.id == by:
        said = "C'est votre adresse : changez votre mot de passe dans « Mon compte »."
        raise Invalid("C'est votre propre compte.", fields={"forgotten_email": said})
    try:
        check_password(password, email=account.email)
    except Invalid as refused:
        raise Invalid(refused.message, fields={"provisional": refused.fields["password"]}) from refused
    uow.accounts.save(replace(account, password_hash=hasher.hash(password), version=account.version + 1))
    uow.sessions.close_all(account.id)
    uow.audit("password.given", f"account:{account.id}", territory=territory, actor=f"account:{by}")

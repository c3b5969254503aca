"""Change one's own password: the other sessions end."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.accounts.domain.accounts import check_password
from services.accounts.ports import Hasher, UnitOfWork
from services.kernel.problems import Invalid, NotFound


def change_password(
    account_id: UUID, *, current: str, wanted: str, uow: UnitOfWork, hasher: Hasher, now: datetime
) -> None:
    """Raises Invalid at the field to correct."""
    account = uow.accounts.get(account_id)
    if account is None:
        raise NotFound("Ce compte n'existe plus.")
    if not hasher.matches(current, account.password_hash):
        raise Invalid("Le mot de passe actuel ne correspond pas.", fields={"current": "Ce n'est pas le bon."})
    check_password(wanted, email=account.email)
    uow.accounts.save(replace(account, password_hash=hasher.hash(wanted), version=account.version + 1))
    uow.sessions.close_all(account_id)
    uow.audit("password.changed", f"account:{account_id}", territory=account.territory, actor=f"account:{account_id}")

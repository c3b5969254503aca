"""Register somebody who works for a structure of the territory. Announces StaffChanged.

Refuses an e-mail already used, a structure that is not of the territory, a weak password.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from services.accounts.domain.accounts import Account, check_password, normal_email
from services.accounts.ports import Hasher, UnitOfWork
from services.contracts.accounts import StaffChanged
from services.kernel.problems import Invalid, NotFound

STAFF_ROLES = frozenset({"referent", "coordination", "prescriber", "operator"})


@dataclass(frozen=True, slots=True)
class RegisterStaff:
    """The order: who, of which structure, with which roles."""

    territory: str
    email: str
    name: str
    password: str
    structure_id: UUID
    roles: Iterable[str]
    phone: str = ""


def register_staff(command: RegisterStaff, *, account_id: UUID, by: str, uow: UnitOfWork, hasher: Hasher) -> Account:
    """Create the account; ``by`` is the reference of who ordered it."""
    email = normal_email(command.email)
    check_password(command.password, email=email)
    roles = frozenset(command.roles)
    territory = uow.territories.get(command.territory)
    if territory is None:
        raise NotFound("Ce territoire n'existe pas.")
    if territory.structure(command.structure_id) is None:
        raise Invalid("Choisissez une structure du territoire.", fields={"structure_id": "Structure inconnue."})
    if not roles or not roles <= STAFF_ROLES:
        raise Invalid("Choisissez au moins un rôle.", fields={"roles": "Choisissez au moins un rôle."})
    account = Account(
        id=account_id,
        territory=command.territory,
        email=email,
        name=command.name.strip(),
        phone=command.phone.strip(),
        password_hash=hasher.hash(command.password),
        roles=roles,
        structure_id=command.structure_id,
        version=1,
    )
    uow.accounts.save(account)
    uow.announce(staff_changed(account), territory=account.territory)
    uow.audit("staff.registered", f"account:{account.id}", territory=account.territory, actor=by)
    return account


def set_staff_active(account_id: UUID, *, active: bool, territory: str, by: str, uow: UnitOfWork) -> Account:
    """Close or reopen a staff account; closing ends its sessions. Announces StaffChanged."""
    account = uow.accounts.get(account_id)
    if account is None or account.territory != territory or account.structure_id is None:
        raise NotFound("Ce compte n'existe pas sur ce territoire.")
    changed = replace(account, active=active, version=account.version + 1)
    uow.accounts.save(changed)
    if not active:
        uow.sessions.close_all(account_id)
    uow.announce(staff_changed(changed), territory=territory)
    uow.audit("staff.reopened" if active else "staff.closed", f"account:{account_id}", territory=territory, actor=by)
    return changed


def staff_changed(account: Account) -> StaffChanged:
    """The fact that others read: a professional identity."""
    if account.structure_id is None:
        raise Invalid("Ce compte n'appartient à aucune structure.")
    return StaffChanged(
        staff_id=account.id,
        version=account.version,
        structure_id=account.structure_id,
        display_name=account.name,
        phone=account.phone,
        roles=tuple(sorted(account.roles)),
        active=account.active,
    )

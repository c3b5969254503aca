"""Sign in: a password becomes a session (a browser) or a short token (a program).

Refuses, in the same words and the same time, an unknown e-mail and a wrong password; refuses after too many failures.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from services.accounts.domain.accounts import FAILURES_WINDOW, Account, Session, check_failures, normal_email
from services.accounts.ports import Hasher, UnitOfWork
from services.kernel.problems import Unauthenticated

WRONG = "L'adresse ou le mot de passe ne correspond pas. Vérifiez-les, puis réessayez."


class WrongPassword(Unauthenticated):
    """The pair does not match; the failure must be kept even though the request is refused."""


def verify_password(
    email: str, password: str, *, uow: UnitOfWork, hasher: Hasher, allowed: int, now: datetime
) -> Account:
    """The account of a right pair. Raises WrongPassword or TooMany."""
    wanted = normal_email(email)
    check_failures(uow.sessions.failures(wanted, since=now - FAILURES_WINDOW), allowed=allowed)
    account = uow.accounts.by_email(wanted)
    right = hasher.matches(password, account.password_hash if account else _decoy(hasher))
    if account is None or not right or not account.active:
        raise WrongPassword(WRONG, code="wrong-password")
    return account


def open_session(account: Account, *, uow: UnitOfWork, lasts: timedelta, now: datetime, farewell: str = "") -> str:
    """Open a session; return the secret of its cookie (kept nowhere else)."""
    secret = secrets.token_urlsafe(32)
    uow.sessions.open(Session(hash_of(secret), account.id, now, now + lasts, farewell))
    uow.audit("session.opened", f"account:{account.id}", territory=account.territory, actor=f"account:{account.id}")
    return secret


def account_of_session(secret: str, *, uow: UnitOfWork, now: datetime) -> Account | None:
    """The active account of an open session, None when it ended."""
    found = uow.sessions.account_of(hash_of(secret), at=now)
    account = uow.accounts.get(found) if found else None
    return account if account and account.active else None


def close_session(secret: str, *, uow: UnitOfWork) -> str:
    """Sign out; return the identity token that the session was opened with, if any."""
    farewell = uow.sessions.farewell_of(hash_of(secret))
    uow.sessions.close(hash_of(secret))
    return farewell


def hash_of(secret: str) -> str:
    """What is kept of a session's secret: SHA-256 of 256 random bits needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


_DECOYS: dict[int, str] = {}


def _decoy(hasher: Hasher) -> str:
    """A hash nobody knows the password of, so that an unknown e-mail takes as long as a wrong password."""
    if id(hasher) not in _DECOYS:
        _DECOYS[id(hasher)] = hasher.hash(secrets.token_urlsafe(24))
    return _DECOYS[id(hasher)]

"""Somebody whom an identity provider vouches for (OpenID Connect Core 1.0), and which account of ours is theirs."""

from dataclasses import dataclass

from services.accounts.domain.accounts import Account
from services.kernel.problems import Unauthenticated


@dataclass(frozen=True, slots=True)
class Departure:
    """A sign-in that left for the provider: what must come back with it, and nothing else.

    ``state`` ties the answer to this browser, ``nonce`` the identity token to this sign-in, ``verifier`` the code to
    both (PKCE, RFC 7636).
    """

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider says. ``(issuer, subject)`` names the same human for ever; an e-mail may pass to another."""

    issuer: str
    subject: str
    email: str
    is_email_vouched: bool
    token: str
    """The identity token, given back to the provider on signing out (RP-Initiated Logout 1.0)."""


class UnknownHere(Unauthenticated):
    """The provider knows who it is, we have no account for them."""


def check_email_is_vouched(person: Vouched) -> None:
    """Refuse to find an account by an e-mail that anybody may have typed at the provider."""
    if not person.is_email_vouched:
        said = "Ce service d'identité ne garantit pas votre adresse. Entrez avec votre mot de passe."
        raise Unauthenticated(said, code="email-not-vouched")


def the_account(account: Account | None) -> Account:
    """The open account found for the human. Raises UnknownHere in the same words for none and for a closed one."""
    if account is None or not account.active:
        said = "Aucun compte ouvert ne porte cette adresse. Demandez-le à la coordination de votre territoire."
        raise UnknownHere(said, code="unknown-here")
    return account

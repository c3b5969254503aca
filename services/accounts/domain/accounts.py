"""Who may sign in: staff of a structure, or people who speak for companies. Accompanied persons have no account."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.kernel.problems import Invalid, TooMany

ROLES = {
    "referent": "référent",
    "coordination": "coordination",
    "prescriber": "partenaire prescripteur",
    "employer": "entreprise",
    "operator": "exploitation",
}
PASSWORD_MIN = 12
PASSWORD_MAX = 200
FAILURES_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of one territory. ``company_ids`` are those it enrolled for, confirmed or not."""

    id: UUID
    territory: str
    email: str
    name: str
    password_hash: str
    roles: frozenset[str]
    version: int
    structure_id: UUID | None = None
    phone: str = ""
    company_ids: frozenset[UUID] = frozenset()
    active: bool = True

    def is_staff(self) -> bool:
        """Whether the account belongs to somebody of a structure."""
        return not self.roles <= {"employer"}

    def with_company(self, company_id: UUID) -> "Account":
        """The account, speaking for one company more."""
        return replace(
            self,
            roles=self.roles | {"employer"},
            company_ids=self.company_ids | {company_id},
            version=self.version + 1,
        )


def normal_email(text: str) -> str:
    """The e-mail as it is compared: trimmed, lower case. Raises Invalid when it cannot be one."""
    found = text.strip().lower()
    local, at, domain = found.partition("@")
    shaped = at and local and "." in domain and not domain.startswith(".") and not domain.endswith(".")
    if not shaped or len(found) > 254 or any(c.isspace() for c in found) or "@" in domain:
        raise Invalid("Vérifiez l'adresse e-mail.", fields={"email": "Écrivez une adresse comme prenom@exemple.fr."})
    return found


def check_password(password: str, *, email: str) -> None:
    """Raise Invalid for a password that is too easy (length first, as ANSSI and NIST SP 800-63B advise)."""
    if len(password) < PASSWORD_MIN:
        said = f"Choisissez au moins {PASSWORD_MIN} caractères. Trois ou quatre mots font un bon mot de passe."
        raise Invalid("Ce mot de passe est trop court.", fields={"password": said})
    if len(password) > PASSWORD_MAX:
        raise Invalid("Ce mot de passe est trop long.", fields={"password": f"{PASSWORD_MAX} caractères au plus."})
    own = email.partition("@")[0]
    if len(set(password)) < 5 or (len(own) >= 4 and own in password.lower()):
        said = "Évitez les répétitions et votre propre adresse."
        raise Invalid("Ce mot de passe est trop facile à deviner.", fields={"password": said})


def check_failures(failures: int, *, allowed: int) -> None:
    """Raise TooMany when this address failed too often of late."""
    if failures >= allowed:
        raise TooMany("Trop d'essais avec cette adresse. Attendez un quart d'heure, puis réessayez.")


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. The cookie holds a random secret; only its hash is kept."""

    secret_hash: str
    account_id: UUID
    opened_at: datetime
    ends_at: datetime
    farewell: str = ""
    """The identity token of a sign-in elsewhere, so that signing out ends there too."""

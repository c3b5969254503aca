"""Settings of `accounts`."""

from datetime import timedelta

from pydantic import Field, SecretStr

from services.kernel.settings import Settings


class AccountsSettings(Settings):
    """What `accounts` is told, beside the common settings."""

    session_hours: int = Field(default=10, description="Durée d'une session, en heures")
    token_minutes: int = Field(default=10, description="Durée d'un jeton court, en minutes")
    password_failures: int = Field(default=8, description="Échecs de connexion permis par quart d'heure et par adresse")

    oidc_issuer: str = Field(
        default="", description="Émetteur OpenID Connect (ProConnect, Keycloak…), tel qu'il se nomme ; vide : aucun"
    )
    oidc_name: str = Field(default="ProConnect", description="Nom du service d'identité, comme le dit le bouton")
    oidc_client_id: str = Field(default="", description="Identifiant que le service d'identité a donné à ce site")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Secret que le service d'identité a donné à ce site (mieux : un fichier)"
    )
    oidc_scope: str = Field(default="openid email", description="Ce qui est demandé au service d'identité")
    oidc_vouches_for_email: bool = Field(
        default=False,
        description="Vrai si le service d'identité garantit toutes les adresses sans dire email_verified (ProConnect)",
    )

    def session_lasts(self) -> timedelta:
        """Duration of a session."""
        return timedelta(hours=self.session_hours)

    def token_lasts(self) -> timedelta:
        """Duration of a short token."""
        return timedelta(minutes=self.token_minutes)

"""Settings of `accounts`."""

from datetime import timedelta

from pydantic import Field

from services.kernel.settings import Settings


class AccountsSettings(Settings):
    """What `accounts` is told, beside the common settings."""

    session_hours: int = Field(default=10, description="Durée d'une session, en heures")
    token_minutes: int = Field(default=10, description="Durée d'un jeton court, en minutes")
    password_failures: int = Field(default=8, description="Échecs de connexion permis par quart d'heure et par adresse")

    def session_lasts(self) -> timedelta:
        """Duration of a session."""
        return timedelta(hours=self.session_hours)

    def token_lasts(self) -> timedelta:
        """Duration of a short token."""
        return timedelta(minutes=self.token_minutes)

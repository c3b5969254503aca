"""Settings of `employers`."""

from datetime import timedelta

from pydantic import Field

from services.kernel.settings import Settings


class EmployersSettings(Settings):
    """What `employers` is told, beside the common settings."""

    registry_url: str = Field(
        default="",
        description="API « Recherche d'entreprises », sans barre finale ; vide : les entreprises restent à vérifier",
    )
    registry_per_second: float = Field(default=7.0, description="Appels au plus par seconde au registre")
    joins_per_hour: int = Field(
        default=60, description="Adhésions en ligne non confirmées acceptées par heure et par territoire"
    )

    def enrolment_lasts(self) -> timedelta:
        """How long the token that opens an employer's account is good."""
        return timedelta(days=14)

"""Settings of `candidates`."""

from datetime import timedelta

from pydantic import Field

from services.kernel.settings import Settings


class CandidatesSettings(Settings):
    """What `candidates` is told, beside the common settings."""

    person_token_minutes: int = Field(
        default=60, description="Durée du jeton court d'une page personnelle ouverte par son lien, en minutes"
    )

    def person_token_lasts(self) -> timedelta:
        """Duration of the short token minted when a personal link is opened."""
        return timedelta(minutes=self.person_token_minutes)

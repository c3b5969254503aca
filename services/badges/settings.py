"""Settings of `badges`."""

from datetime import timedelta

from pydantic import Field

from services.kernel.settings import Settings


class BadgesSettings(Settings):
    """What `badges` is told, beside the common settings."""

    badge_base: str | None = Field(
        default=None,
        description="Adresse https permanente écrite dans les badges (par défaut celle du site, en https)",
    )
    status_list_hours: int = Field(
        default=24, ge=1, le=24 * 30, description="Durée de validité d'une liste de retraits, en heures"
    )
    badge_forbidden_words: str = Field(
        default="", description="Mots qu'aucun badge ne doit dire (noms de quartiers…), séparés par des virgules"
    )

    def signed_base(self) -> str:
        """The base of every address a badge carries: always https, since did:web means https."""
        base = self.badge_base or self.public_base
        return "https://" + base.split("://", 1)[-1].rstrip("/")

    def forbidden_words(self) -> tuple[str, ...]:
        """The words of the installation that no badge may tell."""
        return tuple(word.strip() for word in self.badge_forbidden_words.split(",") if word.strip())

    def status_lists_last(self) -> timedelta:
        """How long a signed status list may be believed."""
        return timedelta(hours=self.status_list_hours)

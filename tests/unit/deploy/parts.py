"""The files of deploy/, read once: what the tests of this folder look at."""

from pathlib import Path
from typing import Any

import yaml

from services.__main__ import SETTINGS
from services.kernel.settings import SECRETS_DIR, Settings

DEPLOY = Path(__file__).parents[3] / "deploy"
ROLES = ("web", "relay", "consume")
SETTING_NAMES = {
    *(f"CITE_{key.upper()}" for model in (Settings, *SETTINGS.values()) for key in model.model_fields),
    SECRETS_DIR,
}
PROXY_NAMES = {"CITE_SITE_ADDRESS", "CITE_TRUSTED_PROXIES", "CITE_BADGES_ADDRESS"}
SCRIPT_NAMES = {
    "CITE_BACKUP_HOURS",
    "CITE_BACKUPS_KEPT",
    "CITE_CONTINUOUS_DAYS",
    "CITE_CONTINUOUS_FOLDER",
    "CITE_ELASTICSEARCH",
}


def compose() -> dict[str, Any]:
    """The compose file, its anchors resolved."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def documents(folder: Path) -> list[dict[str, Any]]:
    """Every Kubernetes document of a folder, whatever kustomize makes of it."""
    return [
        document
        for path in sorted(folder.rglob("*.yaml"))
        if path.name != "kustomization.yaml"
        for document in yaml.safe_load_all(path.read_text())
    ]

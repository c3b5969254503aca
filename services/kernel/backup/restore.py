"""`cite restore`: put an installation back as a backup holds it, after having checked all of it.

Refuses: a running installation; a folder that is not empty, unless told; a file that is altered or newer than this
software; keys that are missing or are not those of the backup. What was there is set aside, never deleted.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.kernel import migrate
from services.kernel.backup.archive import Manifest, extract, read_manifest
from services.kernel.backup.installation import SIDES, Installation
from services.kernel.backup.keep import must_have_room
from services.kernel.database import sqlite_module
from services.kernel.problems import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where what was there lies now (None: there was nothing)."""

    manifest: Manifest
    aside: Path | None


def restore_backup(installation: Installation, source: Path, *, over: bool, now: datetime) -> Restored:
    """Put the backup in place. Raises Invalid or Conflict before anything is changed."""
    manifest = read_manifest(source)
    if installation.is_running():
        raise Conflict("Le service tourne. Arrêtez-le, puis recommencez.")
    if installation.held() and not over:
        raise Conflict(f"{installation.data} contient déjà des données. Ajoutez --yes pour les mettre de côté.")
    _must_be_known(manifest, installation)
    _must_have_keys(manifest, installation)
    installation.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    must_have_room(installation.data, manifest.bytes())
    with tempfile.TemporaryDirectory(prefix=".restauration-", dir=installation.data) as folder:
        files = extract(source, Path(folder))
        for name, path in files.items():
            _must_be_sound(path, name)
        aside = _set_aside(installation, now)
        _put(installation, files)
    return Restored(manifest, aside)


def _must_be_known(manifest: Manifest, installation: Installation) -> None:
    """Every database must have been written by this version of the software, or an older one."""
    names = {piece.name for piece in installation.pieces()}
    for member in manifest.members:
        if member.service not in {"", *installation.migrations} or (member.service and member.name not in names):
            raise Invalid(f"Cette sauvegarde contient une base inconnue : {member.name}.")
        if member.service and not migrate.knows(
            member.revisions, member.service, installation.migrations[member.service]
        ):
            raise Invalid("Cette sauvegarde vient d'une version plus récente. Mettez d'abord le logiciel à jour.")


def _must_have_keys(manifest: Manifest, installation: Installation) -> None:
    here = installation.key_digests()
    missing = sorted(name for name in manifest.keys if name not in here)
    others = sorted(name for name, digest in manifest.keys.items() if here.get(name, digest) != digest)
    if missing or others:
        told = [f"manquent : {', '.join(missing)}"] if missing else []
        told += [f"ne sont pas les mêmes : {', '.join(others)}"] if others else []
        raise Invalid(
            f"Les clés ne sont jamais dans la sauvegarde, et sans elles les dossiers ne s'ouvrent pas. "
            f"Remettez d'abord leur dossier en place ({installation.keys}). Clés qui {' ; '.join(told)}."
        )


def _must_be_sound(path: Path, name: str) -> None:
    sqlite: Any = sqlite_module()
    connection = sqlite.connect(str(path))
    try:
        said = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite.DatabaseError as error:
        said = [(str(error),)]
    finally:
        connection.close()
    if said != [("ok",)]:
        raise Invalid(f"Le fichier {name} de la sauvegarde est abîmé ({said[0][0]}). Rien n'a été changé.")


def _set_aside(installation: Installation, now: datetime) -> Path | None:
    held = [
        piece.path.with_name(piece.path.name + side)
        for piece in installation.pieces()
        for side in SIDES
        if piece.path.with_name(piece.path.name + side).exists()
    ]
    if not held:
        return None
    aside = installation.data / f"avant-restauration-{now:%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for path in held:
        path.replace(aside / path.name)
    return aside


def _put(installation: Installation, files: Mapping[str, Path]) -> None:
    for piece in installation.pieces():
        if piece.name in files:
            piece.path.parent.mkdir(parents=True, exist_ok=True)
            files[piece.name].replace(piece.path)

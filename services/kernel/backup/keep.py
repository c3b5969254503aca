"""`cite backup`: the whole installation in one file, while it runs."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.kernel import migrate
from services.kernel.backup.archive import FORMAT, VERSION, Manifest, described, write_archive
from services.kernel.backup.installation import SIDES, Installation, Piece
from services.kernel.backup.snapshot import take_snapshot
from services.kernel.database import Database
from services.kernel.problems import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written."""

    files: int
    bytes_before: int
    bytes_written: int


def keep_backup(installation: Installation, target: Path, *, now: datetime) -> Kept:
    """Write the backup. Raises Invalid (no such folder, no room), Conflict (nothing to keep), Unavailable."""
    if not target.parent.is_dir():
        raise Invalid(f"Le dossier {target.parent} n'existe pas.")
    if not any(piece.path.exists() for piece in installation.databases):
        raise Conflict(f"Il n'y a pas de données dans {installation.data}.")
    weight = sum(on_disk(piece) for piece in installation.pieces())
    must_have_room(target.parent, 2 * weight)
    with tempfile.TemporaryDirectory(prefix=".sauvegarde-", dir=target.parent) as folder:
        taken = take_snapshot(installation, Path(folder))
        members = [
            described(copy, piece.name, service=piece.service, revisions=_revisions(piece, copy))
            for piece, copy in taken
        ]
        manifest = Manifest(
            format=FORMAT,
            version=VERSION,
            made_at=now.isoformat(timespec="seconds"),
            members=members,
            keys=installation.key_digests(),
        )
        write_archive(target, manifest, [copy for _, copy in taken])
    return Kept(len(members), manifest.bytes(), target.stat().st_size)


def on_disk(piece: Piece) -> int:
    """What a piece takes on the disk, its journal included."""
    sides = (piece.path.with_name(piece.path.name + side) for side in SIDES)
    return sum(path.stat().st_size for path in sides if path.exists())


def free_bytes(folder: Path) -> int:
    """What is left on the disk of a folder, or of the nearest folder above it that exists."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def must_have_room(folder: Path, wanted: int) -> None:
    """Refuse before filling the disk."""
    free = free_bytes(folder)
    if free < wanted:
        raise Invalid(f"Il faut {_megabytes(wanted)} libres dans {folder}, il y en a {_megabytes(free)}.")


def _megabytes(count: int) -> str:
    return f"{max(1, round(count / 1e6))} Mo"


def _revisions(piece: Piece, copy: Path) -> dict[str, str]:
    if not piece.service:
        return {}
    database = Database(f"sqlite:///{copy}")
    try:
        return migrate.revisions(database, piece.service)
    finally:
        database.close()

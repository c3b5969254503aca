"""The file of a backup: a compressed tar whose first member says what the others must be.

Written beside its name and put there whole; readable by its owner alone. Refuses, when read: a file that is none of
ours, one of a newer format, a member that is missing, altered, or not announced.
"""

import io
import json
import os
import tarfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ValidationError

from services.kernel.problems import Invalid

FORMAT = "cite-backup"
VERSION = 1
MANIFEST = "manifeste.json"
BLOCK = 1 << 20
UNREADABLE = "Ce fichier n'est pas une sauvegarde, ou il est abîmé. Rien n'a été changé."


class Member(BaseModel):
    """A file of the backup. ``revisions`` are those of a service's database."""

    name: str
    size: int
    sha256: str
    service: str = ""
    revisions: dict[str, str] = {}


class Manifest(BaseModel):
    """What a backup holds."""

    format: str
    version: int
    made_at: str
    members: list[Member]
    keys: dict[str, str]
    """A digest of each key that was there: restoring asks for them."""

    def bytes(self) -> int:
        """What the files weigh once restored."""
        return sum(member.size for member in self.members)


def described(path: Path, name: str, *, service: str = "", revisions: Mapping[str, str] | None = None) -> Member:
    """The entry of a file in the manifest."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    size = path.stat().st_size
    return Member(name=name, size=size, sha256=digest.hexdigest(), service=service, revisions=dict(revisions or {}))


def write_archive(target: Path, manifest: Manifest, files: Sequence[Path]) -> None:
    """Write the backup; ``files`` are those of the manifest's members, in order."""
    partial = target.with_name(f".{target.name}.partiel")
    handle = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as tar:
                _add(tar, MANIFEST, manifest.model_dump_json(indent=1).encode())
                for member, path in zip(manifest.members, files, strict=True):
                    info = tarfile.TarInfo(member.name)
                    info.size, info.mode = member.size, 0o600
                    with path.open("rb") as file:
                        tar.addfile(info, file)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def read_manifest(source: Path) -> Manifest:
    """What a backup says it holds. Raises Invalid."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            first = tar.next()
            if first is None or first.name != MANIFEST or first.size > BLOCK:
                raise Invalid(UNREADABLE)
            return _manifest((tar.extractfile(first) or io.BytesIO()).read())
    except (OSError, tarfile.TarError, EOFError) as error:
        raise Invalid(UNREADABLE) from error


def extract(source: Path, folder: Path) -> dict[str, Path]:
    """Unpack a backup into the folder and check every file; by name. Raises Invalid."""
    expected = {member.name: member for member in read_manifest(source).members}
    found: dict[str, Path] = {}
    try:
        with tarfile.open(source, "r:gz") as tar:
            for info in tar:
                if info.name == MANIFEST:
                    continue
                if info.name not in expected or not info.isreg() or info.name in found:
                    raise Invalid(UNREADABLE)
                found[info.name] = folder / f"{len(found)}.db"
                _unpack(tar, info, found[info.name], expected[info.name])
    except (OSError, tarfile.TarError, EOFError) as error:
        raise Invalid(UNREADABLE) from error
    if missing := expected.keys() - found.keys():
        raise Invalid(f"{UNREADABLE} Il manque : {', '.join(sorted(missing))}.")
    return found


def _unpack(tar: tarfile.TarFile, info: tarfile.TarInfo, target: Path, member: Member) -> None:
    digest = sha256()
    packed = tar.extractfile(info)
    with target.open("wb") as out:
        while packed is not None and (block := packed.read(BLOCK)):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != member.sha256:
        raise Invalid(f"{UNREADABLE} Le contenu de {member.name} n'est plus celui qui a été sauvegardé.")


def _manifest(content: bytes) -> Manifest:
    try:
        told = json.loads(content)
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise Invalid(UNREADABLE)
        if int(told.get("version", 0)) > VERSION:
            raise Invalid("Cette sauvegarde vient d'une version plus récente. Mettez d'abord le logiciel à jour.")
        return Manifest.model_validate(told)
    except (ValueError, ValidationError) as error:
        raise Invalid(UNREADABLE) from error

"""Static files whose address carries the hash of their content, so that browsers keep them for a year.

``Assets`` reads its folders once, at start. ``url("house/parts.css")`` gives ``/static/house/parts.1f0c….css``.
The plain address is served too, to be asked again each time; so is an old hash during a rolling upgrade.
Refuses any path it did not read: there is no way out of the folders.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

HOUSE_STATIC = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_TEXTUAL = ("text/", "application/javascript", "application/json", "image/svg+xml")


class UnknownAsset(KeyError):
    """A template asks for a static file that is in no folder: a mistake of ours, seen in tests."""


@dataclass(frozen=True, slots=True)
class _Asset:
    body: bytes
    packed: bytes | None
    media_type: str
    digest: str


class Assets:
    """Folders of static files under one prefix, as an ASGI app: ``app.mount(assets.prefix, assets)``."""

    def __init__(self, folders: Mapping[str, Path] | None = None, *, prefix: str = "/static") -> None:
        """``folders``: name in the address → folder. The kernel's own files are always there under « house »."""
        self.prefix = prefix.rstrip("/")
        self._assets: dict[str, _Asset] = {}
        for name, folder in {"house": HOUSE_STATIC, **(folders or {})}.items():
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                self._assets[f"{name}/{file.relative_to(folder).as_posix()}"] = _read(file)

    def url(self, path: str) -> str:
        """The hashed address of a file, « folder/name ». Raises UnknownAsset."""
        if path not in self._assets:
            raise UnknownAsset(path)
        at = PurePosixPath(path)
        return f"{self.prefix}/{at.parent}/{at.stem}.{self._assets[path].digest}{at.suffix}"

    def paths(self) -> tuple[str, ...]:
        """Every file served, « folder/name »."""
        return tuple(self._assets)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        response = self._answer(request.method, _path_within(scope, self.prefix), request.headers)
        await response(scope, receive, send)

    def _answer(self, method: str, path: str, headers: Headers) -> Response:
        if method not in {"GET", "HEAD"}:
            return PlainTextResponse("Méthode refusée.", 405, {"allow": "GET, HEAD"})
        plain, digest = _without_hash(path)
        asset = self._assets.get(path) or self._assets.get(plain)
        if asset is None:
            return PlainTextResponse("Ce fichier n’existe pas.", 404)
        tag = f'"{asset.digest}"'
        kept = {
            "cache-control": _FOREVER if digest == asset.digest else _ASK_AGAIN,
            "etag": tag,
            "vary": "accept-encoding",
            "x-content-type-options": "nosniff",
        }
        if tag in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=kept)
        if asset.packed is not None and "gzip" in headers.get("accept-encoding", ""):
            return Response(asset.packed, headers={**kept, "content-encoding": "gzip"}, media_type=asset.media_type)
        return Response(asset.body, headers=kept, media_type=asset.media_type)


def _read(file: Path) -> _Asset:
    body = file.read_bytes()
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if media_type == "application/javascript":
        media_type = "text/javascript"
    packed = gzip.compress(body, mtime=0) if media_type.startswith(_TEXTUAL) and len(body) > 512 else None
    return _Asset(body, packed, media_type, hashlib.sha256(body).hexdigest()[:12])


def _without_hash(path: str) -> tuple[str, str]:
    """« house/parts.1f0c….css » → (« house/parts.css », « 1f0c… »)."""
    at = PurePosixPath(path)
    stem, _, digest = at.stem.rpartition(".")
    return (str(at.with_name(f"{stem}{at.suffix}")), digest) if stem else (path, "")


def _path_within(scope: Scope, prefix: str) -> str:
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    inside = path.removeprefix(root) if root else path
    return inside.removeprefix(prefix).lstrip("/")

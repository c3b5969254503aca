"""The JSON-LD contexts of this package, and nothing else: no context is ever fetched.

Each file is checked against its pinned sha256 when it is read (see ``contexts/SOURCES.md``). An address that
is not pinned is refused, so a document cannot make this service read the network or change what a term means.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


class ContextNotPackaged(ValueError):
    """The document names a context that is not shipped with the product."""


class ContextTampered(RuntimeError):
    """A packaged context is not the file that was pinned: nothing can be signed or verified."""


@dataclass(frozen=True, slots=True)
class PinnedContext:
    file: str
    sha256: str


PINNED = {
    CREDENTIALS_V2: PinnedContext(
        "credentials-v2.json", "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f"
    ),
    "https://w3id.org/security/data-integrity/v2": PinnedContext(
        "data-integrity-v2.json", "0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363"
    ),
    "https://w3id.org/security/multikey/v1": PinnedContext(
        "multikey-v1.json", "c5f3806f8286920573221938917988a18a4cc5a09e968d29649613c7a1c2b1f6"
    ),
    "https://www.w3.org/ns/did/v1": PinnedContext(
        "did-v1.json", "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f"
    ),
    OPEN_BADGES: PinnedContext(
        "open-badges-3.0.3.json", "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": PinnedContext(
        "open-badges-extensions.json", "2d013f981d1f4516081a6a04e55468ba2b071d4153b794f19a79715c45a89a5e"
    ),
}


@lru_cache(maxsize=len(PINNED))
def _content(url: str) -> bytes:
    pinned = PINNED[url]
    content = files("services.badges.contexts").joinpath(pinned.file).read_bytes()
    if hashlib.sha256(content).hexdigest() != pinned.sha256:
        raise ContextTampered(f"{pinned.file} is not the pinned file")
    return content


def packaged_context(url: str) -> Any:
    """A fresh copy of the context at this address. Raises ContextNotPackaged or ContextTampered."""
    if url not in PINNED:
        raise ContextNotPackaged(url)
    return json.loads(_content(url))


def load_packaged(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """The document loader given to the JSON-LD processor."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": packaged_context(url),
    }

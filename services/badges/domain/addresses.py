"""The public addresses of badges, issuers and lists: one permanent https base, independent of how apps are mounted.

A signed badge carries these addresses for ever, so none holds a name of a place, a scheme or a person: only
random identifiers.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit
from uuid import UUID


class NotADidWeb(ValueError):
    """The text is not a did:web identifier."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """``base`` is the https address of the site, without a final slash: ``https://badges.example``."""

    base: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme != "https" or not parts.netloc or "@" in parts.netloc or self.base.endswith("/"):
            raise ValueError(f"the public base must be an https address without a final slash, not {self.base!r}")
        if parts.query or parts.fragment:
            raise ValueError("the public base has neither query nor fragment")

    def did(self, issuer_id: UUID) -> str:
        """``did:web:host:badges:issuers:{id}``; a port is written ``%3A``."""
        parts = urlsplit(f"{self.base}/badges/issuers/{issuer_id}")
        segments = [quote(segment, safe="") for segment in parts.path.split("/") if segment]
        return ":".join(["did:web", quote(parts.netloc, safe=""), *segments])

    def did_document(self, issuer_id: UUID) -> str:
        return f"{self.base}/badges/issuers/{issuer_id}/did.json"

    def verification_method(self, issuer_id: UUID, key_id: str) -> str:
        return f"{self.did(issuer_id)}#{key_id}"

    def badge_at(self, address: str) -> UUID | None:
        """The badge whose page or file has this address, None for an address of elsewhere."""
        path = address.partition("?")[0].partition("#")[0].rstrip("/")
        start = f"{self.base}/badges/"
        if not path.startswith(start):
            return None
        try:
            return UUID(path.removeprefix(start).partition(".")[0])
        except ValueError:
            return None

    def badge(self, award_id: UUID) -> str:
        return f"{self.base}/badges/{award_id}"

    def achievement(self, achievement_id: UUID) -> str:
        return f"{self.base}/badges/achievements/{achievement_id}"

    def achievement_image(self, achievement_id: UUID) -> str:
        return f"{self.achievement(achievement_id)}.png"

    def endorsement(self, endorsement_id: UUID) -> str:
        return f"{self.base}/badges/endorsements/{endorsement_id}"

    def status_list(self, list_id: UUID) -> str:
        return f"{self.base}/badges/status/{list_id}"


def did_web_document_address(did: str) -> str:
    """Where the DID document of a did:web is published. Raises NotADidWeb."""
    if not did.startswith("did:web:") or not did[len("did:web:") :]:
        raise NotADidWeb(did)
    host, *segments = [unquote(part) for part in did[len("did:web:") :].split(":")]
    path = "/".join(segments) if segments else ".well-known"
    return f"https://{host}/{path}/did.json"

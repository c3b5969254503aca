"""Finding the credential in what someone hands over: a PNG or SVG image, JSON text, or a signed token.

Refuses what is too large, what is not text, JSON that nests without end, and files of another kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.badges.adapters.baking import (
    LARGEST_IMAGE,
    LARGEST_TEXT,
    PNG_SIGNATURE,
    NotABakedImage,
    unbake_png,
    unbake_svg,
)
from services.badges.adapters.strict_json import parse_object


class NotABadge(ValueError):
    """Nothing that looks like a badge was found. The message is French and safe to show."""


@dataclass(frozen=True, slots=True)
class Found:
    """``document`` for embedded proofs, ``token`` for a JWT: exactly one is set. ``where`` is said in French."""

    where: str
    document: Mapping[str, Any] | None = None
    token: str | None = None


def find_badge(content: bytes) -> Found:
    """Read what was handed over. Raises NotABadge."""
    if len(content) > LARGEST_IMAGE:
        raise NotABadge("Ce fichier dépasse 4 Mo : un badge est bien plus petit.")
    try:
        if content.startswith(PNG_SIGNATURE):
            return _of_text(unbake_png(content), "dans l’image PNG")
        text = _text(content)
        if text.startswith("<"):
            return _of_text(unbake_svg(text), "dans l’image SVG")
    except NotABakedImage as error:
        raise NotABadge(str(error)) from error
    return _of_text(text, "dans le texte remis")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise NotABadge("Ce fichier n’est ni une image PNG ou SVG, ni du texte.") from error


def _of_text(text: str, where: str) -> Found:
    if len(text) > LARGEST_TEXT:
        raise NotABadge("Ce texte est trop long pour un badge.")
    if text.startswith("{"):
        return Found(where, document=_parsed(text))
    if text.count(".") == 2 and text.isascii() and not any(character.isspace() for character in text):
        return Found(where, token=text)
    raise NotABadge("Ce texte n’est pas un badge : ni JSON, ni jeton signé.")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return parse_object(text)
    except ValueError as error:
        raise NotABadge("Ce texte commence comme du JSON, mais il est mal écrit.") from error

"""What a badge says, taken out of its document for people to read.

Copies text only, cut to a sensible length, and only https addresses: a stranger's badge must not put a script
or a wall of text on our page.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from services.badges.domain.instants import parse_instant
from services.badges.domain.verification import Told

LONGEST = 1000
MOST = 20


def told_by(document: Mapping[str, Any]) -> Told:
    """The words of a badge or of an endorsement; what is absent or is not text is left empty."""
    subject = _node(document.get("credentialSubject"))
    achievement = _node(subject.get("achievement"))
    issuer = document.get("issuer")
    return Told(
        id=_text(document.get("id")),
        name=_text(achievement.get("name")) or _text(document.get("name")),
        description=_text(achievement.get("description")),
        criteria=_text(_node(achievement.get("criteria")).get("narrative")),
        issuer_id=_text(_node(issuer).get("id")) or _text(issuer),
        issuer_name=_text(_node(issuer).get("name")),
        valid_from=parse_instant(document.get("validFrom")),
        valid_until=parse_instant(document.get("validUntil")),
        alignments=tuple(
            (_text(node.get("targetName")), _address(node.get("targetUrl")))
            for node in _nodes(achievement, "alignment")
        ),
        results=tuple(_results(subject, achievement)),
        endorsement=_text(subject.get("endorsementComment")),
    )


def _results(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[str]:
    """« Accueillir le public : fait en autonomie », for each result that says something."""
    values = {_text(node.get("resultDescription")): _text(node.get("value")) for node in _nodes(subject, "result")}
    for node in _nodes(achievement, "resultDescription"):
        name, value = _text(node.get("name")), values.get(_text(node.get("id")), "")
        if name:
            yield f"{name} : {value}" if value else name


def _node(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _nodes(parent: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    value = parent.get(name)
    listed = value if isinstance(value, list) else [value]
    yield from (node for node in listed[:MOST] if isinstance(node, Mapping))


def _text(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def _address(value: object) -> str:
    return value if isinstance(value, str) and value.startswith("https://") and len(value) <= LONGEST else ""

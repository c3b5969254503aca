"""Which form of a document a client prefers, by its Accept header (RFC 9110, part 12.5.1)."""

from collections.abc import Sequence


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best; the first offered wins ties. None when it likes none."""
    wishes = [_wish(part) for part in accept.split(",") if part.strip()]
    if not wishes:
        return offered[0]
    weighed = [(_weight(kind, wishes), -rank, kind) for rank, kind in enumerate(offered)]
    weight, _rank, kind = max(weighed)
    return kind if weight > 0 else None


def _wish(part: str) -> tuple[str, float]:
    kind, *parameters = [piece.strip().lower() for piece in part.split(";")]
    weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
    try:
        return kind, min(max(float(weight), 0.0), 1.0)
    except ValueError:
        return kind, 0.0


def _weight(kind: str, wishes: Sequence[tuple[str, float]]) -> float:
    """The weight of the most precise wish that covers this kind."""
    covering = [
        (wish.count("*"), weight)
        for wish, weight in wishes
        if wish in {kind, f"{kind.split('/', maxsplit=1)[0]}/*", "*/*"}
    ]
    return min(covering)[1] if covering else 0.0

"""Bring a written text to one way of writing: quotes, dashes, ligatures, case, accents.

Pure. Announces nothing, refuses nothing: any string has a plain and a folded form.
"""

import unicodedata

_TYPOGRAPHY = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "•": "·",
        "‧": "·",
        "∙": "·",
        "․": "·",
        "⋅": "·",
        "œ": "oe",
        "Œ": "Oe",
        "æ": "ae",
        "Æ": "Ae",
        "\u200b": None,
        "\u00ad": None,
        "\ufeff": None,
    }
)


def listed(words: str) -> frozenset[str]:
    """The words of a table written in rows."""
    return frozenset(words.split())


def plain(text: str) -> str:
    """The same words with one kind of quote, dash and middle dot, no ligature, single spaces."""
    if text.isascii():
        return " ".join(text.replace("`", "'").split())
    composed = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY))
    return " ".join(composed.translate(_TYPOGRAPHY).split())


def without_accents(text: str) -> str:
    """The text without accents, its case kept; one character in, one character out for French."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def fold(text: str) -> str:
    """Lower case without accents: what two spellings of one word have in common."""
    return plain(without_accents(plain(text).casefold()))

"""Two spellings of one name, brought together: accents, case, hyphens and apostrophes do not matter."""

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "-": " ", "'": " "})


def folded(text: str) -> str:
    """Return the text in lower case without accents, hyphens or apostrophes, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())

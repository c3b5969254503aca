"""Read a file of job offers in the shape of France Travail's « Offres d'emploi v2 »: JSON lines, or ``resultats``.

Refuses, with its line and a reason, a row that is no JSON object; the rest of the file is read. What each offer says
is judged in `france_travail_shape`.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from services.employers.adapters.france_travail_shape import found_in
from services.employers.domain.found_offer import FoundOffer, RefusedRow
from services.employers.domain.refusals import Invalid

LONGEST_ROW = 1_000_000
LONGEST_FILE = 400_000_000


def read_france_travail(path: Path) -> Iterator[FoundOffer | RefusedRow]:
    """Every row of the file, in order. Raises Invalid when the file itself does not read."""
    if not path.is_file():
        raise Invalid(f"{path} n'est pas un fichier.")
    if path.stat().st_size > LONGEST_FILE:
        raise Invalid("Ce fichier dépasse 400 Mo : coupez-le en plusieurs fichiers.")
    with path.open("rb") as written:
        start = written.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    whole = None if not start.startswith((b"{", b"[")) else _whole(path)
    if whole is not None:
        for number, offer in enumerate(whole, 1):
            yield found_in(number, offer)
        return
    with path.open("rb") as written:
        for number, line in enumerate(written, 1):
            if line.strip():
                yield _line(number, line)


def _whole(path: Path) -> Sequence[Any] | None:
    """The offers of a file that is one JSON document; None when it holds one document per line."""
    with path.open("rb") as written:
        first = written.readline(LONGEST_ROW)
    try:
        one = json.loads(first)
        if isinstance(one, dict) and "resultats" not in one:
            return None
    except (ValueError, RecursionError):
        if first.count(b"{") == first.count(b"}") > 0:
            return None
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    found = document.get("resultats") if isinstance(document, dict) else document
    return found if isinstance(found, list) else None


def _line(number: int, line: bytes) -> FoundOffer | RefusedRow:
    if len(line) > LONGEST_ROW:
        return RefusedRow(number, "", "cette ligne dépasse 1 Mo.")
    try:
        return found_in(number, json.loads(line))
    except (ValueError, RecursionError):
        return RefusedRow(number, "", "cette ligne n'est pas du JSON lisible, en UTF-8.")

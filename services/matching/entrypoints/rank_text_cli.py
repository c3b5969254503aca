"""``cite rank-text``: the text matcher on plain lines, one JSON line of ranked corpus indices per query."""

import json
from pathlib import Path
from typing import Annotated

import typer

from services.kernel.problems import Invalid
from services.matching.adapters.text_ranking import rank_text
from services.matching.settings import MatchingSettings


def lines_of(path: Path) -> list[str]:
    """The lines of a UTF-8 file, empty ones kept so that indices are line numbers. Raises Invalid, in French."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Invalid(f"Le fichier {path} n'existe pas.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"Le fichier {path} ne se lit pas : un texte en UTF-8 est attendu.") from error
    return text.splitlines()


def rank_text_command(
    corpus: Annotated[Path, typer.Option(help="Fichier des intitulés, un par ligne")],
    queries: Annotated[Path, typer.Option(help="Fichier des demandes, une par ligne")],
    k: Annotated[int, typer.Option(min=1, max=100_000, help="Combien de lignes rendre par demande")] = 10,
    cache: Annotated[Path | None, typer.Option(help="Fichier où garder les vecteurs d'une fois à l'autre")] = None,
) -> None:
    """Rank corpus lines for each query; indices start at 0, best first."""
    settings = MatchingSettings()
    for ranked in rank_text(lines_of(corpus), lines_of(queries), k, url=settings.embedder_url, cache=cache):
        typer.echo(json.dumps(ranked))

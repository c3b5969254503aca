"""``cite evaluate``: every measure of quality, one by one or all in one run, printed as tables and written as JSON.

Each measure is loaded when it runs. What needs files that are not there says so and the others go on.
"""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from services.kernel.problems import Conflict, Problem
from services.matching.entrypoints.text_cli import evaluate_text_command, judged_text

REFUSED = "refused"
RANKING, ASSIGNMENT = "bench.ranking", "bench.assignment"
NO_SIMULATOR = "Le simulateur n'est pas livré avec cette installation : lancez cette commande depuis les sources."
NOT_GIVEN = "non mesuré : donnez le dossier du ROME avec --rome."
Seeds = Annotated[int, typer.Option(min=1, max=100, help="Nombre de villes simulées")]
Json = Annotated[Path | None, typer.Option("--json", help="Fichier JSON où écrire les chiffres")]


def evaluate_commands() -> typer.Typer:
    """The measures."""
    commands = typer.Typer(help="Mesurer la qualité.", no_args_is_help=True)
    commands.command(name="text")(evaluate_text_command)

    @commands.callback()
    def evaluate() -> None:
        """Mesurer la qualité."""

    @commands.command()
    def ranking(seeds: Seeds = 10, out: Json = None) -> None:
        """Mesurer l'ordre des offres sur des villes simulées : BM25, documenté, appris, plafond."""
        _write(out, {"ranking": _of_bench(RANKING, "judge_ranking", range(1, seeds + 1))})

    @commands.command()
    def fairness(seeds: Seeds = 2, out: Json = None) -> None:
        """Contrôler l'équité : une ville juste, une ville où l'apprentissage doit être refusé."""
        _write(out, {"fairness": _of_bench(RANKING, "judge_fairness", range(1, seeds + 1))})

    @commands.command(name="all")
    def everything(
        rome: Annotated[Path | None, typer.Option(help="Dossier des fichiers officiels du ROME 4.0")] = None,
        seeds: Seeds = 10,
        out: Json = None,
    ) -> None:
        """Toutes les mesures en une fois : mots, classement, équité, plan du groupe."""
        written: dict[str, Any] = {}
        measures: tuple[tuple[str, str, Callable[[], Any]], ...] = (
            ("Compréhension des mots", "text", lambda: _of_text(rome)),
            ("Classement", "ranking", lambda: _of_bench(RANKING, "judge_ranking", range(1, seeds + 1))),
            ("Équité", "fairness", lambda: _of_bench(RANKING, "judge_fairness", (1, 2))),
            ("Plan du groupe", "assignment", lambda: _of_bench(ASSIGNMENT, "judge_assignment", min(seeds, 5))),
        )
        for title, name, measure in measures:
            typer.echo(f"\n== {title} ==")
            written[name] = _one(measure)
        _write(out, written)
        if any(isinstance(found, dict) and REFUSED in found for found in written.values()):
            raise typer.Exit(1)

    return commands


def _one(measure: Callable[[], Any]) -> Any:
    """A measure that cannot be made says why; the others are made all the same."""
    try:
        return measure()
    except Problem as refused:
        typer.echo(f"non mesuré : {refused.message}")
        return {REFUSED: refused.message}


def _of_text(rome: Path | None) -> Any:
    if rome is None:
        typer.echo(NOT_GIVEN)
        return None
    return judged_text(rome)


def _of_bench(module: str, name: str, seeds: range | tuple[int, ...] | int) -> Any:
    try:
        judge: Callable[..., Any] = getattr(import_module(module), name)
    except ModuleNotFoundError as missing:
        raise Conflict(NO_SIMULATOR, code="no-simulator") from missing
    return judge(seeds, tell=typer.echo)


def _write(out: Path | None, written: dict[str, Any]) -> None:
    if out is not None:
        out.write_text(json.dumps(written, ensure_ascii=False, indent=1))
        typer.echo(f"Écrit : {out}")

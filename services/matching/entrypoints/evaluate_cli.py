"""``cite evaluate``: every measure of quality, one by one or all in one run, printed as tables and written as JSON.

Each measure is loaded when it runs. What needs files that are not there says so and the others go on.
``fairness TERRITOIRE`` measures the territory's own records and keeps what it found for `/equite/classement`.
"""

import json
import os
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from services.kernel.problems import Conflict, Invalid, Problem
from services.matching.entrypoints.fairness_cli import FairnessDesk
from services.matching.entrypoints.text_cli import evaluate_text_command, judged_shipped, judged_text

REFUSED = "refused"
RANKING, FAIRNESS, ASSIGNMENT = "bench.ranking", "bench.fairness", "bench.assignment"
NO_SIMULATOR = "Le simulateur n'est pas livré avec cette installation : lancez cette commande depuis les sources."
NOT_GIVEN = "Tables officielles : non mesurées, donnez le dossier du ROME avec --rome."
Seeds = Annotated[int, typer.Option(min=1, max=100, help="Nombre de villes simulées")]
Json = Annotated[Path | None, typer.Option("--json", help="Fichier JSON où écrire les chiffres")]
Rome = Annotated[Path | None, typer.Option(help="Dossier des fichiers officiels du ROME 4.0")]
Quick = Annotated[bool, typer.Option("--quick", help="Une petite ville, sans le modèle de phrases : un essai")]
Territory = Annotated[str, typer.Argument(help="Code du territoire ; sans lui, des villes simulées")]
UNDER_WAY = ".en-cours"
Measured = tuple[str, str, Callable[[], Any]]


def evaluate_commands(real: FairnessDesk) -> typer.Typer:
    """The measures. ``real`` reads and keeps those of a territory."""
    commands = typer.Typer(help="Mesurer la qualité.", no_args_is_help=True)
    commands.command(name="text")(evaluate_text_command)

    @commands.callback()
    def evaluate() -> None:
        """Mesurer la qualité."""

    @commands.command()
    def ranking(seeds: Seeds = 10, out: Json = None) -> None:
        """Mesurer l'ordre des offres sur des villes simulées : BM25, documenté, appris, plafond, répartition."""
        _must_be_writable(out)
        _write(out, {"ranking": _of_bench(RANKING, "judge_ranking", range(1, seeds + 1))})

    @commands.command()
    def fairness(territory: Territory = "", seeds: Seeds = 2, out: Json = None) -> None:
        """Contrôler l'équité d'un territoire, ou d'une ville juste et d'une ville où apprendre doit être refusé."""
        _must_be_writable(out)
        if territory:
            _write(out, {"fairness": real.check(territory)})
            return
        _write(out, {"fairness": _of_bench(FAIRNESS, "judge_fairness", range(1, seeds + 1))})

    @commands.command()
    def power(seeds: Seeds = 3, out: Json = None) -> None:
        """Dire combien de personnes il faut pour que le contrôle d'équité puisse conclure (villes simulées)."""
        _must_be_writable(out)
        _write(out, {"power": _power(seeds)})

    @commands.command(name="all")
    def everything(rome: Rome = None, *, seeds: Seeds = 10, quick: Quick = False, out: Json = None) -> None:
        """Toutes les mesures en une fois : mots, classement, équité, plan du groupe."""
        _must_be_writable(out)
        _must_be_a_folder(rome)
        written = _measured(_quick() if quick else _whole(rome, seeds), out)
        if any(isinstance(found, dict) and REFUSED in found for found in written.values()):
            raise typer.Exit(1)

    return commands


def _measured(measures: Sequence[Measured], out: Path | None) -> dict[str, Any]:
    """Each in turn. What is made is written at once, beside the file until all is: a run cut short keeps it."""
    written: dict[str, Any] = {}
    under_way = out.with_name(f"{out.name}{UNDER_WAY}") if out else None
    typer.echo(f"{len(measures)} mesures : {' ; '.join(title for title, _, _ in measures)}.")
    for number, (title, name, measure) in enumerate(measures, 1):
        typer.echo(f"\n== {number}/{len(measures)} {title} ==")
        started = time.monotonic()
        written[name] = _one(measure)
        typer.echo(f"({time.monotonic() - started:.0f} s)")
        if under_way is not None:
            under_way.write_text(_as_json(written), encoding="utf-8")
    if out is not None and under_way is not None:
        under_way.replace(out)
        typer.echo(f"\nÉcrit : {out}")
    return written


def _whole(rome: Path | None, seeds: int) -> tuple[Measured, ...]:
    return (
        ("Compréhension des mots, métiers livrés", "text_shipped", judged_shipped),
        ("Classement", "ranking", lambda: _of_bench(RANKING, "judge_ranking", range(1, seeds + 1))),
        ("Équité", "fairness", lambda: _of_bench(FAIRNESS, "judge_fairness", range(1, min(seeds, 2) + 1))),
        ("Équité : combien de personnes", "power", lambda: _power(min(seeds, 3))),
        ("Plan du groupe", "assignment", lambda: _of_bench(ASSIGNMENT, "judge_assignment", min(seeds, 5))),
        ("Compréhension des mots, tables officielles (le plus long)", "text", lambda: _of_text(rome)),
    )


def _quick() -> tuple[Measured, ...]:
    return (
        ("Compréhension des mots, métiers livrés", "text_shipped", lambda: judged_shipped(sentences=False)),
        ("Classement", "ranking", lambda: _of_bench(RANKING, "quick")),
        ("Équité", "fairness", lambda: _of_bench(FAIRNESS, "quick")),
        ("Plan du groupe", "assignment", lambda: _of_bench(ASSIGNMENT, "quick")),
    )


def _power(seeds: int) -> Any:
    return _of_bench(FAIRNESS, "judge_power", _module(FAIRNESS).SIZES, range(1, seeds + 1))


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


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise Conflict(NO_SIMULATOR, code="no-simulator") from missing


def _of_bench(module: str, name: str, *asked: Any) -> Any:
    judge: Callable[..., Any] = getattr(_module(module), name)
    return judge(*asked, tell=typer.echo)


def _must_be_writable(out: Path | None) -> None:
    """Said before anything is measured, not after. Raises Invalid."""
    if out is None:
        return
    if out.is_dir():
        raise Invalid(f"--json : {out} est un dossier, donnez un nom de fichier.")
    if not out.parent.is_dir():
        raise Invalid(f"--json : le dossier {out.parent} n'existe pas, rien ne pourrait y être écrit.")
    if not os.access(out.parent, os.W_OK):
        raise Invalid(f"--json : le dossier {out.parent} ne se laisse pas écrire.")


def _must_be_a_folder(rome: Path | None) -> None:
    if rome is not None and not rome.is_dir():
        raise Invalid(f"--rome : {rome} n'est pas un dossier. Il faut celui des fichiers officiels du ROME 4.0.")


def _write(out: Path | None, figures: Any) -> None:
    if out is not None:
        out.write_text(_as_json(figures), encoding="utf-8")
        typer.echo(f"Écrit : {out}")


def _as_json(figures: Any) -> str:
    return json.dumps(figures, ensure_ascii=False, indent=1) + "\n"

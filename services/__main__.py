"""`cite`: everything in one process by default, and every command of whoever installs or runs the product."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import structlog
import typer

from infra.cli import infra_commands
from infra.forgetting import forget_on_servers
from services.accounts.bootstrap import command_line as territory_commands
from services.accounts.settings import AccountsSettings
from services.badges.bootstrap import command_line as badges_commands
from services.badges.settings import BadgesSettings
from services.candidates.bootstrap import command_line as people_commands
from services.candidates.bootstrap import groups_for_audit
from services.candidates.settings import CandidatesSettings
from services.demo.play import accounts_told, prepare
from services.demo.territory import TERRITORY
from services.employers.bootstrap import MIGRATIONS as EMPLOYERS_MIGRATIONS
from services.employers.entrypoints.import_cli import offers_commands
from services.employers.settings import EmployersSettings
from services.front import House, build_house
from services.kernel import deadletters
from services.kernel import migrate as migrations
from services.kernel.database import DATABASE_AWAY, Database
from services.kernel.eventlog.port import EventLogUnavailable
from services.kernel.operations import drop_letter, retry_letter
from services.kernel.problems import Problem
from services.kernel.settings import Settings
from services.kernel.telemetry import configure_logs
from services.kernel.towns_cli import towns_commands
from services.matching.bootstrap import MIGRATIONS as MATCHING_MIGRATIONS
from services.matching.bootstrap import open_tools, reclassify_advertisements
from services.matching.entrypoints.evaluate_cli import evaluate_commands
from services.matching.entrypoints.fairness_cli import FairnessDesk
from services.matching.entrypoints.ranker_cli import ranker_commands
from services.matching.entrypoints.rome_cli import rome_commands
from services.matching.entrypoints.stops_cli import stops_commands
from services.matching.entrypoints.text_cli import embedder_commands, rank_text_command
from services.matching.settings import MatchingSettings
from services.upkeep import add_upkeep

log = structlog.get_logger(__name__)
cite = typer.Typer(help="Cité de l'emploi : rapprocher les personnes et les entreprises.", no_args_is_help=False)
letters = typer.Typer(help="Les messages mis de côté : voir, réessayer, abandonner.")
cite.add_typer(letters, name="dead-letters")
cite.add_typer(territory_commands(), name="territories", help="Les territoires : en ouvrir un.")
cite.add_typer(badges_commands(), name="badges", help="Les badges : clés, retrait, vérification.")
cite.add_typer(people_commands(), name="people", help="Les dossiers : refaire les effacements.")


def migrated(service: str, versions: Path) -> Callable[[], Database]:
    """What opens the database of one service, brought to its newest shape."""

    def database() -> Database:
        opened_now = Database(Settings().database_for(service))
        migrations.upgrade(opened_now, service, versions)
        return opened_now

    return database


def say(line: str) -> None:
    """Print a line for whoever typed the command."""
    typer.echo(line)


cite.add_typer(
    rome_commands(
        migrated("matching", MATCHING_MIGRATIONS), lambda: reclassify_advertisements(MatchingSettings()), say
    ),
    name="rome",
)
cite.add_typer(stops_commands(migrated("matching", MATCHING_MIGRATIONS)), name="stops")
cite.add_typer(towns_commands(), name="towns")
cite.add_typer(offers_commands(migrated("employers", EMPLOYERS_MIGRATIONS)), name="offers")


SETTINGS: dict[str, type[Settings]] = {
    "accounts": AccountsSettings,
    "candidates": CandidatesSettings,
    "employers": EmployersSettings,
    "matching": MatchingSettings,
    "badges": BadgesSettings,
}


def opened(settings: Settings | None = None) -> House:
    """The house, its databases migrated."""
    house = build_house(settings or Settings())
    house.migrate()
    return house


cite.command(name="rank-text")(rank_text_command)
cite.add_typer(embedder_commands(say), name="embedder")
add_upkeep(cite, say)
cite.add_typer(infra_commands(say), name="infra")
cite.add_typer(
    evaluate_commands(
        FairnessDesk(
            migrated("matching", MATCHING_MIGRATIONS), lambda: open_tools(MatchingSettings()), groups_for_audit, say
        )
    ),
    name="evaluate",
)
cite.add_typer(
    ranker_commands(
        migrated("matching", MATCHING_MIGRATIONS), lambda: open_tools(MatchingSettings()), groups_for_audit, say
    ),
    name="ranker",
)


@cite.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Without a command: serve everything in this process."""
    if context.invoked_subcommand is None:
        serve()


@cite.command()
def serve() -> None:
    """Serve the whole product in one process."""
    settings = Settings()
    configure_logs(settings.log_level, settings.log_format)
    house = opened(settings)
    say(f"Le service est ouvert : http://{settings.host}:{settings.port}")
    house.serve()


@cite.command()
def demo(
    port: Annotated[int, typer.Option(help="Port d'écoute")] = 8000,
    data: Annotated[Path, typer.Option(help="Dossier des données")] = Path("var/demo"),
    *,
    only_prepare: Annotated[bool, typer.Option("--only-prepare", help="Préparer sans servir")] = False,
) -> None:
    """Run the product with an invented territory."""
    settings = Settings(
        data_dir=data,
        port=port,
        invented=True,
        public_base=f"http://localhost:{port}",
        site_name=TERRITORY.public_name,
        log_level="WARNING",
    )
    configure_logs(settings.log_level, "console")
    summary = prepare(settings, tell=say, forget=forget_on_servers)
    for refused in summary.refused if summary else ():
        say(f"  non joué : {refused}")
    if only_prepare:
        return
    house = opened(settings)
    house.serve(on_started=lambda: _tell_demo(port))


def _tell_demo(port: int) -> None:
    lines = [f"La démonstration est ouverte : http://localhost:{port}", "Comptes (inventés) :", *accounts_told()]
    say("\n".join([*lines, "Ctrl+C pour arrêter."]))


@cite.command()
def migrate() -> None:
    """Bring every database to its newest shape, one service after another."""
    house = build_house(Settings())
    done = house.migrate()
    say("\n".join(done) if done else "Toutes les bases sont à jour.")
    house.close()


@cite.command()
def settings() -> None:
    """Print the table of environment variables, as in docs/reglages.md."""
    say(settings_table())


def settings_table() -> str:
    """The variables that the processes read, as a Markdown table: those of all, then those of each service."""
    lines = ["| variable | service | défaut | sens |", "| --- | --- | --- | --- |"]
    common = set(Settings.model_fields)
    models: dict[str, type[Settings]] = {"tous": Settings, **SETTINGS}
    for name, model in models.items():
        for key, field in model.model_fields.items():
            if name == "tous" or key not in common:
                lines.append(f"| `CITE_{key.upper()}` | {name} | `{field.default}` | {field.description} |")
    return "\n".join(lines)


@letters.command("list")
def list_letters() -> None:
    """Print the messages put aside, with their reason."""
    house = opened()
    for runtime in house.runtimes:
        with runtime.database.reading() as connection:
            for letter in deadletters.listed(connection):
                behind = " (attend derrière)" if letter.behind else ""
                place = f"{letter.consumer} {letter.topic} {letter.key}{behind}"
                say(f"{runtime.name} {letter.id} {place} : {letter.reason}")
    house.close()


@letters.command("retry")
def retry(service: str, letter_id: int) -> None:
    """Handle again the messages of a key, in order."""
    house = opened()
    say(f"{retry_letter(house.runtimes, service, letter_id)} message(s) traité(s).")
    house.close()


@letters.command("drop")
def drop(service: str, letter_id: int) -> None:
    """Give up one message; those that waited behind it are then handled, in order."""
    house = opened()
    found, done = drop_letter(house.runtimes, service, letter_id)
    say(f"Abandonné : {found.topic} {found.key} ({found.reason}). Ensuite : {done} message(s) traité(s).")
    house.close()


def main() -> None:
    """Entry point of the console script: a refusal is told in one line, never as a trace."""
    try:
        cite()
    except Problem as problem:
        typer.echo(f"{problem.message} {' '.join(problem.fields.values())}".strip(), err=True)
        sys.exit(1)
    except (EventLogUnavailable, *DATABASE_AWAY) as away:
        part = "Le journal des événements" if isinstance(away, EventLogUnavailable) else "La base de données"
        why = str(getattr(away, "orig", None) or away).strip().partition("\n")[0]
        typer.echo(f"{part} ne répond pas : relancez la commande à son retour. ({why})", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

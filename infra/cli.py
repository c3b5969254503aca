"""`cite infra`: declare topics and indexes, rebuild the index of offers, start servers for development.

A plan is told before anything is done; what destroys or shrinks is refused without ``--yes``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from infra.plan import Kind, Step, pending, refused
from services.contracts.operations import SERVICES
from services.kernel.eventlog.port import EventLog
from services.kernel.eventlog.registry import open_event_log
from services.kernel.problems import Conflict, Invalid
from services.matching.bootstrap import open_tools
from services.matching.entrypoints.index_rebuild import rebuild_index
from services.matching.ports import RebuildableIndex
from services.matching.settings import MatchingSettings

Say = Callable[[str], None]
DATA = Annotated[Path, typer.Option("--dossier", help="Dossier des données des serveurs de développement")]
WITH = Annotated[str, typer.Option("--avec", help="auto, docker ou paquets")]
DATABASES = "CITE_DATABASE_URL="
NEEDS_YES = "Rien n'a été fait : ce plan détruit ou réduit quelque chose. Relisez-le, puis ajoutez --yes."


def infra_commands(say: Say) -> typer.Typer:
    """The group of commands."""
    infra = typer.Typer(
        help="Le journal, l'index et les serveurs : déclarer, appliquer, démarrer.", no_args_is_help=True
    )

    @infra.command()
    def apply(
        *,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire le plan, ne rien faire")] = False,
        yes: Annotated[bool, typer.Option("--yes", help="Accepter ce qui détruit ou réduit")] = False,
        prune: Annotated[bool, typer.Option("--prune", help="Effacer ce qui n'est plus déclaré ni servi")] = False,
    ) -> None:
        """Bring topics and indexes to what is declared; say the plan first."""
        with _planned(MatchingSettings(), prune=prune) as steps:
            carry_out(steps, say, dry_run=dry_run, yes=yes)

    @infra.command(name="rebuild-index")
    def rebuild(
        *, restart: Annotated[bool, typer.Option("--restart", help="Abandonner une reconstruction inachevée")] = False
    ) -> None:
        """Make the index of offers anew from the log, beside the one in service."""
        settings = MatchingSettings()
        with _log(settings) as log:
            tools = open_tools(settings)
            index = tools.index
            if not isinstance(index, RebuildableIndex):
                raise Conflict("Cet index ne sait pas être refait.")
            held = rebuild_index(index, log, tools.trades.code_of, restart=restart)
            say(f"Index refait depuis le journal : {held} offre(s).")

    @infra.command(name="rewind-log")
    def rewind_log(
        instant: Annotated[str, typer.Option("--to", help="L'instant de la sauvegarde, comme 2026-03-02T011500Z")],
        *,
        yes: Annotated[bool, typer.Option("--yes", help="Accepter d'effacer ce qui a été publié depuis")] = False,
    ) -> None:
        """Take the log back to the instant of a restored backup, every service stopped; say the plan first."""
        settings = MatchingSettings()
        if not settings.event_log().startswith("kafka://"):
            raise Conflict("Le journal local est dans la sauvegarde : cite restore l'a déjà remis.")
        topics = [one.name for one in import_module("infra.kafka_topics").declared_topics()]
        rewind = import_module("infra.kafka_rewind").KafkaRewind(settings.event_log(), topics, _instant(instant))
        try:
            carry_out(rewind.plan(), say, dry_run=False, yes=yes)
        finally:
            rewind.close()

    _servers(infra, say)
    return infra


def _instant(told: str) -> datetime:
    """An instant in the past, with its zone. Raises Invalid."""
    try:
        instant = datetime.fromisoformat(told)
    except ValueError as error:
        raise Invalid(f"« {told} » n'est pas un instant. Exemple : 2026-03-02T011500Z") from error
    if instant.tzinfo is None or instant > datetime.now(UTC):
        raise Invalid(f"« {told} » doit être passé, avec son fuseau. Exemple : 2026-03-02T011500Z")
    return instant


def _servers(infra: typer.Typer, say: Say) -> None:
    @infra.command()
    def up(folder: DATA = Path("var/servers"), wanted: WITH = "auto") -> None:
        """Start Kafka, Elasticsearch and PostgreSQL for development: eval "$(cite infra up)"."""
        variables = _yard(folder, wanted, to_start=True).up(narrate)
        _make_databases(variables)
        for variable in variables:
            say(f"export '{variable}'")

    @infra.command()
    def status(folder: DATA = Path("var/servers"), wanted: WITH = "auto") -> None:
        """Say which of them run."""
        found = _yard(folder, wanted)
        for name, state in found.status():
            say(f"{name} ({found.name}) : {state}")

    @infra.command()
    def down(
        folder: DATA = Path("var/servers"),
        wanted: WITH = "auto",
        *,
        forget: Annotated[bool, typer.Option("--forget", help="Effacer aussi leurs données")] = False,
        yes: Annotated[bool, typer.Option("--yes", help="Accepter d'effacer")] = False,
    ) -> None:
        """Stop them; their data are kept unless --forget."""
        if forget and not yes:
            raise Conflict("Rien n'a été fait : --forget efface les données des serveurs. Ajoutez --yes.")
        _yard(folder, wanted).down(forget=forget)
        say("Serveurs arrêtés, données effacées." if forget else "Serveurs arrêtés, données gardées.")


def _yard(folder: Path, wanted: str, *, to_start: bool = False) -> Any:
    """Where servers are started, or were. Raises Conflict when what is wanted cannot be had."""
    development = import_module("infra.development")
    try:
        if to_start:
            return development.choose(folder, wanted=wanted, tell=narrate)
        return development.find(folder, wanted=wanted)
    except ValueError as error:
        raise Conflict(str(error)) from error


def _make_databases(variables: Sequence[str]) -> None:
    """One database per service, where a variable leads to a server of databases."""
    for url in (line[len(DATABASES) :] for line in variables if line.startswith(DATABASES)):
        made = import_module("infra.development_databases").ensure_databases(url, SERVICES)
        narrate(f"{len(made)} base(s) créée(s)" if made else "bases déjà là")


def narrate(line: str) -> None:
    """What happens meanwhile: beside the variables, which a shell evaluates."""
    typer.echo(line, err=True)


def carry_out(steps: Sequence[Step], say: Say, *, dry_run: bool, yes: bool) -> None:
    """Tell the plan, then do it unless it is only to be told. Raises Conflict when a yes is missing."""
    for step in steps:
        if step.kind is not Kind.KEEP:
            say(step.told())
    kept = sum(step.kind is Kind.KEEP for step in steps)
    todo = pending(steps)
    say(f"{len(todo)} changement(s), {kept} élément(s) déjà comme déclaré.")
    if dry_run or not todo:
        return
    if refused(steps, yes=yes):
        raise Conflict(NEEDS_YES)
    for step in todo:
        if step.act is not None:
            step.act()
            say(f"fait : {step.what}")


@contextmanager
def _planned(settings: MatchingSettings, *, prune: bool) -> Iterator[list[Step]]:
    """The steps for what the settings name; what is embedded has nothing to declare."""
    steps: list[Step] = []
    with _topics(settings) as topics:
        steps += topics.plan(prune=prune) if topics else [Step(Kind.NOTE, "journal local", "rien à déclarer")]
        with _log(settings) as log:
            tools = open_tools(settings)
            index = tools.index
            if hasattr(index, "generations"):
                steps += import_module("infra.search_index").index_plan(index, log, tools.trades.code_of, prune=prune)
            else:
                steps.append(Step(Kind.NOTE, "index local", "rien à déclarer"))
            yield steps


@contextmanager
def _topics(settings: MatchingSettings) -> Iterator[Any]:
    if not settings.event_log().startswith("kafka://"):
        yield None
        return
    topics = import_module("infra.kafka_topics").KafkaTopics(settings.event_log())
    try:
        yield topics
    finally:
        topics.close()


@contextmanager
def _log(settings: MatchingSettings) -> Iterator[EventLog]:
    log = open_event_log(settings.event_log())
    try:
        yield log
    finally:
        log.close()

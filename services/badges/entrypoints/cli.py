"""Operator's commands: keys, revocation, verification of a file.

Made by ``commands`` from the settings and the shop that the bootstrap chose; everything that changes a badge is
audited in the operator's name. Refuses, in words, an unknown territory, key or badge.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from services.badges.adapters.sql import SqlUnitOfWork
from services.badges.domain.issuer import Issuer, IssuerKey
from services.badges.domain.verification import Verdict
from services.badges.entrypoints.shop import Shop
from services.badges.ports import UnitOfWork
from services.badges.use_cases.end_badge import revoke_as
from services.badges.use_cases.rotate_key import key_stolen, rotate
from services.kernel.database import Database
from services.kernel.problems import Problem

OPERATOR = "operator:command-line"
MARKS = {Verdict.RIGHT: "oui", Verdict.UNSURE: "à vérifier ailleurs", Verdict.WRONG: "non"}
Territory = Annotated[str, typer.Argument(help="Code du territoire")]
BadgeFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="PNG, SVG, JSON ou jeton")]
Opened = Callable[[], tuple[Database, Shop]]


def commands(opened: Opened) -> typer.Typer:
    """The commands, over what ``opened`` gives: a database and the shop (opened only when a command runs)."""
    app = typer.Typer(help="Badges : clés, retrait, vérification.", no_args_is_help=True)
    _about_badges(app, opened)
    keys = typer.Typer(help="Clés de signature des territoires et des entreprises.", no_args_is_help=True)
    _about_keys(keys, opened)
    app.add_typer(keys, name="keys")
    return app


def _about_keys(keys: typer.Typer, opened: Opened) -> None:
    @keys.command("list")
    def list_keys(territory: Territory) -> None:
        """Montre les émetteurs d'un territoire et leurs clés."""
        with _work(opened) as (uow, _shop):
            for issuer in _issuers(uow, territory):
                typer.echo(f"{issuer.id}  {issuer.kind}  {issuer.name or '(nom public à régler)'}")
                for key in issuer.keys:
                    typer.echo(f"    {key.key_id}  {_state(key)}  créée le {key.created_at:%Y-%m-%d}")

    @keys.command("rotate")
    def rotate_keys(territory: Territory) -> None:
        """Fait une clé neuve pour chaque émetteur du territoire ; les anciennes restent publiées."""
        with _work(opened) as (uow, shop):
            for issuer in _issuers(uow, territory):
                rotated = rotate(issuer, uow=uow, workshop=shop.workshop, now=shop.clock())
                typer.echo(f"{rotated.name or rotated.id} : nouvelle clé {rotated.signing_key().key_id}")

    @keys.command("stolen")
    def stolen(territory: Territory, key_id: Annotated[str, typer.Argument(help="La clé volée (z6Mk…)")]) -> None:
        """Retire une clé volée et signe de nouveau tout ce qu'elle avait signé."""
        with _work(opened) as (uow, shop):
            owner = next((one for one in _issuers(uow, territory) if _has(one, key_id)), None)
            if owner is None:
                raise typer.BadParameter("Aucun émetteur de ce territoire n'a cette clé. Rien n'a été changé.")
            again = key_stolen(owner, key_id, uow=uow, workshop=shop.workshop, now=shop.clock())
            typer.echo(f"Clé retirée ; {again} document(s) signé(s) de nouveau.")


def _about_badges(app: typer.Typer, opened: Opened) -> None:
    @app.command("revoke")
    def revoke(award_id: Annotated[UUID, typer.Argument(help="Identifiant du badge")]) -> None:
        """Retire un badge délivré par erreur. Aucune raison n'est publiée."""
        with _work(opened) as (uow, shop):
            award = uow.awards.get(award_id)
            if award is None:
                raise typer.BadParameter("Ce badge n'existe pas. Rien n'a été changé.")
            revoke_as(award, actor=OPERATOR, uow=uow, now=shop.clock())
            typer.echo("Badge retiré : sa page est fermée et sa place dans la liste est signalée.")

    @app.command("verify")
    def verify(file: BadgeFile) -> None:
        """Vérifie un badge, étape par étape ; sort avec 1 quand il ne vaut pas."""
        with _work(opened) as (uow, shop):
            now = shop.clock()
            report = shop.verifier(uow, now).verify(file.read_bytes(), now=now)
        for step in report.steps:
            typer.echo(f"{step.title} : {MARKS[step.verdict]}. {step.text}")
        if report.verdict is Verdict.WRONG:
            raise typer.Exit(1)


@contextmanager
def _work(opened: Opened) -> Iterator[tuple[UnitOfWork, Shop]]:
    """One transaction; a refusal is told in its own words."""
    database, shop = opened()
    try:
        with database.transaction() as connection:
            yield SqlUnitOfWork(connection, now=shop.clock()), shop
    except Problem as refused:
        raise typer.BadParameter(refused.message) from refused
    finally:
        database.close()


def _issuers(uow: UnitOfWork, territory: str) -> list[Issuer]:
    issuers = list(uow.issuers.all_of(territory))
    if not issuers:
        raise typer.BadParameter("Ce territoire n'a pas d'émetteur de badges. Vérifiez son code.")
    return issuers


def _has(issuer: Issuer, key_id: str) -> bool:
    return any(key.key_id == key_id for key in issuer.keys)


def _state(key: IssuerKey) -> str:
    if key.stolen_at is not None:
        return "volée"
    return "en service" if key.live else "retirée"

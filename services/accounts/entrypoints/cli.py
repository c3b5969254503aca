"""Operator's commands of `accounts`: open a territory from a file, with the first account of its coordination.

The rest is done by the coordination through the pages. Refuses a code or an e-mail that is already used: nothing is
then kept.
"""

import json
import secrets
from collections.abc import Callable
from typing import Annotated

import typer

from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.entrypoints.territory_file import EXAMPLE, read_territory
from services.accounts.ports import Hasher
from services.accounts.use_cases.configure_territory import open_territory
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from services.kernel.clock import new_id, utc_now
from services.kernel.database import Database
from services.kernel.problems import Invalid

OPERATOR = "operator:command-line"
Opened = Callable[[], tuple[Database, Hasher]]


def commands(opened: Opened) -> typer.Typer:
    """The commands, over what ``opened`` gives (opened only when a command runs)."""
    app = typer.Typer(help="Les territoires : en ouvrir un.", no_args_is_help=True)

    @app.command("example")
    def example() -> None:
        """Montre un fichier de territoire, à compléter."""
        typer.echo(json.dumps(EXAMPLE, ensure_ascii=False, indent=2))

    @app.command("open")
    def open_from_file(
        file: Annotated[typer.FileText, typer.Argument(help="Fichier JSON, ou « - » pour l'entrée standard")],
        email: Annotated[str, typer.Option(help="Adresse du premier compte de coordination")],
        name: Annotated[str, typer.Option(help="Son nom")],
        structure: Annotated[str, typer.Option(help="Nom de sa structure (par défaut la première du fichier)")] = "",
    ) -> None:
        """Ouvre un territoire et donne un mot de passe provisoire à sa coordination."""
        territory = read_territory(file.read(), new_id=new_id)
        own = next((one for one in territory.structures if one.name == structure or not structure), None)
        if own is None:
            raise Invalid(f"« {structure} » n'est pas une structure du fichier.")
        password = secrets.token_urlsafe(12)
        database, hasher = opened()
        try:
            with database.transaction() as connection:
                uow = SqlUnitOfWork(connection, now=utc_now())
                open_territory(territory, by=OPERATOR, uow=uow)
                order = RegisterStaff(territory.code, email, name, password, own.id, ("coordination", "operator"))
                register_staff(order, account_id=new_id(), by=OPERATOR, uow=uow, hasher=hasher)
        finally:
            database.close()
        typer.echo(f"Territoire « {territory.code} » ouvert. Connexion : {email}, mot de passe provisoire : {password}")
        typer.echo("À changer dès la première connexion, page « Mon compte ».")

    return app

"""The periodic work of `candidates`: what the calendar changes, what has been kept long enough."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork, territories_known
from services.candidates.adapters.vault import Vault
from services.candidates.use_cases.announce_due import announce_due
from services.candidates.use_cases.retire_inactive import retire_inactive
from services.kernel import idempotency, inbox, mail
from services.kernel.jobs import Job


def jobs(vault: Vault) -> tuple[Job, ...]:
    """The jobs of the service."""

    def each_announces(connection: Connection, now: datetime) -> None:
        for territory in territories_known(connection):
            announce_due(uow=SqlUnitOfWork(connection, territory=territory, vault=vault, now=now), now=now)

    def each_retires(connection: Connection, now: datetime) -> None:
        for territory in territories_known(connection):
            _retire(connection, territory, vault, now)

    def prune(connection: Connection, now: datetime) -> None:
        inbox.prune(connection, now=now)
        idempotency.prune(connection, now=now)

    return (
        Job("candidates.announce-due", timedelta(hours=1), each_announces),
        Job("candidates.retire-inactive", timedelta(hours=12), each_retires),
        Job("candidates.pruning", timedelta(hours=1), prune),
    )


def _retire(connection: Connection, territory: str, vault: Vault, now: datetime) -> None:
    def write(recipient: str, subject: str, body: str) -> None:
        mail.write(connection, tenant=territory, recipient=recipient, subject=subject, body=body, at=now)

    uow = SqlUnitOfWork(connection, territory=territory, vault=vault, now=now)
    retire_inactive(uow=uow, now=now, write=write)

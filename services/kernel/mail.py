"""Outgoing e-mails: written in the transaction of the act, sent by a worker, never lost.

Transports by URL scheme: ``smtp://user:password@host:port`` (``smtps://`` for TLS from the start) and
``folder:///path`` which writes one file per message, for a demonstration or a site without e-mail.
"""

import smtplib
import ssl
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy import Connection, delete, insert, select, update

from services.kernel import tables
from services.kernel.clock import Clock, new_id, utc_now
from services.kernel.database import Database

log = structlog.get_logger(__name__)

KEPT = timedelta(days=180)
"""Messages are deleted after six months (retention)."""


class Transport(Protocol):
    """Takes a message away, or raises OSError when it cannot now."""

    def send(self, message: EmailMessage) -> None:
        """Deliver the message to the next hop."""


class FolderTransport:
    """One ``.eml`` file per message."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{message['Message-ID'].strip('<>').split('@')[0]}.eml").write_bytes(message.as_bytes())


class SmtpTransport:
    """An SMTP relay, with STARTTLS when it offers it."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        host, implicit = self._url.hostname or "localhost", self._url.scheme == "smtps"
        port = self._url.port or (465 if implicit else 25)
        context = ssl.create_default_context()
        client = (
            smtplib.SMTP_SSL(host, port, timeout=20, context=context)
            if implicit
            else smtplib.SMTP(host, port, timeout=20)
        )
        with client:
            if not implicit and client.has_extn("starttls"):
                client.starttls(context=context)
            if self._url.username:
                client.login(unquote(self._url.username), unquote(self._url.password or ""))
            client.send_message(message)


TRANSPORTS: dict[str, Callable[[str], Transport]] = {
    "folder": lambda url: FolderTransport(Path(urlsplit(url).netloc + urlsplit(url).path)),
    "smtp": SmtpTransport,
    "smtps": SmtpTransport,
}


def write(connection: Connection, *, tenant: str, recipient: str, subject: str, body: str, at: datetime) -> None:
    """Queue a message, in the caller's transaction."""
    connection.execute(
        insert(tables.messages).values(
            id=str(new_id()), tenant=tenant, recipient=recipient, subject=subject, body=body, created_at=at
        )
    )


def prune(connection: Connection, *, now: datetime) -> int:
    """Delete the messages older than ``KEPT``."""
    return connection.execute(delete(tables.messages).where(tables.messages.c.created_at < now - KEPT)).rowcount


class MailSender:
    """Sends what waits, oldest first; a failing (or impossible) message is tried again later and blocks no other."""

    def __init__(self, database: Database, url: str, sender: str, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._transport = TRANSPORTS[urlsplit(url).scheme](url)
        self._sender = sender
        self._clock = clock

    def run(self, stop: threading.Event) -> None:
        """Send until ``stop`` is set."""
        while not stop.is_set():
            if not self.send_waiting():
                stop.wait(2.0)

    def send_waiting(self) -> int:
        """Send the waiting messages; return how many left. A death between the sending and its note sends one twice.

        Each try is noted before it is made: a base that keeps nothing sends nothing, and of two senders one sends.
        """
        table = tables.messages
        with self._database.reading() as connection:
            query = select(table).where(table.c.sent_at.is_(None), table.c.attempts < 12)
            # Those that failed least first: addresses that never answer hold back no new message.
            query = query.order_by(table.c.attempts, table.c.created_at)
            rows = connection.execute(query.limit(20)).mappings().all()
        sent = 0
        for row in rows:
            if row["attempts"] and self._clock() < row["created_at"] + timedelta(minutes=2 ** row["attempts"]):
                continue
            if not self._takes(row):
                continue
            try:
                self._transport.send(self._message(row))
                values: dict[str, Any] = {"sent_at": self._clock(), "last_error": "", "attempts": row["attempts"]}
                sent += 1
            except (OSError, smtplib.SMTPException, ValueError) as error:
                log.warning("mail.failed", message=row["id"], reason=str(error)[:200])
                values = {"last_error": str(error)[:500]}
            with self._database.transaction() as connection:
                connection.execute(update(table).where(table.c.id == row["id"]).values(**values))
        return sent

    def _takes(self, row: Any) -> bool:
        """Whether this try is ours to make."""
        table = tables.messages
        as_read = (table.c.id == row["id"], table.c.sent_at.is_(None), table.c.attempts == row["attempts"])
        with self._database.transaction() as connection:
            noted = connection.execute(update(table).where(*as_read).values(attempts=row["attempts"] + 1))
        return noted.rowcount == 1

    def _message(self, row: Any) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, row["recipient"], row["subject"]
        message["Message-ID"] = f"<{row['id']}@cite>"
        message["Date"] = row["created_at"]
        message.set_content(row["body"])
        return message

"""A message is written with the act that it tells of, sent once it can be, and holds back no other."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from services.kernel import mail, tables
from tests.factories.plumbing import NOON, Plumbing


class Postman:
    """A transport that refuses some addresses."""

    def __init__(self, refuses: set[str]) -> None:
        self.refuses = refuses
        self.taken: list[str] = []
        self.on_taking: Callable[[], object] = lambda: None

    def send(self, message: EmailMessage) -> None:
        if message["To"] in self.refuses:
            raise OSError("connection refused")
        self.on_taking()
        self.taken.append(message["To"])


def _write(plumbing: Plumbing, *recipients: str) -> None:
    for n, recipient in enumerate(recipients):
        with plumbing.database.transaction() as connection:
            mail.write(
                connection,
                tenant="t",
                recipient=recipient,
                subject="Une visite",
                body="À demain,\nla Cité.",
                at=NOON + timedelta(seconds=n),
            )


def _sender(plumbing: Plumbing, postman: Postman) -> mail.MailSender:
    sender = mail.MailSender(plumbing.database, "folder:///nowhere", "cite@example.org", clock=plumbing.hands.now)
    sender._transport = postman
    return sender


def test_a_message_is_written_as_a_file_that_a_mail_program_opens(plumbing: Plumbing, tmp_path: Path) -> None:
    _write(plumbing, "ana@example.org")
    sender = mail.MailSender(plumbing.database, f"folder://{tmp_path}/mails", "cite@example.org")

    assert sender.send_waiting() == 1
    assert sender.send_waiting() == 0

    (file,) = (tmp_path / "mails").glob("*.eml")
    read = message_from_bytes(file.read_bytes(), policy=default)
    assert (read["From"], read["To"], read["Subject"]) == ("cite@example.org", "ana@example.org", "Une visite")
    body = read.get_body()
    assert body is not None
    assert body.get_content() == "À demain,\nla Cité.\n"


def test_a_message_that_cannot_leave_is_tried_again_later_and_holds_back_no_other(plumbing: Plumbing) -> None:
    postman = Postman({"away@example.org"})
    sender = _sender(plumbing, postman)
    _write(plumbing, "away@example.org", "ana@example.org")

    assert sender.send_waiting() == 1
    postman.refuses.clear()
    assert sender.send_waiting() == 0
    plumbing.hands.seconds += 121
    assert sender.send_waiting() == 1
    assert postman.taken == ["ana@example.org", "away@example.org"]


def test_many_addresses_that_never_answer_hold_back_no_new_message(plumbing: Plumbing) -> None:
    deaf = [f"deaf-{n}@example.org" for n in range(25)]
    postman = Postman(set(deaf))
    sender = _sender(plumbing, postman)
    _write(plumbing, *deaf)
    for _ in range(3):
        sender.send_waiting()

    _write(plumbing, "ana@example.org")
    sender.send_waiting()

    assert postman.taken == ["ana@example.org"]


def test_of_two_senders_one_sends(plumbing: Plumbing) -> None:
    postman = Postman(set())
    sender, other = _sender(plumbing, postman), _sender(plumbing, postman)
    postman.on_taking = other.send_waiting
    _write(plumbing, "ana@example.org")

    assert sender.send_waiting() == 1
    assert postman.taken == ["ana@example.org"]


@pytest.mark.parametrize("recipient", ["ana@example.org\nBcc: all@example.org", "ana@example.org\r\n\r\nBuy!"])
def test_an_address_that_would_forge_headers_is_never_sent_and_holds_back_no_other(
    plumbing: Plumbing, recipient: str
) -> None:
    postman = Postman(set())
    _write(plumbing, recipient, "ben@example.org")

    _sender(plumbing, postman).send_waiting()

    assert postman.taken == ["ben@example.org"]
    with plumbing.reading() as connection:
        row = connection.execute(select(tables.messages).where(tables.messages.c.recipient == recipient)).one()
    assert row.sent_at is None
    assert row.last_error


def test_messages_are_deleted_after_six_months(plumbing: Plumbing) -> None:
    _write(plumbing, "ana@example.org")
    with plumbing.database.transaction() as connection:
        assert mail.prune(connection, now=NOON + mail.KEPT) == 0
        assert mail.prune(connection, now=NOON + mail.KEPT + timedelta(seconds=1)) == 1

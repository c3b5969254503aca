"""How to reach a Kafka cluster: the URL of the log, read once, and the errors of its client turned into the port's.

``kafka://host:9092,host:9092?lease=300&session=10&replication=3`` in the clear;
``kafka://user:password@host:9093?security=sasl_ssl&mechanism=SCRAM-SHA-512&ca=/path/ca.pem`` authenticated.
Refuses an unknown option rather than ignoring it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kafka.errors import KafkaError, UnknownTopicOrPartitionError

from services.kernel.eventlog.port import EventLogUnavailable, TopicUnknown

_OPTIONS = frozenset({"lease", "session", "replication", "security", "mechanism", "ca"})


@dataclass(frozen=True, slots=True)
class KafkaAddress:
    """A cluster and how to talk to it.

    ``lease`` is how long, in seconds, a member may go without polling; ``session`` how long its process may be
    silent; ``replication`` the copies of each topic that we create (-1: the cluster's own choice).
    """

    servers: tuple[str, ...]
    lease: float = 300.0
    session: float = 10.0
    replication: int = -1
    security: str = "PLAINTEXT"
    mechanism: str | None = None
    user: str | None = None
    password: str | None = None
    ca: str | None = None

    def client_options(self) -> dict[str, Any]:
        """What every client of the library is given."""
        return {
            "bootstrap_servers": list(self.servers),
            "bootstrap_timeout_ms": 10_000,
            "reconnect_backoff_max_ms": 2_000,
            "security_protocol": self.security,
            "sasl_mechanism": self.mechanism,
            "sasl_plain_username": self.user,
            "sasl_plain_password": self.password,
            "ssl_cafile": self.ca,
        }


def read_address(url: str) -> KafkaAddress:
    """Read a ``kafka://`` URL; ValueError says what is wrong."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    login, _, hosts = parts.netloc.rpartition("@")
    servers = tuple(host for host in hosts.split(",") if host)
    if not servers or parts.path.strip("/") or options.keys() - _OPTIONS:
        raise ValueError("Adresse de journal illisible. Forme attendue : kafka://hôte:9092,hôte:9092?lease=300")
    user, _, password = login.partition(":")
    return KafkaAddress(
        servers=servers,
        lease=float(options.get("lease", 300)),
        session=float(options.get("session", 10)),
        replication=int(options.get("replication", -1)),
        security=options.get("security", "plaintext").upper(),
        mechanism=options.get("mechanism"),
        user=unquote(user) or None,
        password=unquote(password) or None,
        ca=options.get("ca"),
    )


@contextmanager
def port_errors() -> Iterator[None]:
    """Let nothing of the library's errors reach the port's callers."""
    try:
        yield
    except UnknownTopicOrPartitionError as error:
        raise TopicUnknown(str(error)) from error
    except KafkaError as error:
        raise EventLogUnavailable(f"Le journal des événements ne répond pas : {error}.") from error

"""Which event log a URL means: a table of schemes, loaded on demand so that an image without Kafka starts."""

from importlib import import_module
from typing import cast
from urllib.parse import urlsplit

from services.kernel.eventlog.port import EventLog

SCHEMES = {
    "local": "services.kernel.eventlog.local:open_log",
    "kafka": "services.kernel.eventlog.kafka:open_log",
}


def open_event_log(url: str) -> EventLog:
    """Open the log of a URL; ValueError names the schemes that are known."""
    scheme = urlsplit(url).scheme
    if scheme not in SCHEMES:
        raise ValueError(f"Journal d'événements inconnu : {url!r}. Schémas possibles : {', '.join(sorted(SCHEMES))}.")
    module, _, factory = SCHEMES[scheme].partition(":")
    return cast(EventLog, getattr(import_module(module), factory)(url))

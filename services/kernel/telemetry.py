"""Structured logs, and the ASGI middleware that gives each request its correlation id and its measure."""

import logging
import re
import sys
import time
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel import correlation
from services.kernel.clock import new_id
from services.kernel.metrics import REQUESTS

log = structlog.get_logger("http")
PROBES = "/health/"
"""Whoever asks there wants to know that a service is not ready yet: it is no fault to say so."""
_ACCEPTED = re.compile(rb"[A-Za-z0-9_.:-]{1,80}")


def configure_logs(level: str, form: str) -> None:
    """One line per event on standard error: JSON for machines, coloured text for ``console``.

    What the libraries warn of takes the same form, under ``logger``: nothing has to be read otherwise.
    """

    def with_correlation(_logger: Any, _method: str, event: Any) -> Any:
        if found := correlation.current():
            event.setdefault("correlation_id", found)
        return event

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        with_correlation,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last = (
        structlog.dev.ConsoleRenderer() if form == "console" else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping().get(level.upper(), 20)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    heard = logging.StreamHandler(sys.stderr)
    heard.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[heard])


class RequestTelemetry:
    """Measures and logs each request of one service; the route's template is the label, never the raw path."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-correlation-id", b"")
        identifier = given.decode() if _ACCEPTED.fullmatch(given) else str(new_id())
        started, status = time.perf_counter(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Correlation-Id"] = identifier
            await send(message)

        with correlation.correlated(identifier):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                self._tell(scope, status, time.perf_counter() - started)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "")
        REQUESTS.labels(self._service, route, scope["method"], str(status)).observe(seconds)
        level = log.info if status < 500 else log.warning if route.startswith(PROBES) else log.error
        level(
            "request",
            service=self._service,
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
        )

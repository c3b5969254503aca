"""How to reach Elasticsearch: the URL of the index, the secrets beside it, and the client's errors in our words.

``https://host:9200,https://other:9200?alias=cite-offers&ca=/path/ca.pem&cert=…&key=…&timeout=5``. Refuses a secret in
the URL (it would be logged), an unknown option, and both ways to sign in at once.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import structlog
from elasticsearch import ApiError, Elasticsearch, TransportError

from services.kernel.problems import Unavailable
from services.matching.settings import MatchingSettings

log = structlog.get_logger(__name__)

ALIAS = "cite-offers"
OUT_OF_REACH = (
    "La recherche dans les offres ne répond pas pour le moment. Rien n'est perdu, le reste fonctionne. "
    "Réessayez dans quelques minutes."
)
NOT_BUILT = "La recherche dans les offres se prépare. Réessayez dans quelques minutes."
_OPTIONS = frozenset({"alias", "ca", "cert", "key", "timeout"})
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_REFUSED = frozenset({401, 403})
_SPARED, _SPARED_AT_MOST = 2.0, 16.0
"""Seconds during which a server that did not answer is not asked again: a page then does without it, or refuses, at

once. Twice as long each time it still does not, so that a frozen server does not slow every list.
"""


@dataclass(frozen=True, slots=True)
class ElasticAddress:
    """Where the index is. ``timeout`` in seconds, of a search; ``cert`` and ``key`` are the client's own."""

    hosts: tuple[str, ...]
    alias: str = ALIAS
    ca: str | None = None
    cert: str | None = None
    key: str | None = None
    timeout: float = 5.0


def read_address(url: str) -> ElasticAddress:
    """Read ``CITE_OFFER_INDEX_URL``; ValueError says what is wrong."""
    written, _, query = url.partition("?")
    options = dict(parse_qsl(query, strict_parsing=bool(query)))
    scheme = written.split("://", 1)[0]
    hosts = tuple(h if "://" in h else f"{scheme}://{h}" for h in written.split(",") if h)
    if any("@" in urlsplit(host).netloc for host in hosts):
        raise ValueError(
            "CITE_OFFER_INDEX_URL : le mot de passe ne s'écrit pas dans l'adresse. "
            "Donnez CITE_OFFER_INDEX_API_KEY ou CITE_OFFER_INDEX_LOGIN."
        )
    if not all(urlsplit(host).hostname for host in hosts) or options.keys() - _OPTIONS:
        raise ValueError("CITE_OFFER_INDEX_URL illisible. Forme attendue : https://hôte:9200?alias=cite-offers&ca=…")
    return ElasticAddress(
        hosts=hosts,
        alias=options.get("alias", ALIAS),
        ca=options.get("ca"),
        cert=options.get("cert"),
        key=options.get("key"),
        timeout=float(options.get("timeout", 5)),
    )


def connect(address: ElasticAddress, settings: MatchingSettings) -> Elasticsearch:
    """The client; nothing is sent before its first use."""
    tls = any(host.startswith("https://") for host in address.hosts)
    options: dict[str, Any] = {}
    if tls:
        options |= {"ca_certs": address.ca, "client_cert": address.cert, "client_key": address.key}
    return Elasticsearch(
        [_with_port(host) for host in address.hosts],
        **{name: value for name, value in options.items() if value is not None},
        **_credentials(settings),
        request_timeout=address.timeout,
        max_retries=len(address.hosts) - 1,
        retry_on_timeout=False,
        http_compress=True,
    )


def _with_port(host: str) -> str:
    return host if urlsplit(host).port else f"{host.rstrip('/')}:{443 if host.startswith('https') else 9200}"


def _credentials(settings: MatchingSettings) -> dict[str, Any]:
    key = settings.offer_index_api_key.get_secret_value().strip()
    login = settings.offer_index_login.get_secret_value().strip()
    if key and login:
        raise ValueError("Donnez CITE_OFFER_INDEX_API_KEY ou CITE_OFFER_INDEX_LOGIN, pas les deux.")
    if login:
        user, _, password = login.partition(":")
        if not user or not password:
            raise ValueError("CITE_OFFER_INDEX_LOGIN illisible. Forme attendue : utilisateur:mot de passe")
        return {"basic_auth": (user, password)}
    return {"api_key": key} if key else {}


class Reach:
    """Turns the client's errors into ``Unavailable``, and spares a server that has just not answered. Thread-safe."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._spared_until = float("-inf")
        self._spared = _SPARED

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Around each exchange with the server."""
        if self._monotonic() < self._spared_until:
            raise Unavailable(OUT_OF_REACH)
        try:
            yield
            self._spared = _SPARED
        except TransportError as error:
            self._spared_until = self._monotonic() + self._spared
            self._spared = min(2 * self._spared, _SPARED_AT_MOST)
            log.warning("offer_index.out_of_reach", reason=str(error)[:200])
            raise Unavailable(OUT_OF_REACH) from error
        except ApiError as error:
            raise told(error.status_code, error.error, error) from error


def told(status: int, reason: str, error: Exception | None = None) -> Exception:
    """The problem that a refusal of the server means; the error itself when it is a fault of ours."""
    if status in _PASSING:
        log.warning("offer_index.busy", status=status, reason=reason)
        return Unavailable(OUT_OF_REACH)
    if status in _REFUSED:
        log.error("offer_index.refused", status=status, reason=reason)
        return Unavailable(OUT_OF_REACH)
    if status == 404:
        return Unavailable(NOT_BUILT)
    return error or RuntimeError(f"Elasticsearch: {status} {reason}")

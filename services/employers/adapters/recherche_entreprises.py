"""The public register through the API « Recherche d'entreprises » (7 calls a second).

A firm that does not show itself (« NON-DIFFUSIBLE »), or that the API does not know, stays to verify by a human.
Answers are kept a day. Refuses to wait: while the API is down it raises RegisterUnavailable at once.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import structlog

from services.employers.adapters.politeness import Breaker, Pace, back_off
from services.employers.domain.codes import is_naf
from services.employers.domain.company import Existence, Finding, Site
from services.employers.ports import RegisterUnavailable

log = structlog.get_logger(__name__)

HIDDEN = "[NON-DIFFUSIBLE]"
KEPT_SECONDS, KEPT_AT_MOST = 24 * 3600.0, 2_000
TRIES = 3
LONGEST_WAIT = 20.0


class RechercheEntreprises:
    """A client of the API at ``url``. One per process; thread-safe."""

    def __init__(
        self,
        url: str,
        *,
        per_second: float = 7.0,
        transport: httpx.BaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = httpx.Client(base_url=url, transport=transport, timeout=httpx.Timeout(5.0))
        self._pace = Pace(per_second, monotonic, sleep)
        self._breaker = Breaker(monotonic)
        self._monotonic, self._sleep = monotonic, sleep
        self._kept: dict[str, tuple[float, Finding]] = {}
        self._lock = threading.Lock()

    def look_up(self, siret: str, *, hurried: bool = False) -> Finding:
        """See ``ports.Register``."""
        with self._lock:
            kept = self._kept.get(siret)
        if kept is not None and self._monotonic() - kept[0] < KEPT_SECONDS:
            return kept[1]
        finding = read_answer(self._ask(siret, tries=1 if hurried else TRIES), siret)
        with self._lock:
            if len(self._kept) >= KEPT_AT_MOST:
                self._kept.pop(next(iter(self._kept)))
            self._kept[siret] = (self._monotonic(), finding)
        return finding

    def close(self) -> None:
        """Release connections."""
        self._client.close()

    def _ask(self, siret: str, *, tries: int) -> Mapping[str, Any]:
        for attempt in range(1, tries + 1):
            if not self._breaker.allows():
                raise RegisterUnavailable("le registre ne répond pas")
            self._pace.wait()
            wait = back_off(attempt)
            try:
                answer = self._client.get("/search", params={"q": siret, "page": 1, "per_page": 5})
                if answer.status_code == httpx.codes.OK:
                    document = answer.json()
                    self._breaker.succeeded()
                    return document if isinstance(document, dict) else {}
                wait = _asked_wait(answer) or wait
                reason = f"HTTP {answer.status_code}"
            except (httpx.HTTPError, ValueError) as error:
                reason = type(error).__name__
            self._breaker.failed()
            log.warning("register.failed", reason=reason, attempt=attempt)
            if attempt < tries:
                self._sleep(min(wait, LONGEST_WAIT))
        raise RegisterUnavailable("le registre ne répond pas")


def read_answer(document: Mapping[str, Any], siret: str) -> Finding:
    """What an answer of the API says of this SIRET."""
    for unit in document.get("results") or []:
        for place in (unit.get("siege") or {}, *(unit.get("matching_etablissements") or [])):
            if place.get("siret") == siret:
                return _finding(unit, place)
    return Finding(Existence.TO_VERIFY)


def _finding(unit: Mapping[str, Any], place: Mapping[str, Any]) -> Finding:
    closed = unit.get("etat_administratif") == "C" or place.get("etat_administratif") == "F"
    hidden = "P" in (unit.get("statut_diffusion"), place.get("statut_diffusion_etablissement"))
    naf = str(place.get("activite_principale") or "")
    existence = Existence.CLOSED if closed else Existence.TO_VERIFY if hidden else Existence.OPEN
    shown_signs = [sign for sign in place.get("liste_enseignes") or [] if _shown(sign)]
    name = _shown(place.get("nom_commercial")) or next(iter(shown_signs), "") or _shown(unit.get("nom_complet"))
    return Finding(
        existence=existence,
        name=str(name),
        naf=naf if is_naf(naf) else "",
        site=None if hidden else _site(place),
        is_siae=bool((unit.get("complements") or {}).get("est_siae")),
    )


def _shown(value: Any) -> str:
    return "" if value is None or value == HIDDEN else str(value)


def _site(place: Mapping[str, Any]) -> Site:
    postcode, commune = _shown(place.get("code_postal")), _shown(place.get("libelle_commune"))
    street = _shown(place.get("adresse")).partition(f" {postcode} ")[0] if postcode else _shown(place.get("adresse"))
    latitude, longitude = _degrees(place.get("latitude")), _degrees(place.get("longitude"))
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Site(street, postcode, commune, latitude, longitude)


def _degrees(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def _asked_wait(answer: httpx.Response) -> float | None:
    """Seconds of a Retry-After given as a number."""
    given = answer.headers.get("retry-after", "")
    return float(given) if given.isdigit() else None


class NoRegister:
    """No register is configured: every firm stays to verify by a human."""

    def look_up(self, siret: str, *, hurried: bool = False) -> Finding:
        """See ``ports.Register``."""
        raise RegisterUnavailable("aucun registre n'est configuré")

    def close(self) -> None:
        """Nothing is held."""

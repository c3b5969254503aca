"""The generations of the index: one concrete index after another behind one alias, switched in one act.

An index is named after what made it (``cite-offers-<model and shape>-000003``): changing the model, the shape or how
words are cut makes another one, vectors never mix. The one being built is behind ``<alias>.next``, where writers send
everything too.
"""

import hashlib
import json
import re
import time
from pathlib import Path
from typing import Any

import structlog
from elasticsearch import Elasticsearch

from services.kernel.problems import Conflict
from services.matching.adapters.asked_words import document_shape

log = structlog.get_logger(__name__)

DEFINITION = Path(__file__).parents[1] / "data" / "offer_index.json"
UNDER_WAY = (
    "Une reconstruction de l'index des offres est déjà en cours. Attendez sa fin, ou reprenez-la avec --restart."
)
ABANDONED_AFTER = 3600.0
"""Seconds after which an index that never came into service is taken for a rebuild that died."""
ACT_TIMEOUT = 60.0
"""Seconds given to what creates, switches or deletes: rare, and slow on a busy server."""


def definition() -> dict[str, Any]:
    """Settings and mappings, as declared."""
    declared: dict[str, Any] = json.loads(DEFINITION.read_text())
    return declared


class Generations:
    """The indexes of one alias, as this process would make them. Errors are the client's."""

    def __init__(self, client: Elasticsearch, alias: str, fingerprint: str, dimension: int) -> None:
        self._client = client
        self._patient = client.options(request_timeout=ACT_TIMEOUT)
        self.alias = alias
        self.next = f"{alias}.next"
        self.template = alias
        declared = f"{json.dumps(definition(), sort_keys=True)}{document_shape()}"
        shape = hashlib.sha256(declared.encode()).hexdigest()[:8]
        model = re.sub(r"[^a-z0-9]+", "-", fingerprint.lower()).strip("-")[:60]
        self._own = f"{alias}-{model}-{shape}-"
        self.vector_field = f"vector_{hashlib.sha256(fingerprint.encode()).hexdigest()[:12]}"
        self._fingerprint, self._dimension = fingerprint, dimension

    def live(self) -> str | None:
        """The index that is served."""
        return self._behind(self.alias)

    def building(self) -> str | None:
        """The index that is being made."""
        return self._behind(self.next)

    def is_current(self) -> bool:
        """Whether what is served was made by this model, in this shape."""
        live = self.live()
        return live is not None and live.startswith(self._own)

    def declared_template(self) -> dict[str, Any]:
        """What any index of the alias is given, whoever creates it."""
        return {"index_patterns": [f"{self.alias}-*"], "priority": 100, "template": definition()}

    def held_template(self) -> dict[str, Any] | None:
        """The template that the server holds."""
        found = self._client.options(ignore_status=404).indices.get_index_template(name=self.template)
        held = found.get("index_templates") or [None]
        return dict(held[0]["index_template"]) if held[0] else None

    def put_template(self) -> None:
        """Declare the template, again or for the first time."""
        self._patient.indices.put_index_template(name=self.template, **self.declared_template())

    def begin(self, *, restart: bool) -> str:
        """Create the next index; writers send it what comes from now on. Raises Conflict while another is made."""
        unfinished = self.building()
        if unfinished is not None:
            if not restart and not self._abandoned(unfinished):
                raise Conflict(UNDER_WAY, code="rebuild-under-way")
            self._patient.options(ignore_status=404).indices.delete(index=unfinished)
        self.put_template()
        name = f"{self._own}{self._last_number() + 1:06d}"
        self._patient.indices.create(
            index=name,
            aliases={self.next: {}},
            settings={"index": {"refresh_interval": "-1"}},
            mappings={
                "_meta": {"embedder": self._fingerprint},
                "properties": {
                    self.vector_field: {
                        "type": "dense_vector",
                        "dims": self._dimension,
                        "similarity": "cosine",
                        "index": True,
                        "index_options": {"type": "flat"},
                    }
                },
            },
        )
        log.info("offer_index.building", index=name)
        return name

    def serve(self, name: str) -> str | None:
        """Serve this index in place of the live one, in one act; return the one that it replaces."""
        before = self.live()
        refresh = definition()["settings"]["index"]["refresh_interval"]
        self._patient.indices.put_settings(index=name, settings={"index": {"refresh_interval": refresh}})
        self._patient.indices.refresh(index=name)
        actions: list[dict[str, Any]] = [
            {"remove": {"index": name, "alias": self.next, "must_exist": True}},
            {"add": {"index": name, "alias": self.alias}},
        ]
        if before is not None:
            actions.append({"remove": {"index": before, "alias": self.alias}})
        self._patient.indices.update_aliases(actions=actions)
        log.info("offer_index.served", index=name, before=before)
        return before

    def drop(self, name: str) -> None:
        """Delete an index that is no longer served."""
        self._patient.options(ignore_status=404).indices.delete(index=name)

    def all(self) -> list[str]:
        """Every index of the alias, served or not."""
        return sorted(self._client.indices.get(index=f"{self.alias}-*", allow_no_indices=True))

    def _behind(self, alias: str) -> str | None:
        found = self._client.options(ignore_status=404).indices.get_alias(name=alias)
        if found.meta.status == 404:
            return None
        return next(iter(found), None)

    def _abandoned(self, name: str) -> bool:
        found = self._client.options(ignore_status=404).indices.get_settings(index=name, name="index.creation_date")
        created = found.get(name, {}).get("settings", {}).get("index", {}).get("creation_date")
        return created is None or time.time() - int(created) / 1000 > ABANDONED_AFTER

    def _last_number(self) -> int:
        numbers = [int(found.group(1)) for name in self.all() if (found := re.search(r"-(\d{6})$", name))]
        return max(numbers, default=0)

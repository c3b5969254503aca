"""The declared topics against those of a cluster: what is absent, different, too many, and how to mend it.

More partitions break the order of the keys already written, fewer lose records: both need a yes.
"""

import threading
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from infra.plan import Kind, Step
from services.kernel.eventlog.kafka_connection import KafkaAddress, port_errors, read_address

DECLARED = Path(__file__).parent / "declared" / "topics.toml"
LOWERED_LOSES = {
    "retention.ms": "les faits plus anciens s'effacent",
    "delete.retention.ms": "un effacement peut échapper à un lecteur longtemps arrêté",
}
GONE_WITHIN = 300
"""Looks, a tenth of a second apart, for a deleted topic to be gone."""
ORDER_BREAKS = "l'ordre par clé est rompu pour ce qui est déjà écrit"
ALL_LOST = "tous ses enregistrements s'effacent"


@dataclass(frozen=True, slots=True)
class DeclaredTopic:
    """A topic as it must be."""

    name: str
    partitions: int
    configs: Mapping[str, str] = field(default_factory=dict)


def declared_topics(path: Path = DECLARED) -> list[DeclaredTopic]:
    """What the file says. Raises ValueError for a kind that it does not describe."""
    told = tomllib.loads(path.read_text())
    found = []
    for name, topic in told["topics"].items():
        if topic["kind"] not in told or topic["kind"] == "topics":
            raise ValueError(f"{path.name} : {name} est d'une sorte inconnue ({topic['kind']})")
        found.append(DeclaredTopic(name, int(topic["partitions"]), dict(told[topic["kind"]])))
    return sorted(found, key=lambda one: one.name)


class KafkaTopics:
    """The topics of a cluster. Close it when done."""

    def __init__(self, url: str, *, declared: list[DeclaredTopic] | None = None) -> None:
        self._address: KafkaAddress = read_address(url)
        self._declared = declared if declared is not None else declared_topics()
        with port_errors():
            self._admin: Any = KafkaAdminClient(**self._address.client_options())

    def close(self) -> None:
        """Release the connection."""
        self._admin.close()

    def plan(self, *, prune: bool = False) -> list[Step]:
        """What must change. ``prune`` also plans to delete the topics of the product that nobody declares."""
        with port_errors():
            held = self._held()
            configs = self._configs([one.name for one in self._declared if one.name in held])
        steps = [step for one in self._declared for step in self._for(one, held, configs)]
        return steps + self._undeclared(held, prune=prune)

    def empty(self) -> None:
        """Make every declared topic that is there anew: all its records go, and the places that groups had in it."""
        with port_errors():
            held = self._held()
            for one in self._declared:
                if one.name in held:
                    self._recreate(one)

    def _for(
        self, one: DeclaredTopic, held: Mapping[str, int], configs: Mapping[str, Mapping[str, str]]
    ) -> Iterator[Step]:
        what = f"sujet {one.name}"
        if one.name not in held:
            detail = f"{one.partitions} partitions, {one.configs['cleanup.policy']}"
            yield Step(Kind.CREATE, what, detail, partial(self._create, one))
            return
        there = held[one.name]
        if one.partitions > there:
            detail = f"{there} → {one.partitions} partitions"
            grow = partial(self._admin.create_partitions, {one.name: one.partitions})
            yield Step(Kind.ALTER, what, detail, grow, why=ORDER_BREAKS)
        elif one.partitions < there:
            detail = f"détruit et recréé : {there} → {one.partitions} partitions"
            yield Step(Kind.DESTROY, what, detail, partial(self._recreate, one), why=ALL_LOST)
            return
        different = {n: v for n, v in one.configs.items() if configs[one.name].get(n) != v}
        for name, value in different.items():
            before = configs[one.name].get(name, "par défaut")
            why = _loss(name, before, value)
            act = partial(self._alter, one.name, {name: value})
            yield Step(Kind.ALTER, what, f"{name} {before} → {value}", act, why=why)
        if not different and one.partitions == there:
            yield Step(Kind.KEEP, what)

    def _undeclared(self, held: Mapping[str, int], *, prune: bool) -> list[Step]:
        declared = {one.name for one in self._declared}
        ours = {one.name.split(".")[0] for one in self._declared}
        found = []
        for name in sorted(set(held) - declared):
            if name.split(".")[0] not in ours:
                continue
            if prune:
                act = partial(self._admin.delete_topics, [name])
                found.append(Step(Kind.DESTROY, f"sujet {name}", "n'est plus déclaré", act, why=ALL_LOST))
            else:
                found.append(Step(Kind.NOTE, f"sujet {name}", "n'est pas déclaré (--prune pour l'effacer)"))
        return found

    def _held(self) -> dict[str, int]:
        return {
            topic["name"]: len(topic["partitions"])
            for topic in self._admin.describe_topics()
            if not topic.get("is_internal") and not topic["name"].startswith("__")
        }

    def _configs(self, names: list[str]) -> dict[str, dict[str, str]]:
        if not names:
            return {}
        asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
        answer = self._admin.describe_configs(asked, config_filter="all")
        held = next(iter(answer.values()))
        return {name: {key: str(told["value"]) for key, told in held[name].items()} for name in names}

    def _create(self, one: DeclaredTopic) -> None:
        described = {
            "num_partitions": one.partitions,
            "replication_factor": self._address.replication,
            "configs": dict(one.configs),
        }
        self._admin.create_topics({one.name: described})
        self._admin.wait_for_topics([one.name])

    def _recreate(self, one: DeclaredTopic) -> None:
        self._admin.delete_topics([one.name])
        for _ in range(GONE_WITHIN):
            if one.name not in self._held():
                break
            threading.Event().wait(0.1)
        self._create(one)

    def _alter(self, name: str, configs: dict[str, str]) -> None:
        self._admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, configs)])


def _loss(name: str, before: str, after: str) -> str:
    """What a change of configuration loses; empty for nothing."""
    if name == "cleanup.policy" and after == "delete":
        return "l'état gardé par clé s'efface avec le temps"
    if name in LOWERED_LOSES and before.lstrip("-").isdigit():
        lowered = int(before) < 0 <= int(after) or 0 <= int(after) < int(before)
        return LOWERED_LOSES[name] if lowered else ""
    return ""

"""The declared index of offers against that of a server: template, index in service, leftovers.

An index that is absent or out of date is made from the log beside the one in service; nobody waits meanwhile.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from infra.plan import Kind, Step
from services.kernel.eventlog.port import EventLog
from services.matching.adapters.elastic_generations import Generations
from services.matching.adapters.elastic_offer_index import ElasticOfferIndex
from services.matching.entrypoints.index_rebuild import rebuild_index
from services.matching.use_cases.project_offer import CodeOf

LEFT_OVER = "un index que personne ne sert"


def index_plan(index: ElasticOfferIndex, event_log: EventLog, code_of: CodeOf, *, prune: bool = False) -> list[Step]:
    """What must change. ``prune`` also plans to delete what is no longer served."""
    generations = index.generations
    with index.reach():
        steps = [_template(generations), _index(index, event_log, code_of)]
        served = {generations.live(), generations.building()}
        for name in generations.all():
            if name in served:
                continue
            if prune:
                act = partial(generations.drop, name)
                steps.append(Step(Kind.DESTROY, f"index {name}", "n'est plus servi", act, why=LEFT_OVER))
            else:
                steps.append(Step(Kind.NOTE, f"index {name}", "n'est plus servi (--prune pour l'effacer)"))
    return steps


def _template(generations: Generations) -> Step:
    what = f"modèle d'index {generations.template}"
    held = generations.held_template()
    if held is None:
        return Step(Kind.CREATE, what, "", generations.put_template)
    different = _different(generations.declared_template(), held)
    if different:
        return Step(Kind.ALTER, what, ", ".join(different), generations.put_template)
    return Step(Kind.KEEP, what)


def _index(index: ElasticOfferIndex, event_log: EventLog, code_of: CodeOf) -> Step:
    generations = index.generations
    live, build = generations.live(), partial(_build, index, event_log, code_of)
    if live is None:
        return Step(Kind.CREATE, f"index {generations.alias}", "rempli depuis le journal", build)
    if not generations.is_current():
        return Step(Kind.ALTER, f"index {live}", "refait à côté, autre modèle ou autre forme", build)
    return Step(Kind.KEEP, f"index {live}")


def _build(index: ElasticOfferIndex, event_log: EventLog, code_of: CodeOf) -> None:
    rebuild_index(index, event_log, code_of)


def _different(declared: Mapping[str, Any], held: Mapping[str, Any]) -> list[str]:
    """Names of the parts that are declared and not held so; the server writes every figure as text."""
    ours, theirs = dict(_leaves(declared)), dict(_leaves(held))
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def _leaves(tree: Mapping[str, Any], above: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        path = f"{above}.{name}" if above else name
        if isinstance(value, Mapping):
            found += _leaves(value, path)
        elif value not in ([], None):
            found.append((path, str(value).lower()))
    return found

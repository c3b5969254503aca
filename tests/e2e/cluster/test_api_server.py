"""deploy/kubernetes on a real Kubernetes: its API server takes every object, its controllers and scheduler act on them.

There is no node that runs anything: three are declared, of the size that the page asks for. What a pod does once
started is played by the containers of tests/e2e/containers.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.front import SERVICES
from tests.e2e.containers.territory import DEPLOY
from tests.e2e.journeys.houses import ROLES
from tests.e2e.journeys.servers import server

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(600)]
EXAMPLE = DEPLOY / "kubernetes" / "exemple"
PATIENCE = 120.0
NODES, CORES, MEMORY = 3, "4", "16Gi"
"""What docs/exploitation-distribuee.md asks for."""
PODS = {"web": 2, "relay": 2, "consume": 1}
"""Replicas of each service at rest."""


def kubectl(*words: str, typed: str | None = None, status: int = 0) -> str:
    """What the command says, on both outputs."""
    command = [*server("CITE_TEST_KUBECTL").split(), *words]
    done = subprocess.run(
        command, input=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == status, f"{words}: {done.stdout[-3000:]}"
    return done.stdout


def held(kind: str) -> dict[str, dict[str, Any]]:
    """Every object of a kind in the territory's namespace, by name."""
    items = json.loads(kubectl("get", kind, "--namespace", "cite", "--output", "json"))["items"]
    return {item["metadata"]["name"]: item for item in items}


def until(holds: Callable[[], bool], told: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, told()
        time.sleep(0.5)


@pytest.fixture(scope="module")
def applied() -> Iterator[tuple[str, str]]:
    """The example applied as the page says, and once more; what was said each time."""
    for number in range(NODES):
        declare_a_node(f"node-{number}")
    kubectl("apply", "--filename", str(EXAMPLE / "namespace.yaml"))
    for name in (*SERVICES, "operator"):
        kubectl(
            "--namespace", "cite", "create", "secret", "generic", f"cite-{name}", "--from-literal=CITE_DATABASE_URL=x"
        )
    for one in yaml.safe_load_all(kubectl("kustomize", str(EXAMPLE))):
        if one["kind"] == "PersistentVolumeClaim":
            declare_a_volume(one["metadata"]["name"], one)
    said = kubectl("apply", "--kustomize", str(EXAMPLE))
    yield said, kubectl("apply", "--kustomize", str(EXAMPLE))
    kubectl("delete", "namespace", "cite", "--wait=false")


def declare_a_node(name: str) -> None:
    """A machine that says it is ready and runs nothing."""
    size = {"cpu": CORES, "memory": MEMORY, "pods": "110", "ephemeral-storage": "100Gi"}
    node = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name}}}
    kubectl("create", "--filename", "-", typed=json.dumps(node))
    status = {"capacity": size, "allocatable": size, "conditions": [{"type": "Ready", "status": "True"}]}
    kubectl("patch", "node", name, "--subresource=status", "--patch", json.dumps({"status": status}))
    # The controllers see that it is ready, and let pods come.
    until(lambda: "not-ready" not in kubectl("get", "node", name, "--output", "jsonpath={.spec.taints}"), lambda: name)


def declare_a_volume(name: str, claim: dict[str, Any]) -> None:
    """A place for a claim, as a platform gives it."""
    spec = {
        "capacity": claim["spec"]["resources"]["requests"],
        "accessModes": claim["spec"]["accessModes"],
        "hostPath": {"path": f"/nowhere/{name}"},
        "claimRef": {"namespace": "cite", "name": name},
        "persistentVolumeReclaimPolicy": "Retain",
    }
    volume = {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": f"cite-{name}"}, "spec": spec}
    kubectl("create", "--filename", "-", typed=json.dumps(volume))


def test_every_object_is_taken_without_a_warning_and_then_there_is_nothing_to_change(applied: tuple[str, str]) -> None:
    lines, again = (said.splitlines() for said in applied)
    assert [line for line in lines if not line.endswith(("created", "unchanged"))] == []
    print(f"\n{len(lines)} objects taken by Kubernetes {kubectl('version').split()[-1]}")  # noqa: T201
    # The client always writes again a budget's selector and an empty value: the server finds them as they are.
    written = [line for line in again if not line.endswith("unchanged")]
    assert [line for line in written if not line.startswith(("poddisruptionbudget", "job"))] == []
    assert {one["metadata"].get("generation", 1) for kind in ("jobs", "pdb") for one in held(kind).values()} == {1}


@pytest.mark.usefixtures("applied")
def test_every_pod_is_allowed_and_finds_a_node_of_the_size_that_the_page_asks_for() -> None:
    expected = sum(PODS.values()) * len(SERVICES) + 2  # and two proxies

    def placed() -> list[str]:
        return [name for name, pod in held("pods").items() if pod["spec"].get("nodeName") and "prepare" not in name]

    until(lambda: len(placed()) >= expected, lambda: kubectl("get", "events", "--namespace", "cite"))
    refused = [one for one in held("events").values() if one["reason"] in {"FailedCreate", "FailedScheduling"}]
    refused = [one for one in refused if "unbound immediate PersistentVolumeClaims" not in one["message"]]
    assert [one["message"] for one in refused] == []
    assert held("jobs").keys() == {f"{name}-prepare" for name in SERVICES} | {"infra"}


@pytest.mark.usefixtures("applied")
def test_each_budget_and_each_scaler_finds_what_it_is_about() -> None:
    def counted() -> dict[str, int]:
        return {name: one.get("status", {}).get("expectedPods", 0) for name, one in held("pdb").items()}

    budgets = {f"{name}-{role}": PODS[role] for name in SERVICES for role in ROLES} | {"proxy": 2}
    until(lambda: counted() == budgets, counted)
    deployments = held("deployments")
    for kind in ("hpa", "scaledobjects.keda.sh"):
        targets = {one["spec"]["scaleTargetRef"]["name"] for one in held(kind).values()}
        assert targets <= deployments.keys()
        assert targets


@pytest.mark.usefixtures("applied")
def test_a_pod_with_more_rights_than_ours_is_refused_here() -> None:
    pod = {
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "intruder", "namespace": "cite"},
        "spec": {"containers": [{"name": "x", "image": "x", "securityContext": {"runAsUser": 0}}]},
    }  # fmt: skip
    said = kubectl("create", "--filename", "-", typed=json.dumps(pod), status=1)
    assert 'violates PodSecurity "restricted' in said


@pytest.mark.usefixtures("applied")
def test_an_upgrade_is_what_the_page_says_the_jobs_first(tmp_path: Path) -> None:
    jobs = [one for one in yaml.safe_load_all(kubectl("kustomize", str(EXAMPLE))) if one["kind"] == "Job"]
    newer = tmp_path / "newer.yaml"
    newer.write_text(yaml.safe_dump_all(jobs).replace(":0.1.0", ":0.2.0"))
    assert "field is immutable" in kubectl("apply", "--filename", str(newer), status=1)
    kubectl("--namespace", "cite", "delete", "job", "--selector", "cite/role=prepare", "--wait=false")
    until(lambda: not held("jobs"), lambda: held("jobs").keys())
    kubectl("apply", "--filename", str(newer))
    images = {one["spec"]["template"]["spec"]["containers"][0]["image"] for one in held("jobs").values()}
    assert len(images) == len(jobs) == len(SERVICES) + 1
    assert all(image.endswith(":0.2.0") for image in images)

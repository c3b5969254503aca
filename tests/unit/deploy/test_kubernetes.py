"""The Kubernetes manifests: known fields only, hardened pods, settings that exist, groups that are read.

Each document is held against the published schema of its kind; what kustomize makes of them is looked at in
``tests/e2e/containers``.
"""

from importlib import import_module
from typing import Any

import kubernetes_validate
import pytest
import yaml

from services.contracts.operations import SERVICES
from services.kernel.settings import Settings
from tests.unit.deploy.parts import DEPLOY, PROXY_NAMES, ROLES, SCRIPT_NAMES, SETTING_NAMES, documents

KUBERNETES = DEPLOY / "kubernetes"
VERSION = "1.31"
DOCUMENTS = documents(KUBERNETES)
NATIVE = [one for one in DOCUMENTS if one["apiVersion"].split("/")[0] not in {"keda.sh", "monitoring.coreos.com"}]
"""The others are read by operators that bring their own schemas."""


def called(document: dict[str, Any]) -> str:
    return f"{document['kind']}-{document['metadata']['name']}"


def pods() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for one in DOCUMENTS:
        spec = one.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", spec).get("template") if isinstance(spec, dict) else None
        if template:
            found.append((called(one), template["spec"]))
    return found


@pytest.mark.parametrize("document", NATIVE, ids=called)
def test_a_document_has_only_fields_that_its_kind_knows(document: dict[str, Any]) -> None:
    kubernetes_validate.validate(document, VERSION, strict=True)


@pytest.mark.parametrize(("name", "pod"), pods(), ids=[name for name, _ in pods()])
def test_a_pod_runs_without_rights(name: str, pod: dict[str, Any]) -> None:
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["allowPrivilegeEscalation"] is False
        assert container["securityContext"]["capabilities"]["drop"] == ["ALL"]
        assert container["resources"].keys() == {"requests", "limits"}
        if name.startswith("Deployment"):
            assert {"startupProbe", "livenessProbe", "readinessProbe"} <= container.keys()


def test_every_process_is_there_and_says_when_it_may_be_moved() -> None:
    deployments = {one["metadata"]["name"] for one in DOCUMENTS if one["kind"] == "Deployment"}
    budgets = {one["metadata"]["name"] for one in DOCUMENTS if one["kind"] == "PodDisruptionBudget"}
    assert deployments == budgets == {*ROLES, "proxy"}
    assert sorted(path.parent.name for path in KUBERNETES.glob("services/*/kustomization.yaml")) == sorted(SERVICES)


def test_every_variable_is_a_setting_that_a_process_reads() -> None:
    asked = {key for one in DOCUMENTS if one["kind"] == "ConfigMap" for key in one.get("data", {})}
    for _, pod in pods():
        asked |= {variable["name"] for container in pod["containers"] for variable in container.get("env", [])}
    assert {n for n in asked if n.startswith("CITE_")} - SETTING_NAMES - PROXY_NAMES - SCRIPT_NAMES == set()


def test_replicas_follow_the_lag_of_groups_that_exist(tmp_path: Any) -> None:
    settings = Settings(data_dir=tmp_path)
    read = {}
    for name in SERVICES:
        runtime = import_module(f"services.{name}.bootstrap").build(settings)
        read[f"{name}-consume"] = {consumer.name for consumer in runtime.consumers}
        runtime.close()
        runtime.event_log.close()
    followed = {
        one["metadata"]["name"]: {trigger["metadata"]["consumerGroup"] for trigger in one["spec"]["triggers"]}
        for one in DOCUMENTS
        if one["kind"] == "ScaledObject"
    }
    assert followed == {name: groups for name, groups in read.items() if groups}


def test_no_secret_is_in_the_manifests() -> None:
    assert [called(one) for one in DOCUMENTS if one["kind"] == "Secret"] == []


def test_the_example_names_an_image_for_each_service() -> None:
    example = yaml.safe_load((KUBERNETES / "exemple" / "kustomization.yaml").read_text())
    assert {image["name"] for image in example["images"]} == {"cite", *(f"cite-{name}" for name in SERVICES)}

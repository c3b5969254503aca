"""What kustomize makes of deploy/kubernetes: every document holds against its schema, and says what the base meant."""

import subprocess
from typing import Any

import kubernetes_validate
import pytest
import yaml

from services.contracts.operations import SERVICES
from tests.e2e.containers.territory import DEPLOY
from tests.e2e.journeys.houses import ROLES
from tests.e2e.journeys.servers import server

pytestmark = pytest.mark.servers
VERSION = "1.31"
Documents = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def made() -> Documents:
    command = [*server("CITE_TEST_KUSTOMIZE").split(), str(DEPLOY / "kubernetes" / "exemple")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {(one["kind"], one["metadata"]["name"]): one for one in yaml.safe_load_all(done.stdout)}


def test_every_document_holds_against_its_schema(made: Documents) -> None:
    unknown = set()
    for (kind, _), document in made.items():
        if document["apiVersion"].split("/")[0] in {"keda.sh", "monitoring.coreos.com"}:
            unknown.add(kind)
        else:
            kubernetes_validate.validate(document, VERSION, strict=True)
    assert unknown == {"ScaledObject", "PodMonitor", "PrometheusRule"}


def test_each_process_has_its_image_its_secret_and_its_keys(made: Documents) -> None:
    for service in SERVICES:
        for role in ROLES:
            pod = made["Deployment", f"{service}-{role}"]["spec"]["template"]["spec"]
            assert pod["containers"][0]["image"].split("/")[-1] == f"cite-{service}:0.1.0"
            volumes = {volume["name"]: volume for volume in pod["volumes"]}
            assert volumes["secrets"]["secret"]["secretName"] == f"cite-{service}"
            assert volumes["keys"]["persistentVolumeClaim"]["claimName"] == f"{service}-keys"
            assert ("PersistentVolumeClaim", f"{service}-keys") in made
    issues = {
        name: made["Job", f"{name}-prepare"]["spec"]["template"]["spec"]["containers"][0]["env"][0]["value"]
        for name in SERVICES
    }
    assert issues == {name: name if name in {"accounts", "candidates", "employers"} else "" for name in SERVICES}


def test_selectors_pick_the_processes_of_one_service(made: Documents) -> None:
    for service in SERVICES:
        for kind, name in (("Service", f"{service}-web"), ("PodDisruptionBudget", f"{service}-consume")):
            selector = made[kind, name]["spec"]["selector"]
            labels = selector.get("matchLabels", selector)
            assert labels["app.kubernetes.io/name"] == service
        for policy in ("web", "workers"):
            selected = made["NetworkPolicy", f"{service}-{policy}"]["spec"]["podSelector"]["matchLabels"]
            assert selected["app.kubernetes.io/name"] == service


def test_pages_are_asked_by_the_proxy_and_only_three_services_leave_the_cluster(made: Documents) -> None:
    for service in SERVICES:
        policy = made["NetworkPolicy", f"{service}-web"]["spec"]["ingress"][0]["from"][0]["podSelector"]
        assert policy["matchExpressions"][0]["values"] == ["proxy"]
    leaving = {
        name
        for (kind, name), one in made.items()
        if kind == "NetworkPolicy" and any("to" not in rule for rule in one["spec"].get("egress", []))
    }
    assert leaving == {"accounts-web", "candidates-workers", "employers-web", "employers-workers"}

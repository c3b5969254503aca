"""compose.yaml keeps its promises: one open door, secrets as files, hardened containers, settings that exist."""

import re
from typing import Any

import pytest

from services.contracts.actors import MINTED_BY
from services.contracts.operations import SERVICES
from tests.unit.deploy.parts import DEPLOY, PROXY_NAMES, ROLES, SCRIPT_NAMES, SETTING_NAMES, compose

COMPOSE = compose()
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
PROCESSES = [f"{service}-{role}" for service in SERVICES for role in ROLES]
OURS = [
    *PROCESSES,
    *(f"{service}-prepare" for service in SERVICES),
    "cite",
    "cite-candidates",
    "cite-badges",
    "infra",
    "proxy",
]


def given(container: str) -> list[tuple[str, str]]:
    """The secrets of a container: source, name of the file."""
    return [
        (one, one) if isinstance(one, str) else (one["source"], one["target"])
        for one in CONTAINERS[container].get("secrets", [])
    ]


def test_each_service_has_its_pages_its_relay_and_its_consumer_apart() -> None:
    assert set(PROCESSES) <= CONTAINERS.keys()
    for name in PROCESSES:
        assert CONTAINERS[name]["command"] == [name.split("-")[1]]


def test_only_the_proxy_has_open_ports() -> None:
    assert [name for name, container in CONTAINERS.items() if container.get("ports")] == ["proxy"]
    assert "edge" in CONTAINERS["proxy"]["networks"]
    assert [name for name, one in CONTAINERS.items() if "edge" in one.get("networks", [])] == ["proxy"]


def test_engines_are_on_networks_without_a_way_out() -> None:
    for engine, network in (("postgres", "data"), ("kafka", "events"), ("elasticsearch", "search")):
        assert CONTAINERS[engine]["networks"] == [network]
        assert COMPOSE["networks"][network] == {"internal": True}


def test_only_those_who_call_the_outside_have_a_way_out() -> None:
    outward = {name for name, one in CONTAINERS.items() if "outward" in one.get("networks", [])}
    assert outward == {"accounts-web", "candidates-consume", "employers-web", "employers-consume"}


@pytest.mark.parametrize("name", PROCESSES)
def test_pages_never_reach_kafka_and_workers_are_never_reached_by_the_proxy(name: str) -> None:
    networks = CONTAINERS[name]["networks"]
    assert ("front" in networks, "events" in networks) == ((True, False) if name.endswith("-web") else (False, True))


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_can_do_nothing_more_than_its_work(name: str) -> None:
    container = CONTAINERS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in container["security_opt"]
    assert container["deploy"]["resources"]["limits"].keys() >= {"cpus", "memory", "pids"}
    assert container.get("privileged") is None


@pytest.mark.parametrize("name", CONTAINERS)
def test_no_container_is_privileged_nor_holds_the_engine(name: str) -> None:
    assert CONTAINERS[name].get("privileged") is None
    assert "docker.sock" not in str(CONTAINERS[name].get("volumes", ""))
    assert "no-new-privileges:true" in CONTAINERS[name]["security_opt"]


def test_every_variable_is_a_setting_that_a_process_reads() -> None:
    for name, container in CONTAINERS.items():
        asked = {key for key in container.get("environment", {}) if key.startswith("CITE_")}
        assert asked - SETTING_NAMES - PROXY_NAMES - SCRIPT_NAMES == set(), name
    targets = {target for name in OURS for _, target in given(name) if target.startswith("CITE_")}
    assert targets - SETTING_NAMES == set()


def test_what_the_compose_file_asks_of_the_env_file_is_told_in_its_example() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    wanted = set(re.findall(r"\$\{(CITE_[A-Z_]+):\?", text))
    told = set(re.findall(r"^(CITE_[A-Z_]+)=", (DEPLOY / ".env.example").read_text(), re.MULTILINE))
    assert wanted <= told
    assert told - set(re.findall(r"\$\{(CITE_[A-Z_]+)[:}]", text)) == set()


def test_secrets_are_files_and_each_service_is_given_its_own() -> None:
    assert all(list(secret) == ["file"] for secret in COMPOSE["secrets"].values())
    for service in SERVICES:
        for role in (*ROLES, "prepare"):
            databases = [source for source, _ in given(f"{service}-{role}") if source.startswith("database_")]
            assert databases == [f"database_{service}"]
    assert not re.search(r"(?i)password['\"]?\s*[:=]\s*['\"]?[a-z0-9]{6,}", (DEPLOY / "compose.yaml").read_text())


def test_the_script_makes_every_secret_that_is_asked_for() -> None:
    made = (DEPLOY / "prepare.sh").read_text()
    for name in COMPOSE["secrets"].keys() - {"pip", "ca_of_build", "ca"}:
        assert name in made or f"database_{name.removeprefix('database_')}" == name, name


def test_the_keys_of_a_service_are_mounted_by_it_alone_and_public_ones_are_written_by_those_who_sign() -> None:
    writers = set()
    for name, container in CONTAINERS.items():
        for volume in container.get("volumes", []):
            if (found := re.match(r"keys-([a-z]+):(/[a-z/]+)(:ro)?$", volume)) is None:
                continue
            owner, _, readonly = found.groups()
            if owner == "public":
                writers |= set() if readonly else {name}
            else:
                assert name.removeprefix("cite-").split("-")[0] == owner
    assert writers == {f"{issuer}-prepare" for issuer in MINTED_BY}


def test_nobody_starts_before_the_databases_have_their_shape() -> None:
    for service in SERVICES:
        for role in ROLES:
            before = CONTAINERS[f"{service}-{role}"]["depends_on"]
            assert before[f"{service}-prepare"] == {"condition": "service_completed_successfully"}
            assert ("infra" in before) == (role != "web")
    assert CONTAINERS["infra"]["depends_on"]["kafka"] == {"condition": "service_healthy"}


def test_a_process_has_the_time_to_finish_what_it_holds() -> None:
    assert {CONTAINERS[name]["stop_grace_period"] for name in PROCESSES} == {"40s"}

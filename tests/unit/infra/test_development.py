"""Which servers are started where: containers when an engine answers and has the images, else packages."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import docker
import pytest
from docker.errors import DockerException

from infra.development import ContainerYard, RegistryYard, choose, declared_servers, find


class Engine:
    """A container engine as its HTTP interface shows it: images held, images that can be pulled, containers."""

    def __init__(self) -> None:
        self.images: set[str] = set()
        self.reachable: set[str] = set()
        self.containers: dict[str, dict[str, Any]] = {}
        self.created: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def client(self) -> docker.DockerClient:
        return docker.DockerClient(f"tcp://127.0.0.1:{self._server.server_address[1]}", version="1.41")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def answer(self, method: str, path: str, query: str, body: Any) -> tuple[int, Any]:
        """The few requests of the interface that the commands make."""
        if path == "/_ping":
            return 200, "OK"
        if found := re.fullmatch(r"/images/(.+)/json", path):
            held = found.group(1) in self.images
            return (
                (200, {"Id": f"sha256:{found.group(1)}", "RepoTags": [found.group(1)]})
                if held
                else (404, {"message": "no such image"})
            )
        if path == "/images/create":
            name = docker.utils.parse_repository_tag(re.search(r"fromImage=([^&]+)", query)[1].replace("%2F", "/"))[0]
            tag = re.search(r"tag=([^&]+)", query)
            full = f"{name}:{tag[1]}" if tag else name
            if full not in self.reachable:
                return 500, {"message": "no route to the registry"}
            self.images.add(full)
            return 200, {"status": "done"}
        if path == "/containers/create":
            name = re.search(r"name=([^&]+)", query)[1]
            self.created.append({"name": name, **body})
            self.containers[name] = {"Id": name, "Name": f"/{name}", "State": {"Status": "created"}, "Config": {}}
            return 201, {"Id": name, "Warnings": []}
        if found := re.fullmatch(r"/containers/([^/]+)(?:/(\w+))?", path):
            return self._on_container(method, found.group(1), found.group(2))
        return 404, {"message": f"{method} {path}"}

    def _on_container(self, method: str, name: str, verb: str | None) -> tuple[int, Any]:
        if name not in self.containers:
            return 404, {"message": "no such container"}
        if method == "DELETE":
            del self.containers[name]
            return 204, None
        if verb in ("start", "stop"):
            self.containers[name]["State"]["Status"] = "running" if verb == "start" else "exited"
            return 204, None
        return 200, self.containers[name]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = json.loads(self.rfile.read(length)) if length else None
                path, _, query = self.path.partition("?")
                status, told = engine.answer(self.command, re.sub(r"^/v[\d.]+", "", path), query, body)
                raw = b"" if told is None else (told.encode() if isinstance(told, str) else json.dumps(told).encode())
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_POST = do_DELETE = do_GET  # noqa: N815  named by the library

            def log_message(self, *_said: object) -> None:
                """Nothing on the console."""

        return Handler


@pytest.fixture
def engine() -> Iterator[Engine]:
    opened = Engine()
    yield opened
    opened.close()


IMAGES = {server.image for server in declared_servers()}


def no_engine() -> docker.DockerClient:
    raise DockerException("no socket")


def test_without_an_engine_packages_are_chosen_and_it_is_told(tmp_path: Path) -> None:
    said: list[str] = []

    assert isinstance(choose(tmp_path, tell=said.append, engine=no_engine), RegistryYard)
    assert said == ["aucun moteur de conteneurs ne répond : les serveurs viennent des dépôts de paquets"]


def test_an_engine_that_holds_the_images_is_used(engine: Engine, tmp_path: Path) -> None:
    engine.images = set(IMAGES)

    yard = choose(tmp_path, tell=lambda _: None, engine=engine.client)
    variables = yard.up(lambda _: None)

    assert isinstance(yard, ContainerYard)
    assert "CITE_EVENT_LOG_URL=kafka://127.0.0.1:9092" in variables
    assert {one["Image"] for one in engine.created} == IMAGES
    for one in engine.created:
        bound = one["HostConfig"]["PortBindings"]
        assert {b["HostIp"] for binds in bound.values() for b in binds} == {"127.0.0.1"}
        assert one["HostConfig"]["Memory"] > 0
    assert {state for _, state in yard.status()} == {"en marche"}


def test_images_that_can_be_pulled_are_pulled_once(engine: Engine, tmp_path: Path) -> None:
    engine.reachable = set(IMAGES)
    said: list[str] = []

    assert isinstance(choose(tmp_path, tell=said.append, engine=engine.client), ContainerYard)
    assert isinstance(choose(tmp_path, tell=said.append, engine=engine.client), ContainerYard)
    assert sum("téléchargement" in line for line in said) == len(IMAGES)


def test_an_engine_without_images_nor_network_leaves_it_to_packages(engine: Engine, tmp_path: Path) -> None:
    said: list[str] = []

    assert isinstance(choose(tmp_path, tell=said.append, engine=engine.client), RegistryYard)
    assert "images hors d'atteinte" in said[-1]
    with pytest.raises(ValueError, match="Impossible avec docker"):
        choose(tmp_path, wanted="docker", tell=said.append, engine=engine.client)


def test_up_again_creates_nothing_and_down_keeps_the_data_until_asked(engine: Engine, tmp_path: Path) -> None:
    engine.images = set(IMAGES)
    yard = choose(tmp_path, tell=lambda _: None, engine=engine.client)
    yard.up(lambda _: None)
    yard.up(lambda _: None)
    assert len(engine.created) == len(IMAGES)

    yard.down(forget=False)
    assert {state for _, state in yard.status()} == {"arrêté"}
    yard.up(lambda _: None)
    assert {state for _, state in find(tmp_path, engine=engine.client).status()} == {"en marche"}
    yard.down(forget=True)
    assert {state for _, state in yard.status()} == {"absent"}


def test_servers_started_from_packages_are_found_even_where_an_engine_answers(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "ports").write_text("1 2 3\n")

    assert isinstance(find(tmp_path, engine=engine.client), RegistryYard)


def test_an_unknown_way_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="n'est pas connu"):
        choose(tmp_path, wanted="podman", tell=lambda _: None, engine=no_engine)

"""The page for several machines, followed to the letter with compose.yaml; the journeys are played through the proxy.

Under way a container is killed and others are started again; secrets change; the databases are put back from a backup,
then a lost disk from what was received elsewhere. Printed: seconds of build and start, size of each image.
"""

import re
import threading
from collections.abc import Iterator

import httpx
import pytest

from services.contracts.operations import SERVICES
from tests.e2e.containers.territory import PAGE, PROJECT, Territory, running
from tests.e2e.journeys import houses
from tests.e2e.journeys.houses import ROLES, until
from tests.e2e.journeys.loops import from_the_offer_to_the_badge, two_clicks_make_one_introduction
from tests.e2e.journeys.neighbourhood import Neighbourhood, done
from tests.e2e.journeys.servers import server
from tests.e2e.typed_pages import filled, in_the_row

pytestmark = [pytest.mark.servers, pytest.mark.timeout(1500)]
PROCESSES = [f"{service}-{role}" for service in SERVICES for role in ROLES]
SLOWLY = 300.0
"""Seconds: a container that is started again on two busy cores takes longer than a process."""
SMALL = 200e6
"""Bytes that a service adds to its base."""
RESTARTED = ("matching-consume", "candidates-relay", "employers-web", "kafka")


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return {}


@pytest.fixture(scope="module")
def territory(tmp_path_factory: pytest.TempPathFactory, figures: dict[str, float]) -> Iterator[Territory]:
    with pytest.MonkeyPatch.context() as patience, running(tmp_path_factory.mktemp("territory"), figures) as found:
        patience.setattr(houses, "PATIENCE", SLOWLY)
        yield found


def visitor(territory: Territory, **headers: str) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{territory.port}", headers=headers, timeout=60.0)


def test_every_container_is_well_and_the_images_are_small(territory: Territory, figures: dict[str, float]) -> None:
    health = {name: one["State"].get("Health", {}).get("Status") for name, one in territory.containers().items()}
    assert {health[name] for name in PROCESSES} == {"healthy"}
    sizes = {name: territory.size_of(f"cite-{name}:test") for name in SERVICES}
    print(f"\nbuild {figures['build']:.0f} s, start {figures['start']:.0f} s,", end=" ")  # noqa: T201
    print(", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in sizes.items()))  # noqa: T201
    base = territory.size_of(server("CITE_TEST_IMAGE_BASE"))
    assert all(size - base < SMALL for name, size in sizes.items() if name != "matching")


def test_an_image_holds_one_service_and_nothing_to_install_with(territory: Territory) -> None:
    held = territory.python(
        "badges-web",
        "import pathlib; print(*sorted(p.parent.name for p in pathlib.Path('/app/services').glob('*/__init__.py')))",
    )
    assert held == "badges contracts kernel"
    absent = "import importlib.util as i; print([n for n in ('sklearn', 'numpy', 'pip', 'httpx') if i.find_spec(n)])"
    assert territory.python("badges-web", absent) == "[]"


def test_a_process_has_no_rights_and_cannot_write_its_own_code(territory: Territory) -> None:
    assert territory.python("badges-web", "import os; print(os.getuid())") == "10001"
    write = "import pathlib\ntry:\n pathlib.Path('/app/x').write_text('x')\nexcept OSError as e:\n print(e.strerror)"
    assert territory.python("badges-web", write) == "Read-only file system"


# The client of Kafka leaves its sockets to the collector when the broker's container goes away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_three_loops_close_while_containers_come_and_go(territory: Territory) -> None:
    playing, over = threading.Event(), threading.Event()
    ended: dict[str, str] = {}

    def come_and_go() -> None:
        playing.wait(120)
        for name in RESTARTED:
            territory.compose("restart", "--timeout", "40", name)
            ended[name] = "restarted"
            if over.wait(1.0):
                return

    unrest = threading.Thread(target=come_and_go)
    unrest.start()
    try:
        with Neighbourhood(territory.house()) as here:
            playing.set()
            from_the_offer_to_the_badge(here)
        with Neighbourhood(territory.house()) as here:
            two_clicks_make_one_introduction(here)
    finally:
        playing.set()
        over.set()
        unrest.join()
    assert ended, "nothing was restarted: the journey says nothing of it"


def test_the_proxy_refuses_what_the_gateway_refuses(territory: Territory) -> None:
    with visitor(territory) as somebody:
        assert somebody.get("/metrics").status_code == 404
        assert somebody.get("/health/ready").status_code == 200
        page = somebody.get("/mes-personnes", headers={"accept": "text/html"})
        assert page.headers["location"].startswith("/connexion")
        foreign = somebody.post("/connexion", headers={"origin": "https://ailleurs.example"}, data={"email": "a@b.fr"})
        assert foreign.status_code == 403
        huge = {"email": "a@b.fr", "password": "x" * 6_000_000}
        refused = somebody.post("/accounts/api/tokens", json=huge)
        assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")


def test_a_session_that_is_over_is_nobody_and_not_an_error(territory: Territory) -> None:
    with visitor(territory, accept="text/html", cookie="cite_session=0123456789abcdef") as somebody:
        with visitor(territory, accept="text/html") as nobody:
            assert somebody.get("/").text == nobody.get("/").text
        assert somebody.get("/").status_code == 200
        assert somebody.get("/mes-personnes").headers["location"].startswith("/connexion")


def test_the_public_side_of_badges_has_no_way_into_the_rest(territory: Territory) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{territory.badges_port}", timeout=30.0) as world:
        assert world.get("/badges/verifier").status_code == 200
        for path in ("/badges/api/awards", "/connexion", "/mes-personnes", "/accounts/api/tokens", "/metrics", "/"):
            assert world.get(path).status_code == 404, path


def test_the_operator_opens_a_territory_from_a_file(territory: Territory) -> None:
    edited = {'"${EDITOR:-nano}" ': "sed -i s/mon-territoire/nouveau/ "}
    said = territory.follows("De rien à un territoire", 1, replaced=edited)
    password = re.search(r"provisoire : (\S+)", said)
    assert password is not None, said
    with visitor(territory) as claire:
        credentials = {"email": "claire@exemple.fr", "password": password.group(1)}
        done(claire.post("/accounts/api/tokens", json=credentials))


def test_the_operator_looks_and_declares_what_is_declared_already(territory: Territory) -> None:
    said = territory.follows("Regarder", replaced={"logs -f ": "logs "})
    assert said.count("(healthy)") >= len(PROCESSES)
    assert '"event": "process.started"' in said
    declared = territory.follows("Les sujets et l'index")
    assert declared.count("0 changement(s)") == 2
    assert "Index refait" in declared


def test_a_command_without_the_keys_of_people_cannot_make_others(territory: Territory) -> None:
    places = ("/keys", "/keys/candidates", "/keys/badges")
    make = f"import os; print([os.access(place, os.W_OK) for place in {places}])"
    said = territory.compose("run", "--rm", "-T", "--entrypoint", "python3", "cite", "-c", make)
    assert said.strip() == "[True, False, False]"
    assert "dead-letters" in territory.compose("run", "--rm", "-T", "cite", "--help")


def test_keys_rotate_without_signing_anybody_out(territory: Territory) -> None:
    with Neighbourhood(territory.house()) as here:
        before = here.program("nadia")
        territory.types(in_the_row(PAGE, "clé des jetons")[0])
        after = here.program("nadia")
        for program in (before, after):
            done(program.get("/candidates/api/people"))


def test_the_password_of_a_database_changes(territory: Territory) -> None:
    secret, *commands = [one.replace("X", "employers") for one in in_the_row(PAGE, "mot de passe d'une base")]
    before = (territory.folder / secret).read_text()
    territory.types("\n".join([f"rm -f {secret}", *commands]))
    assert (territory.folder / secret).read_text() != before
    territory.compose("up", "--detach", "--wait", "--wait-timeout", "600")
    with Neighbourhood(territory.house()) as here:
        here.offer(here.program("nadia"))


def test_a_backup_puts_databases_and_log_back_to_one_moment(territory: Territory) -> None:
    with Neighbourhood(territory.house()) as here:
        referent = here.program("nadia")
        person = here.register(referent)
        territory.types("docker compose exec backups bash /cite/backup.sh now")
        instant = territory.compose("exec", "backups", "ls", "/backups").split()[-1]
        later = here.register(referent, first_name="Autre")
        restore = filled(
            PAGE, "Sauvegarder et restaurer", replaced={"instant=2026-03-02T011500Z": f"instant={instant}"}
        )
        stop, then, rest = restore.partition("docker compose run --rm restore")
        territory.types(stop)
        assert stopped(territory) == dict.fromkeys(PROCESSES, 0)

        said = territory.types(f"instant={instant}\n{then}{rest}")
        assert "fait : sujet candidates.profiles" in said
        assert "effacements au registre" in said

        again = here.program("nadia")
        assert done(again.get(f"/candidates/api/people/{person['id']}/profile"))["wishes"]
        assert again.get(f"/candidates/api/people/{later['id']}/profile").status_code == 404
        until(lambda: done(again.get(f"/matching/api/profiles/{person['profile_id']}/offers")))
        assert again.get(f"/matching/api/profiles/{later['profile_id']}/offers").status_code == 404
        territory.follows("Sauvegarder et restaurer", 1)
        assert done(again.get(f"/matching/api/profiles/{person['profile_id']}/offers"))


def test_the_disk_of_postgresql_is_lost_and_nothing_that_was_told_is(territory: Territory) -> None:
    """What was received, strictly, is laid out on an empty volume."""
    lost = {"docker volume rm cite_postgres": f"docker volume rm {PROJECT}_postgres"}
    with Neighbourhood(territory.house()) as here:
        referent = here.program("nadia")
        territory.types(filled("sauvegardes.md", "En continu, et ne rien perdre"))
        person = here.register(referent)
        territory.compose("kill", "postgres")
        said = territory.types(filled("sauvegardes.md", "En continu, et ne rien perdre", 1, replaced=lost))
        assert "prêt : démarrez PostgreSQL" in said
        assert "copie faite" in said
        again = here.program("nadia")
        assert done(again.get(f"/candidates/api/people/{person['id']}/profile"))["wishes"]
        assert here.register(again, first_name="Autre")["id"]


def stopped(territory: Territory) -> dict[str, int]:
    """How each process ended: 0 when it finished what it held within its time."""
    containers = territory.containers()
    return {name: containers[name]["State"]["ExitCode"] for name in PROCESSES}

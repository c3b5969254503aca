"""Every page that a role can reach in the demonstration: it answers, it is no barrier, its console is quiet."""

from collections.abc import Callable

import pytest

from tests.e2e.browser.conftest import Demo
from tests.e2e.browser.crawl import walk
from tests.e2e.browser.visitor import Visitor

Visit = Callable[..., Visitor]
# The operator reads the letters of the demonstration: the personal links in them are for other people.
LETTERS_OF_OTHERS = {"exploitation": r"^/(reponse|fiches|moi)/"}
ROLES = ("référent", "coordination", "partenaire prescripteur", "exploitation", "entreprise")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_stands_on_a_screen(visit: Visit, demo: Demo, role: str) -> None:
    visitor = visit(demo.base_url)
    start = visitor.signs_in(*demo.accounts[role])

    met = walk(visitor, start, role=role.replace(" ", "-"), skips=LETTERS_OF_OTHERS.get(role, "$^"))

    assert not met.faults, "\n".join(met.faults)
    assert len(met.pages) > 5, met.pages


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", ["référent", "coordination", "entreprise"])
def test_every_page_of_a_role_stands_on_a_phone_at_night(visit: Visit, demo: Demo, role: str) -> None:
    visitor = visit(demo.base_url, device="phone", dark=True)
    start = visitor.signs_in(*demo.accounts[role])

    met = walk(visitor, start, role=role)

    assert not met.faults, "\n".join(met.faults)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", ["référent", "coordination", "entreprise"])
def test_every_page_of_a_role_fits_four_times_larger(visit: Visit, demo: Demo, role: str) -> None:
    visitor = visit(demo.base_url, device="magnified")
    start = visitor.signs_in(*demo.accounts[role])

    met = walk(visitor, start, role=role)

    assert not met.faults, "\n".join(met.faults)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("device", ["screen", "phone"])
def test_every_public_page_stands(visit: Visit, demo: Demo, device: str) -> None:
    visitor = visit(demo.base_url, device=device)

    met = walk(visitor, "/", role="visiteur")

    assert not met.faults, "\n".join(met.faults)
    assert {"/", "/connexion", "/rejoindre", "/badges/verifier", "/club/mur"} <= set(met.pages)

"""The proxy sends each path to the service that declares it, by the same rule as the embedded gateway."""

import re
from importlib import import_module

import pytest

from services.contracts.operations import SERVICES
from services.kernel.gateway import SESSION_COOKIE, Gateway
from tests.unit.deploy.parts import DEPLOY

CADDYFILE = (DEPLOY / "proxy" / "Caddyfile").read_text()
PATHS = {name: import_module(f"services.{name}.bootstrap").PATHS for name in SERVICES}
BY_DEFAULT = "accounts"
"""Owns the home page, and answers for what nobody owns."""


def routed() -> dict[str, set[str]]:
    """The patterns of the Caddyfile, by service."""
    table = dict(re.findall(r"@(\w+) path ((?:/\S+ ?)+)\n\t\thandle", CADDYFILE))
    return {name: set(patterns.split()) for name, patterns in table.items()}


@pytest.mark.parametrize("service", [name for name in SERVICES if name != BY_DEFAULT])
def test_a_service_is_asked_for_what_it_declares_and_nothing_else(service: str) -> None:
    expected = {pattern for path in PATHS[service] for pattern in (path, f"{path}/*", f"{path}.*")}
    assert routed()[service] == expected


def test_what_nobody_else_declares_goes_to_the_home_page_s_service() -> None:
    assert BY_DEFAULT not in routed()
    last = CADDYFILE[CADDYFILE.rindex("\t\thandle {", 0, CADDYFILE.index("# What wallets")) :]
    assert f"reverse_proxy {BY_DEFAULT}-web:8000" in last.split("}")[0]


def test_no_two_services_claim_the_same_path() -> None:
    claimed = [pattern for patterns in routed().values() for pattern in patterns]
    assert len(claimed) == len(set(claimed))


def test_every_way_in_exchanges_the_session_where_the_gateway_does() -> None:
    site = CADDYFILE[CADDYFILE.index("{$CITE_SITE_ADDRESS} {") : CADDYFILE.index("# What wallets")]
    assert site.count("import session") == site.count("reverse_proxy") == len(SERVICES)
    assert f"{SESSION_COOKIE}=" in CADDYFILE
    assert "uri /accounts/gateway/token" in CADDYFILE
    assert "not header Authorization *" in CADDYFILE


def test_measures_are_not_for_visitors() -> None:
    assert "@measures path /metrics" in CADDYFILE
    assert "respond @measures 404" in CADDYFILE


def test_the_public_side_of_badges_gives_documents_and_not_the_api() -> None:
    public = CADDYFILE[CADDYFILE.index("{$CITE_BADGES_ADDRESS") :]
    documents, badge = (re.compile(found) for found in re.findall(r"path_regexp (\S+)", public))
    award = "0192b3c4-1111-7222-8333-444455556666"
    for path in (f"/badges/{award}", f"/badges/{award}.json", f"/badges/{award}.png"):
        assert badge.search(path)
    for path in (f"/badges/status/{award}", f"/badges/issuers/{award}/did.json", f"/badges/achievements/{award}.png"):
        assert documents.search(path)
    for path in (
        "/badges/api/awards",
        f"/badges/api/awards/{award}/accept",
        "/badges/mes-badges",
        f"/badges/personnes/{award}",
    ):
        assert not badge.search(path)
        assert not documents.search(path)
    assert "import session" not in public


def test_the_rule_is_the_gateway_s() -> None:
    gateway = Gateway(
        {name: (paths, lambda *_: None) for name, paths in PATHS.items()},  # type: ignore[misc,return-value,arg-type]
        exchange=lambda _secret: None,
        own=lambda *_: None,  # type: ignore[arg-type,return-value]
    )
    for patterns in routed().values():
        for pattern in patterns:
            assert gateway.owner(pattern.replace("*", "csv")) is not None, pattern
    assert gateway.owner("/offresque") is None

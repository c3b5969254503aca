"""The badges as the wallets' own verifiers judge them: Digital Bazaar, DCC, LearnCard, jose, all offline.

Run by `make test-servers`, after `npm ci` in this folder. A machine without Node or without the packages fails
here: these opinions are not optional.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from services.badges.adapters.badge_image import draw_png
from services.badges.adapters.baking import bake_png, unbake_png
from services.badges.adapters.packaged_contexts import PINNED, packaged_context
from services.badges.domain.addresses import did_web_document_address
from services.badges.domain.award import HashedEmail
from services.badges.domain.face import BadgeFace
from services.badges.domain.issuer import IssuerKind
from tests.factories.badge_service import BadgeService, person
from tests.factories.badges import NOW, BadgeHouse

pytestmark = pytest.mark.servers
HERE = Path(__file__).parent
PROOF_VERIFIERS = ("digitalbazaar", "dcc", "learncard")
LISTS_VERIFIERS = ("digitalbazaar", "dcc")
"""LearnCard's engine, called as the wallet calls it, looks neither at dates nor at lists."""


def judge(documents: dict[str, Any], *cases: dict[str, Any]) -> list[dict[str, Any]]:
    """One verdict per case: ``{"verified": bool, "detail": str}``."""
    node = shutil.which("node")
    assert node is not None, "Node.js est nécessaire à ces vérificateurs : installez-le, puis « npm ci » ici"
    assert (HERE / "node_modules").is_dir(), "lancez « npm ci » dans tests/e2e/verifiers"
    asked = json.dumps({"documents": documents, "cases": cases})
    done = subprocess.run(
        [node, str(HERE / "run.mjs")], input=asked, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    verdicts: list[dict[str, Any]] = json.loads(done.stdout)
    return verdicts


def by_each(verifiers: tuple[str, ...], document: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"verifier": verifier, "document": document} for verifier in verifiers]


def test_every_wallet_accepts_the_badge_and_its_shape() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content(email=HashedEmail.of("lea@example.test", salt="b7c1e0d94f2a6853")))
    verdicts = judge(house.publishes(), *by_each((*PROOF_VERIFIERS, "wallet_schema"), badge))
    assert [verdict["verified"] for verdict in verdicts] == [True] * 4, verdicts


def test_no_wallet_accepts_a_badge_that_was_touched() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content())
    badge["credentialSubject"]["achievement"]["name"] = "Immersion : pilotage d’avion"
    verdicts = judge(house.publishes(), *by_each(PROOF_VERIFIERS, badge))
    assert [verdict["verified"] for verdict in verdicts] == [False] * 3, verdicts


def test_no_wallet_accepts_a_term_that_no_context_defines() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content())
    badge["credentialSubject"]["quartier"] = "Villeneuve"
    verdicts = judge(house.publishes(), *by_each(PROOF_VERIFIERS, badge))
    assert [verdict["verified"] for verdict in verdicts] == [False] * 3, verdicts


def test_a_badge_signed_before_a_rotation_is_still_accepted_and_one_of_a_stolen_key_is_not() -> None:
    house = BadgeHouse()
    old_key = house.issuer.signing_key().key_id
    badge = house.sign(house.content())
    house.rotate(at=NOW)
    kept = judge(house.publishes(), *by_each(PROOF_VERIFIERS, badge))
    house.issuer = house.issuer.without(old_key, stolen_at=NOW)
    lost = judge(house.publishes(), *by_each(PROOF_VERIFIERS, badge))
    assert [verdict["verified"] for verdict in kept] == [True] * 3, kept
    assert [verdict["verified"] for verdict in lost] == [False] * 3, lost


def test_a_badge_signed_with_the_key_of_another_house_is_refused() -> None:
    house, stranger = BadgeHouse(), BadgeHouse(name="Une autre maison")
    content = house.content()
    forged = stranger.sign(content)
    verdicts = judge({**stranger.publishes(), **house.publishes()}, *by_each(PROOF_VERIFIERS, forged))
    assert [verdict["verified"] for verdict in verdicts] == [False] * 3, verdicts


def test_a_revoked_badge_is_seen_as_revoked() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content(index=4242))
    house.revoked = {4242}
    verdicts = judge(house.publishes(), *by_each(LISTS_VERIFIERS, badge))
    house.revoked = {4241, 4243}
    neighbours = judge(house.publishes(), *by_each(LISTS_VERIFIERS, badge))
    assert [verdict["verified"] for verdict in verdicts] == [False] * 2, verdicts
    assert [verdict["verified"] for verdict in neighbours] == [True] * 2, neighbours


def test_a_status_list_that_was_touched_is_not_believed() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content(index=7))
    published = house.publishes()
    address = badge["credentialStatus"]["statusListCredential"]
    house.revoked = {9}
    published[address]["credentialSubject"]["encodedList"] = house.status_content()["credentialSubject"]["encodedList"]
    verdicts = judge(published, *by_each(LISTS_VERIFIERS, badge))
    assert [verdict["verified"] for verdict in verdicts] == [False] * 2, verdicts


def test_the_badge_taken_out_of_its_image_is_the_one_that_wallets_accept() -> None:
    house = BadgeHouse()
    image = draw_png(BadgeFace("Immersion", "Accueil et renseignements", house.name, "mars 2026"))
    text = json.dumps(house.sign(house.content()), ensure_ascii=False)
    badge = json.loads(unbake_png(bake_png(image, text)))
    verdicts = judge(house.publishes(), *by_each(PROOF_VERIFIERS, badge))
    assert [verdict["verified"] for verdict in verdicts] == [True] * 3, verdicts


def test_the_employers_endorsement_verifies_with_the_employers_own_key() -> None:
    house = BadgeHouse()
    employer = BadgeHouse(name="Les Halles du Port", kind=IssuerKind.EMPLOYER)
    opinion = employer.sign(employer.endorsement_of(house.sign(house.content())))
    verdicts = judge(employer.publishes(), *by_each((*PROOF_VERIFIERS, "wallet_schema"), opinion))
    assert [verdict["verified"] for verdict in verdicts] == [True] * 4, verdicts


def test_the_token_form_is_accepted_whole_and_refused_once_touched() -> None:
    house = BadgeHouse()
    token = house.token(house.content())
    header, payload, signature = token.split(".")
    other = house.token(house.content()).split(".")[1]
    verdicts = judge(
        house.publishes(),
        {"verifier": "vc_jwt", "token": token},
        {"verifier": "vc_jwt", "token": ".".join((header, other, signature))},
    )
    assert [verdict["verified"] for verdict in verdicts] == [True, False], verdicts
    assert payload != other


def test_every_wallet_accepts_what_the_running_service_publishes_and_sees_its_revocation(tmp_path: Path) -> None:
    service = BadgeService(tmp_path).ready()
    try:
        award = service.issued(employer_endorses=True)
        badge = service.client().get(f"/badges/{award.award_id}.json").json()
        before = judge(published(service, badge), *by_each((*PROOF_VERIFIERS, "wallet_schema"), badge))
        service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/withdraw")
        after = judge(published(service, badge), *by_each(LISTS_VERIFIERS, badge))
    finally:
        service.close()
    assert [verdict["verified"] for verdict in before] == [True] * 4, before
    assert [verdict["verified"] for verdict in after] == [False] * 2, after


def published(service: BadgeService, badge: dict[str, Any]) -> dict[str, Any]:
    """What the service answers at the addresses that this badge names."""
    did = str(badge["issuer"]["id"])
    addresses = (did_web_document_address(did), str(badge["credentialStatus"]["statusListCredential"]))
    documents: dict[str, Any] = {url: packaged_context(url) for url in PINNED}
    return documents | {address: service.client().get(address).json() for address in addresses}

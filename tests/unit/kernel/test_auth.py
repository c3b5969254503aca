"""Tokens: what an issuer signed is read by all, what anybody else made is refused."""

import base64
import json
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel.auth import EXPIRED, REFUSED, KeyRing, Signer, Verifier
from services.kernel.problems import Unauthenticated
from tests.factories.plumbing import NOON

HOUR = timedelta(hours=1)
ISSUERS = frozenset({"accounts", "candidates"})


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys")


def _token(ring: KeyRing, issuer: str = "accounts", **claims: object) -> str:
    return Signer(issuer, ring).mint({"sub": "referent:1", **claims}, lasts=HOUR, now=NOON)


def test_a_token_is_read_with_what_it_claims(ring: KeyRing) -> None:
    claims = Verifier(ring, ISSUERS).claims(_token(ring, roles=["referent"]), now=NOON)
    assert (claims["sub"], claims["roles"], claims["iss"]) == ("referent:1", ["referent"], "accounts")


def test_a_token_lasts_until_its_end_and_not_beyond(ring: KeyRing) -> None:
    token, verifier = _token(ring), Verifier(ring, ISSUERS)
    verifier.claims(token, now=NOON + HOUR - timedelta(seconds=1))
    with pytest.raises(Unauthenticated, match=EXPIRED):
        verifier.claims(token, now=NOON + HOUR)


def test_a_token_signed_with_the_key_of_another_is_refused(ring: KeyRing, tmp_path: Path) -> None:
    forged = _token(KeyRing(tmp_path / "elsewhere"))
    _token(ring)
    with pytest.raises(Unauthenticated, match=REFUSED):
        Verifier(ring, ISSUERS).claims(forged, now=NOON)


def test_an_issuer_that_is_not_expected_is_refused(ring: KeyRing) -> None:
    with pytest.raises(Unauthenticated):
        Verifier(ring, frozenset({"candidates"})).claims(_token(ring), now=NOON)


def test_an_issuer_cannot_sign_in_the_name_of_another(ring: KeyRing) -> None:
    header, body, signature = _token(ring, "candidates").split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    renamed = base64.urlsafe_b64encode(json.dumps(claims | {"iss": "accounts"}).encode()).rstrip(b"=").decode()
    _token(ring)
    with pytest.raises(Unauthenticated, match=REFUSED):
        Verifier(ring, ISSUERS).claims(f"{header}.{renamed}.{signature}", now=NOON)


def test_a_token_without_signature_is_refused(ring: KeyRing) -> None:
    _, body, _ = _token(ring).split(".")
    header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    with pytest.raises(Unauthenticated, match=REFUSED):
        Verifier(ring, ISSUERS).claims(f"{header}.{body}.", now=NOON)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120) | st.from_regex(r"\A[\w-]{0,30}\.[\w-]{0,60}\.[\w-]{0,30}\Z"))
def test_what_is_no_token_is_refused_in_words(ring: KeyRing, text: str) -> None:
    with pytest.raises(Unauthenticated):
        Verifier(ring, ISSUERS).claims(text, now=NOON)


def test_a_private_key_is_readable_by_its_owner_alone_and_the_public_one_has_no_secret(
    ring: KeyRing, tmp_path: Path
) -> None:
    _token(ring)
    private = tmp_path / "keys" / "accounts.private.json"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    (public,) = ring.jwks("accounts")["keys"]
    assert "d" not in public
    assert public["kid"]


def test_two_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    rings = [KeyRing(tmp_path / "keys") for _ in range(6)]
    door = threading.Barrier(6)
    kids: list[str] = []

    def start(ring: KeyRing) -> None:
        door.wait(20.0)
        kids.append(str(ring.private("accounts").kid))

    threads = [threading.Thread(target=start, args=(ring,)) for ring in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20.0)

    assert len(kids) == 6
    assert set(kids) == {rings[0].jwks("accounts")["keys"][0]["kid"]}


def test_a_death_between_the_two_halves_of_a_key_is_mended_at_the_next_start(ring: KeyRing, tmp_path: Path) -> None:
    token = _token(ring)
    (tmp_path / "keys" / "public" / "accounts.json").unlink()
    with pytest.raises(Unauthenticated):
        Verifier(KeyRing(tmp_path / "keys"), ISSUERS).claims(token, now=NOON)

    Signer("accounts", KeyRing(tmp_path / "keys"))

    assert Verifier(KeyRing(tmp_path / "keys"), ISSUERS).claims(token, now=NOON)["sub"] == "referent:1"


def test_a_rotation_refuses_no_token_that_was_given(ring: KeyRing, tmp_path: Path) -> None:
    before = _token(ring)
    elsewhere = Verifier(KeyRing(tmp_path / "keys"), ISSUERS)
    elsewhere.claims(before, now=NOON)

    name = ring.rotate("accounts")

    after = _token(ring)
    assert json.loads(base64.urlsafe_b64decode(after.split(".")[0] + "=="))["kid"] == name
    assert [elsewhere.claims(token, now=NOON)["sub"] for token in (before, after)] == ["referent:1", "referent:1"]
    assert ["d" in key for key in ring.jwks("accounts")["keys"]] == [False, False]
    assert stat.S_IMODE((tmp_path / "keys" / "accounts.private.json").stat().st_mode) == 0o600


def test_a_key_that_was_stolen_is_worth_nothing_after_two_rotations(ring: KeyRing) -> None:
    stolen = _token(ring)
    ring.rotate("accounts")
    ring.rotate("accounts")
    with pytest.raises(Unauthenticated, match=REFUSED):
        Verifier(ring, ISSUERS).claims(stolen, now=NOON)

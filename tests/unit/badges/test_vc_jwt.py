"""The token form of a badge, with openbadgeslib as the other opinion."""

import base64
import json
from typing import Any

import pytest
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from services.badges.adapters.vc_jwt import TokenRefused, read, sign, unverified
from tests.factories.badges import ADDRESSES, NOW, BadgeHouse, published_bytes


def part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def third_party(house: BadgeHouse, token: str, listed: str) -> Any:
    def download(address: str) -> bytes:
        if "/status/" in address:
            return listed.encode()
        return published_bytes(house, address)

    verifier = OB3Verifier.for_issuer_did(ADDRESSES.did(house.issuer.id), download=download)
    return verifier.verify(token, check_status=True, download=download)


def test_the_token_is_read_back_whole() -> None:
    house = BadgeHouse()
    content = house.content()
    assert read(house.token(content), lambda _: house.key.public_key()) == (content, house.method)


def test_a_third_party_accepts_the_token_and_the_signed_list_beside_it() -> None:
    house = BadgeHouse()
    token = house.token(house.content(index=3))
    assert third_party(house, token, house.token(house.status_content())).issuer.name == "Parcours Atlantique"
    house.revoked = {3}
    with pytest.raises(OB3VerificationError):
        third_party(house, token, house.token(house.status_content()))


def test_a_token_signed_by_another_key_is_refused() -> None:
    house, stranger = BadgeHouse(), BadgeHouse()
    token = sign(house.content(), key=stranger.key, verification_method=house.method)
    with pytest.raises(TokenRefused, match="modifié"):
        read(token, lambda _: house.key.public_key())


def test_an_unsigned_token_is_refused() -> None:
    house = BadgeHouse()
    token = f"{part({'alg': 'none', 'kid': house.method})}.{part(house.content())}."
    with pytest.raises(TokenRefused):
        read(token, lambda _: house.key.public_key())


@pytest.mark.parametrize(("claim", "value"), [("iss", "did:web:evil.example"), ("sub", "urn:x"), ("nbf", 0)])
def test_a_claim_that_contradicts_the_badge_is_refused(claim: str, value: Any) -> None:
    house = BadgeHouse()
    content = house.content()
    honest = json.loads(base64.urlsafe_b64decode(house.token(content).split(".")[1] + "=="))
    forged = sign({**content, "name": content["name"]}, key=house.key, verification_method=house.method)
    assert honest[claim] != value
    header = forged.split(".")[0]
    payload = part(honest | {claim: value})
    signature = house.key.sign(f"{header}.{payload}".encode())
    token = f"{header}.{payload}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"
    with pytest.raises(TokenRefused, match="deux choses différentes"):
        read(token, lambda _: house.key.public_key())


@pytest.mark.parametrize("text", ["", "a.b.c", "....", "é.é.é", "e30.e30.e30"])
def test_noise_is_refused_and_reads_as_nothing(text: str) -> None:
    with pytest.raises(TokenRefused):
        read(text, lambda _: BadgeHouse().key.public_key())
    assert unverified(text) in (None, {})


def test_nbf_is_the_first_instant_of_validity() -> None:
    house = BadgeHouse()
    payload = json.loads(base64.urlsafe_b64decode(house.token(house.content()).split(".")[1] + "=="))
    assert payload["nbf"] == int(NOW.timestamp())
    assert "exp" not in payload

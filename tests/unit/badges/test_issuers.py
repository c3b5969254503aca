"""Issuers, their keys and their DID documents."""

from dataclasses import replace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3.did import fetch_did_web_document, resolve_verification_method

from services.badges.adapters.did_web import KeyNotFound, did_document, key_in, key_of_did_key
from services.badges.adapters.multikey import (
    MalformedMultibase,
    decode_base58,
    encode_base58,
    from_multibase,
    multikey,
    public_key,
)
from services.badges.domain.addresses import Addresses, NotADidWeb, did_web_document_address
from services.badges.domain.issuer import NoSigningKey
from tests.factories.badges import ADDRESSES, NOW, BadgeHouse, published_bytes

ID = UUID("019a0000-0000-7000-8000-000000000001")


@given(st.binary(max_size=70))
def test_base58_gives_back_what_it_took(data: bytes) -> None:
    assert decode_base58(encode_base58(data)) == data


def test_an_ed25519_key_always_begins_the_same_way() -> None:
    keys = [Ed25519PrivateKey.generate().public_key() for _ in range(20)]
    assert all(multikey(key).startswith("z6Mk") for key in keys)
    assert all(public_key(multikey(key)) == key for key in keys)


@pytest.mark.parametrize("text", ["", "6Mk", "z0", "z" + "2" * 300, "zQ3sh", "z6Mkshort"])
def test_what_is_not_an_ed25519_multikey_is_refused(text: str) -> None:
    with pytest.raises(MalformedMultibase):
        public_key(text)
    with pytest.raises(MalformedMultibase):
        from_multibase(text[1:] or "x")


@pytest.mark.parametrize(
    ("base", "did", "document"),
    [
        ("https://b.example", "did:web:b.example:badges:issuers:{}", "https://b.example/badges/issuers/{}/did.json"),
        (
            "https://b.example:8443/site",
            "did:web:b.example%3A8443:site:badges:issuers:{}",
            "https://b.example:8443/site/badges/issuers/{}/did.json",
        ),
    ],
)
def test_the_did_leads_to_the_document_we_serve(base: str, did: str, document: str) -> None:
    addresses = Addresses(base)
    assert addresses.did(ID) == did.format(ID)
    assert did_web_document_address(addresses.did(ID)) == addresses.did_document(ID) == document.format(ID)


@pytest.mark.parametrize("base", ["http://b.example", "https://b.example/", "https://u:p@b.example", "b.example"])
def test_a_base_that_could_not_be_a_did_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="https address"):
        Addresses(base)


def test_a_did_of_another_method_has_no_document() -> None:
    with pytest.raises(NotADidWeb):
        did_web_document_address("did:key:z6Mk")


def test_a_third_party_finds_the_signing_key_and_the_retired_ones() -> None:
    house = BadgeHouse()
    retired = house.method
    house.rotate(at=NOW)
    for method in (house.method, retired):
        pem = resolve_verification_method(method, download=lambda address: published_bytes(house, address))
        assert pem.startswith(b"-----BEGIN PUBLIC KEY-----")
    document = fetch_did_web_document(
        ADDRESSES.did(house.issuer.id), download=lambda address: published_bytes(house, address)
    )
    assert document["verificationMethod"][0]["id"] == house.method != retired


def test_the_newest_key_signs_and_the_former_ones_retire() -> None:
    house = BadgeHouse()
    first = house.issuer.signing_key()
    house.rotate(at=NOW)
    assert house.issuer.signing_key().key_id != first.key_id
    assert [key.live for key in house.issuer.keys] == [False, True]
    assert len(house.issuer.published_keys()) == 2


def test_a_stolen_key_neither_signs_nor_is_published() -> None:
    house = BadgeHouse()
    stolen = house.issuer.signing_key().key_id
    alone = house.issuer.without(stolen, stolen_at=NOW)
    assert alone.published_keys() == ()
    with pytest.raises(NoSigningKey):
        alone.signing_key()
    with pytest.raises(KeyError):
        house.issuer.without("z6MkAnother", stolen_at=NOW)


def test_a_key_is_believed_only_as_its_document_declares_it() -> None:
    house = BadgeHouse()
    document = did_document(house.issuer, ADDRESSES)
    assert key_in(document, house.method) == house.key.public_key()
    method = document["verificationMethod"][0]
    for changed in (
        document | {"id": "did:web:evil.example"},
        document | {"assertionMethod": []},
        document | {"verificationMethod": []},
        document | {"verificationMethod": [method | {"controller": "did:web:evil.example"}]},
        document | {"verificationMethod": [method | {"type": "JsonWebKey"}]},
        document | {"verificationMethod": [method | {"publicKeyMultibase": "z6MkBad"}]},
        document | {"verificationMethod": [method | {"publicKeyMultibase": None}]},
    ):
        with pytest.raises(KeyNotFound):
            key_in(changed, house.method)


def test_a_did_key_is_its_own_document() -> None:
    key = Ed25519PrivateKey.generate().public_key()
    name = multikey(key)
    assert key_of_did_key(f"did:key:{name}#{name}") == key
    with pytest.raises(KeyNotFound):
        key_of_did_key(f"did:key:{name}#other")


def test_an_issuer_address_tells_neither_its_name_nor_its_territory() -> None:
    house = BadgeHouse()
    named = replace(house.issuer, name="Villeneuve-les-Salines", territory="villeneuve-les-salines")
    assert "villeneuve" not in ADDRESSES.did(named.id)

"""Signing and checking `eddsa-rdfc-2022`, with openbadgeslib as the other opinion."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from services.badges.adapters.did_web import KeyNotFound, did_document, key_in
from services.badges.adapters.eddsa_rdfc import ProofRefused, check, secure
from services.badges.adapters.rdf_digest import NotCanonical
from services.badges.domain.award import HashedEmail
from tests.factories.badges import ADDRESSES, NOW, BadgeHouse, published_bytes


def third_party(house: BadgeHouse, badge: dict[str, Any], *, status: bool = False) -> Any:
    """openbadgeslib's own judgement, its downloads answered by the house."""
    verifier = OB3LdpVerifier.for_issuer_did(ADDRESSES.did(house.issuer.id))
    return verifier.verify(
        json.dumps(badge),
        check_status=status,
        verify_status_list=False,
        download=lambda address: published_bytes(house, address),
    )


def test_our_proof_is_accepted_by_a_third_party() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content(email=HashedEmail.of("Lea@Example.test ", salt="b7c1e0d94f2a6853")))
    read = third_party(house, badge, status=True)
    assert read.achievement.name == "Immersion : accueil et renseignements"
    assert read.issuer.name == "Parcours Atlantique"


def test_a_touched_badge_is_refused_by_us_and_by_the_third_party() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content())
    badge["credentialSubject"]["achievement"]["name"] = "Immersion : pilotage"
    with pytest.raises(ProofRefused, match="a été modifié"):
        check(badge, lambda method: house.key.public_key())
    with pytest.raises(OB3VerificationError):
        third_party(house, badge)


PATHS = st.sampled_from(
    [
        ("name",),
        ("validFrom",),
        ("id",),
        ("issuer", "name"),
        ("issuer", "id"),
        ("credentialSubject", "id"),
        ("credentialSubject", "achievement", "description"),
        ("credentialSubject", "achievement", "criteria", "narrative"),
        ("credentialStatus", "statusListIndex"),
        ("credentialStatus", "statusListCredential"),
    ]
)


@settings(deadline=None, max_examples=40)
@given(path=PATHS, suffix=st.text(alphabet="abé1-", min_size=1, max_size=6))
def test_no_field_can_be_lengthened_unseen(path: tuple[str, ...], suffix: str) -> None:
    house = BadgeHouse()
    badge = copy.deepcopy(house.sign(house.content()))
    holder: dict[str, Any] = badge
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] += suffix
    with pytest.raises((ProofRefused, NotCanonical)):
        check(badge, lambda method: house.key.public_key())


def test_no_field_can_be_removed_unseen() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content())
    for name in ("credentialStatus", "awardedDate", "validFrom", "name"):
        with pytest.raises(ProofRefused):
            check({key: value for key, value in badge.items() if key != name}, lambda _: house.key.public_key())


def test_the_proof_says_its_key_and_its_date() -> None:
    house = BadgeHouse()
    proof = check(house.sign(house.content()), lambda method: house.key.public_key())
    assert (proof.verification_method, proof.created) == (house.method, NOW)


def test_what_no_context_defines_is_never_signed() -> None:
    house = BadgeHouse()
    with pytest.raises(NotCanonical):
        house.sign(house.content() | {"endorsementJwt": ["a.b.c"]})


def test_a_badge_without_proof_or_with_two_is_refused() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content())
    with pytest.raises(ProofRefused, match="plusieurs signatures"):
        check(badge | {"proof": badge["proof"] * 2}, lambda _: house.key.public_key())
    with pytest.raises(ProofRefused, match="ne porte pas de signature"):
        check(house.content(), lambda _: house.key.public_key())


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("created", "2026-03-16T09:00:00", "incomplète"),
        ("proofPurpose", "authentication", "affirmer"),
        ("proofValue", "zO0Il", "modifié"),
        ("proofValue", 12, "incomplète"),
    ],
)
def test_a_malformed_proof_is_refused_in_words(field: str, value: Any, says: str) -> None:
    house = BadgeHouse()
    badge = house.sign(house.content())
    badge["proof"][0][field] = value
    with pytest.raises(ProofRefused, match=says):
        check(badge, lambda _: house.key.public_key())


def test_a_badge_outlives_the_rotation_of_its_key_and_not_its_theft() -> None:
    house = BadgeHouse()
    old = house.issuer.signing_key().key_id
    badge = house.sign(house.content())
    house.rotate(at=NOW)
    check(badge, lambda method: key_in(did_document(house.issuer, ADDRESSES), method))
    assert third_party(house, badge).issuer.name == "Parcours Atlantique"
    house.issuer = house.issuer.without(old, stolen_at=NOW)
    with pytest.raises(KeyNotFound, match="n’est plus"):
        check(badge, lambda method: key_in(did_document(house.issuer, ADDRESSES), method))
    with pytest.raises(OB3VerificationError):
        third_party(house, badge)


def test_revocation_reaches_the_third_party() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content(index=131_071))
    assert third_party(house, badge, status=True)
    house.revoked = {131_071}
    with pytest.raises(OB3VerificationError, match="revocation"):
        third_party(house, badge, status=True)


def test_signing_leaves_the_content_as_it_was() -> None:
    house = BadgeHouse()
    content = house.content()
    before = copy.deepcopy(content)
    signed = secure(content, key=house.key, verification_method=house.method, created=NOW)
    assert content == before
    assert {name: value for name, value in signed.items() if name != "proof"} == before

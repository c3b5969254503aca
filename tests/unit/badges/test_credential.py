"""What an Open Badge of ours holds, and what it never holds."""

import hashlib
import json

import pytest

from services.badges.domain.achievement import achievement_of, family_of
from services.badges.domain.award import HashedEmail
from services.badges.domain.discretion import told_by
from services.contracts.vocabulary import OfferKind
from tests.factories.badges import NOW, BadgeHouse, an_award


def test_the_badge_has_the_shape_that_open_badges_3_asks() -> None:
    content = BadgeHouse().content()
    assert content["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert content["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert content["issuer"]["type"] == ["Profile"]
    assert content["validFrom"] == content["awardedDate"] == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    achievement = content["credentialSubject"]["achievement"]
    assert {"id", "type", "name", "description", "criteria"} <= achievement.keys()
    assert achievement["alignment"][0]["targetType"] == "ext:ROME"
    assert isinstance(content["credentialStatus"], dict)
    assert content["credentialStatus"]["statusListIndex"] == "77"


def test_every_result_points_at_its_description() -> None:
    subject = BadgeHouse().content()["credentialSubject"]
    described = {entry["id"] for entry in subject["achievement"]["resultDescription"]}
    assert {entry["resultDescription"] for entry in subject["result"]} == described
    assert [entry["value"] for entry in subject["result"]] == ["fait en autonomie", "fait avec de l’aide"]


def test_a_badge_holds_nothing_of_the_person_the_employer_or_the_placement() -> None:
    house = BadgeHouse()
    achievement = house.achievement()
    award = an_award(achievement)
    text = json.dumps(house.content(), ensure_ascii=False)
    for value in (award.profile_id, award.placement_id, award.company_id, award.company_name, award.territory):
        assert str(value) not in text
    assert "2026-03-13" not in text
    # What is drawn by chance may look like a telephone number.
    drawn = ("https://", "did:", "urn:uuid:")
    words = [content for content in _strings(json.loads(text)) if not content.startswith(drawn)]
    assert all(told_by(word) is None for word in words)


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []


def test_two_badges_of_the_same_person_share_no_address_of_hers() -> None:
    house = BadgeHouse()
    subjects = {house.content()["credentialSubject"]["id"] for _ in range(5)}
    assert len(subjects) == 5


def test_an_email_travels_only_hashed_with_its_salt() -> None:
    email = HashedEmail.of("  Lea@Example.test ", salt="b7c1e0d94f2a6853")
    content = BadgeHouse().content(email=email)
    identity = content["credentialSubject"]["identifier"][0]
    expected = hashlib.sha256(b"lea@example.testb7c1e0d94f2a6853").hexdigest()
    assert identity["identityHash"] == f"sha256${expected}"
    assert identity["salt"] == "b7c1e0d94f2a6853"
    assert "example.test" not in json.dumps(content["credentialSubject"]["identifier"])


def test_without_email_no_identifier_is_written() -> None:
    assert "identifier" not in BadgeHouse().content()["credentialSubject"]


def test_a_trade_without_rome_code_has_no_alignment() -> None:
    house = BadgeHouse()
    achievement = house.achievement("Accueil", "")
    assert achievement.rome == ""


def test_the_same_experience_makes_the_same_achievement() -> None:
    house = BadgeHouse()
    assert house.achievement().id == house.achievement().id
    assert house.achievement().id != house.achievement("Cuisine", "G1602").id
    assert house.achievement().id != BadgeHouse().achievement().id


@pytest.mark.parametrize("kind", list(OfferKind))
def test_no_kind_of_placement_tells_a_scheme(kind: OfferKind) -> None:
    family = family_of(kind)
    if kind in {OfferKind.VISIT, OfferKind.MOCK_INTERVIEW}:
        assert family is None
        return
    assert family is not None
    achievement = achievement_of(
        issuer_id=BadgeHouse().issuer.id, territory="t", family=family, trade="Cuisine", rome="G1602"
    )
    for text in (achievement.name, achievement.description, achievement.criteria):
        assert told_by(text) is None


def test_an_acronym_keeps_its_capitals_in_the_name() -> None:
    house = BadgeHouse()
    assert house.achievement("BTP : maçonnerie").name == "Immersion : BTP : maçonnerie"
    assert house.achievement("Maçonnerie").name == "Immersion : maçonnerie"
    assert house.achievement("Aide-soignant / Aide-soignante").name == "Immersion : aide-soignant / aide-soignante"

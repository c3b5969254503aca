"""What the public verification page tells, step by step."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from services.badges.adapters.badge_image import draw_png, draw_svg
from services.badges.adapters.baking import bake_png, bake_svg
from services.badges.adapters.eddsa_rdfc import secure
from services.badges.adapters.multikey import multikey
from services.badges.adapters.verify import BadgeVerifier
from services.badges.domain.face import BadgeFace
from services.badges.domain.issuer import IssuerKind
from services.badges.domain.verification import Report, Verdict
from tests.factories.badges import NOW, BadgeHouse

FACE = BadgeFace("Immersion", "Accueil", "Parcours Atlantique")


def told(house: BadgeHouse, badge: Any) -> Report:
    content = badge if isinstance(badge, bytes) else json.dumps(badge).encode()
    return BadgeVerifier(house).verify(content, now=NOW)


def verdicts(report: Report) -> dict[str, Verdict]:
    return {step.title: step.verdict for step in report.steps}


def test_a_good_badge_passes_the_six_steps_in_order() -> None:
    house = BadgeHouse()
    report = told(house, house.sign(house.content()))
    assert [step.title for step in report.steps] == [
        "Le fichier",
        "La forme",
        "L’émetteur et sa clé",
        "La signature",
        "Les dates",
        "Le retrait",
    ]
    assert report.verdict is Verdict.RIGHT
    assert report.told is not None
    assert report.told.name == "Immersion : accueil et renseignements"
    assert report.told.issuer_name == "Parcours Atlantique"
    assert report.told.alignments == (
        ("Accueil et renseignements", "https://candidat.francetravail.fr/metierscope/fiche-metier/M1601"),
    )
    assert report.told.results == (
        "Accueillir le public : fait en autonomie",
        "Tenir un standard : fait avec de l’aide",
    )


@pytest.mark.parametrize("form", ["png", "svg", "jwt", "text"])
def test_every_form_in_which_we_hand_a_badge_over_is_read(form: str) -> None:
    house = BadgeHouse()
    content = house.content()
    text = json.dumps(house.sign(content), ensure_ascii=False)
    handed = {
        "png": bake_png(draw_png(FACE), text),
        "svg": bake_svg(draw_svg(FACE), text).encode(),
        "jwt": house.token(content).encode(),
        "text": ("\ufeff \n" + text).encode(),
    }[form]
    assert told(house, handed).verdict is Verdict.RIGHT


def test_a_touched_badge_is_told_as_modified() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content())
    badge["name"] = "Pilote"
    report = told(house, badge)
    assert verdicts(report)["La signature"] is Verdict.WRONG
    assert verdicts(report)["L’émetteur et sa clé"] is Verdict.RIGHT
    assert "a été modifié" in report.steps[-1].text
    assert report.verdict is Verdict.WRONG


def test_a_revoked_badge_is_told_as_taken_back() -> None:
    house = BadgeHouse()
    badge = house.sign(house.content(index=12))
    house.revoked = {12}
    report = told(house, badge)
    assert verdicts(report)["Le retrait"] is Verdict.WRONG
    assert verdicts(report)["La signature"] is Verdict.RIGHT


def test_the_key_of_another_issuer_is_told() -> None:
    house, stranger = BadgeHouse(), BadgeHouse()
    forged = stranger.sign(house.content())
    report = told(house, forged)
    assert verdicts(report)["L’émetteur et sa clé"] is Verdict.WRONG
    assert "n’est pas celle de l’émetteur" in report.steps[-1].text


def test_a_badge_of_another_house_is_read_but_not_vouched_for() -> None:
    house, stranger = BadgeHouse(), BadgeHouse(name="Ailleurs")
    report = told(house, stranger.sign(stranger.content()))
    assert report.verdict is Verdict.UNSURE
    assert verdicts(report)["La signature"] is Verdict.UNSURE
    assert report.told is not None
    assert report.told.issuer_name == "Ailleurs"


def test_a_self_made_key_proves_the_content_but_not_the_author() -> None:
    key = Ed25519PrivateKey.generate()
    name = multikey(key.public_key())
    content = BadgeHouse().content()
    content["issuer"]["id"] = f"did:key:{name}"
    del content["credentialStatus"]
    signed = secure(content, key=key, verification_method=f"did:key:{name}#{name}", created=NOW)
    report = told(BadgeHouse(), signed)
    assert report.verdict is Verdict.UNSURE
    assert verdicts(report)["La signature"] is Verdict.RIGHT


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        (timedelta(0), None, Verdict.RIGHT),
        (timedelta(minutes=4), None, Verdict.RIGHT),
        (timedelta(days=1), None, Verdict.WRONG),
        (timedelta(days=-9), timedelta(days=-1), Verdict.WRONG),
        (timedelta(days=-9), timedelta(days=1), Verdict.RIGHT),
    ],
)
def test_the_dates_are_checked(start: timedelta, end: timedelta | None, verdict: Verdict) -> None:
    house = BadgeHouse()
    content = house.content(at=NOW + start)
    if end is not None:
        content["validUntil"] = (NOW + end).isoformat()
    assert verdicts(told(house, house.sign(content)))["Les dates"] is verdict


def test_the_employers_opinion_is_read_too() -> None:
    house, employer = BadgeHouse(), BadgeHouse(name="Les Halles du Port", kind=IssuerKind.EMPLOYER)
    report = told(employer, employer.sign(employer.endorsement_of(house.content())))
    assert report.verdict is Verdict.RIGHT
    assert report.told is not None
    assert report.told.endorsement.startswith("Nous avons vu ce travail")


def test_a_script_in_a_strangers_badge_never_becomes_a_link() -> None:
    stranger = BadgeHouse()
    content = stranger.content()
    content["credentialSubject"]["achievement"]["alignment"][0]["targetUrl"] = "javascript:alert(1)"
    report = told(stranger, stranger.sign(content))
    assert report.told is not None
    assert report.told.alignments == (("Accueil et renseignements", ""),)


@pytest.mark.parametrize(
    "handed",
    [
        b"",
        b"bonjour",
        b"{",
        b"[]",
        b"{}",
        b'{"@context": NaN}',
        b'{"a": "\\ud800"}',
        b"\xff\xfe",
        b"<svg",
        b"\x89PNG\r\n\x1a\n",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"a.b.c",
        b"x" * 5_000_000,
        b'{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}',
    ],
)
def test_whatever_is_handed_over_gets_a_plain_answer(handed: bytes) -> None:
    report = told(BadgeHouse(), handed)
    assert report.verdict is Verdict.WRONG
    assert all(step.text.endswith((".", "!")) for step in report.steps)


def test_half_a_character_never_reaches_the_page() -> None:
    house = BadgeHouse()
    text = json.dumps(house.sign(house.content())).replace("Parcours", "\\ud83d")
    report = told(house, text.encode())
    assert (report.verdict, report.told) == (Verdict.WRONG, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["@context", "type", "issuer", "credentialSubject", "proof", "validFrom", "credentialStatus", "id", "evidence"]
)


@settings(deadline=None, max_examples=150)
@given(field=FIELDS, value=JSON)
def test_no_nonsense_in_any_field_breaks_the_verifier(field: str, value: Any) -> None:
    house = BadgeHouse()
    badge = house.sign(house.content()) | {field: value}
    assert told(house, badge).verdict is not Verdict.RIGHT

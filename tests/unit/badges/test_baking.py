"""Badges put in images and taken out again, by us and by openbadgeslib."""

import json
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3.verifier import OB3Verifier

from services.badges.adapters.badge_image import draw_png, draw_svg
from services.badges.adapters.baking import (
    KEYWORD,
    NAMESPACE,
    PNG_SIGNATURE,
    NotABakedImage,
    bake_png,
    bake_svg,
    unbake_png,
    unbake_svg,
)
from services.badges.domain.face import BadgeFace
from tests.factories.badges import BadgeHouse

FACE = BadgeFace("Immersion", "Accueil et renseignements", "Parcours Atlantique", "mars 2026")
PNG = draw_png(FACE)
SVG = draw_svg(FACE)


def test_a_third_party_takes_the_same_badge_out_of_the_png() -> None:
    text = json.dumps(BadgeHouse().content(), ensure_ascii=False)
    baked = bake_png(PNG, text)
    assert unbake_png(baked) == text
    assert OB3Verifier.extract_token_from_png(baked) == text


def test_a_third_party_takes_the_same_badge_out_of_the_svg_in_both_forms() -> None:
    house = BadgeHouse()
    text = json.dumps(house.sign(house.content()), ensure_ascii=False)
    token = house.token(house.content())
    for credential in (text, token):
        baked = bake_svg(SVG, credential)
        assert unbake_svg(baked) == credential
        assert OB3Verifier.extract_token_from_svg(baked.encode()) == credential


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_any_text_survives_both_ovens(text: str) -> None:
    credential = json.dumps({"name": text}, ensure_ascii=False)
    assert unbake_png(bake_png(PNG, credential)) == credential
    assert json.loads(unbake_svg(bake_svg(SVG, credential))) == {"name": text}


def test_the_chunk_is_uncompressed_and_comes_before_the_pixels() -> None:
    baked = bake_png(PNG, "{}")
    assert baked.index(KEYWORD) < baked.index(b"IDAT")
    assert KEYWORD + b"\0\0\0\0\0{}" in baked


def test_a_compressed_badge_of_another_baker_is_read() -> None:
    data = KEYWORD + b"\0" + b"\1\0" + b"fr\0\0" + zlib.compress(b'{"name":"x"}')
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    assert unbake_png(PNG[:33] + chunk + PNG[33:]) == '{"name":"x"}'


def test_an_image_is_never_baked_twice() -> None:
    with pytest.raises(NotABakedImage, match="déjà"):
        bake_png(bake_png(PNG, "{}"), "{}")
    with pytest.raises(NotABakedImage, match="déjà"):
        bake_svg(bake_svg(SVG, "{}"), "{}")


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (b"GIF89a", "pas une image PNG"),
        (PNG_SIGNATURE, "tronquée"),
        (PNG[:200], "abîmée|tronquée"),
        (PNG.replace(b"IDAT", b"IDAX", 1), "abîmée"),
        (PNG, "ne contient pas de badge"),
        (PNG + b"\0" * 5_000_000, "trop lourd"),
    ],
)
def test_a_png_without_badge_is_refused_in_words(image: bytes, says: str) -> None:
    with pytest.raises(NotABakedImage, match=says):
        unbake_png(image)


def test_a_badge_that_inflates_without_end_is_refused() -> None:
    data = KEYWORD + b"\0" + b"\1\0" + b"\0\0" + zlib.compress(b"a" * 50_000_000)
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    with pytest.raises(NotABakedImage, match="démesuré"):
        unbake_png(PNG[:33] + chunk + PNG[33:])


@pytest.mark.parametrize(
    ("image", "says"),
    [
        ("<svg", "pas une image SVG"),
        ("<html/>", "ne contient pas"),
        (SVG, "ne contient pas"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "déclaration"),
        (f'<svg xmlns:o="{NAMESPACE}"><o:credential/></svg>', "ne contient pas"),
    ],
)
def test_an_svg_without_badge_is_refused_in_words(image: str, says: str) -> None:
    with pytest.raises(NotABakedImage, match=says):
        unbake_svg(image)

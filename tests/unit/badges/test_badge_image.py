"""The drawn badge: the same everywhere, readable, and holding every word it was given."""

from io import BytesIO
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from services.badges.adapters.badge_image import BLUE, SIZE, TITLE_WIDTH, draw_png, draw_svg
from services.badges.domain.face import BadgeFace, month_in_words

FACE = BadgeFace("Immersion", "Accueil et renseignements", "Parcours Atlantique", "mars 2026")
SVG = "{http://www.w3.org/2000/svg}"


def test_the_png_is_a_square_of_600_on_atlantic_blue() -> None:
    image = Image.open(BytesIO(draw_png(FACE)))
    assert (image.size, image.format) == ((SIZE, SIZE), "PNG")
    assert image.convert("RGB").getpixel((2, 2)) == tuple(bytes.fromhex(BLUE[1:]))


def test_the_same_badge_always_gives_the_same_bytes() -> None:
    assert draw_png(FACE) == draw_png(FACE)
    assert draw_png(FACE) != draw_png(BadgeFace("Immersion", "Cuisine", "Parcours Atlantique", "mars 2026"))


def test_french_letters_are_drawn_and_not_boxes() -> None:
    drawn = {letter: draw_png(BadgeFace("", letter, "")) for letter in "éèêëàâçîïôœùûÉÀÇŒ’–…€"}
    assert len(set(drawn.values())) == len(drawn)


def words_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_svg_says_its_words_to_screen_readers() -> None:
    root = ElementTree.fromstring(draw_svg(FACE))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Immersion – Accueil et renseignements – Parcours Atlantique – mars 2026"
    assert words_of(draw_svg(FACE)) == ["IMMERSION", "Accueil et", "renseignements", "mars 2026", "Parcours Atlantique"]


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=80),
)
def test_any_words_stay_inside_the_disc_and_make_sound_xml(title: str, issuer: str) -> None:
    svg = draw_svg(BadgeFace("Stage", title, issuer, "mai 2026"))
    for element in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        assert 0 <= float(element.get("textLength", "0")) <= TITLE_WIDTH + 1
        assert 80 < float(element.get("y", "0")) < 530


def test_a_long_title_is_cut_with_an_ellipsis() -> None:
    words = words_of(draw_svg(BadgeFace("Stage", "conducteur accompagnateur " * 30, "Parcours")))
    assert any(word.endswith("…") for word in words)


def test_months_are_written_in_french() -> None:
    assert month_in_words(2026, 8) == "août 2026"

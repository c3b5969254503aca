"""The image of a badge, drawn: a disc on Atlantic blue with the title, the issuer's public name and the month.

The PNG and the SVG share one layout. No mark of the State, no logo, no name of a person. The typeface travels
with the package, so that the drawing is the same on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from services.badges.domain.face import BadgeFace

SIZE = 600
SHARPNESS = 2
"""The PNG is drawn this many times larger, then reduced: smooth edges."""

BLUE, PALE, INK, SOFT, WHITE = "#0b5c82", "#dcecf5", "#12303f", "#43606f", "#ffffff"
DISC = 268
WAVES = 446
"""Where the sea begins, from the top."""

REGULAR, STRONG = "source-sans-3-latin-400-normal.woff2", "source-sans-3-latin-600-normal.woff2"
FONT_STACK = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', system-ui, sans-serif"
TITLE_SIZES, TITLE_WIDTH, TITLE_HEIGHT = (52, 46, 40, 35, 31, 27), 430, 215
ISSUER_SIZES, ISSUER_WIDTH, ISSUER_WIDTH_IN_TWO = (25, 22, 19), 330, 270
LEADING = 1.18


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, centred at ``y`` (its middle), in drawing units."""

    text: str
    y: float
    size: int
    strong: bool
    colour: str


def draw_png(face: BadgeFace) -> bytes:
    """A square PNG of 600 pixels; the same face always gives the same bytes."""
    scale = SHARPNESS
    image = Image.new("RGB", (SIZE * scale, SIZE * scale), BLUE)
    pen = ImageDraw.Draw(image)
    middle = SIZE * scale / 2
    _disc(pen, middle, (DISC + 12) * scale, PALE)
    _disc(pen, middle, DISC * scale, WHITE)
    image.paste(Image.new("RGB", image.size, BLUE), mask=_sea(image.size, scale))
    for line in _lines(face):
        font = _font(line.strong, line.size * scale)
        pen.text((middle, line.y * scale), line.text, font=font, fill=line.colour, anchor="mm")
    content = BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(content, "PNG", optimize=True)
    return content.getvalue()


def draw_svg(face: BadgeFace) -> str:
    """The same drawing as SVG, with its words as text and a title for screen readers."""
    middle = SIZE / 2
    words = "".join(_svg_text(line, middle) for line in _lines(face))
    label = escape(" – ".join(part for part in (face.kind, face.title, face.issuer, face.when) if part), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}"'
        f' role="img" aria-label="{label}">'
        f'<defs><clipPath id="disc"><circle cx="{middle:g}" cy="{middle:g}" r="{DISC}"/></clipPath></defs>'
        f'<rect width="{SIZE}" height="{SIZE}" fill="{BLUE}"/>'
        f'<circle cx="{middle:g}" cy="{middle:g}" r="{DISC + 12}" fill="{PALE}"/>'
        f'<circle cx="{middle:g}" cy="{middle:g}" r="{DISC}" fill="{WHITE}"/>'
        f'<path clip-path="url(#disc)" fill="{BLUE}" d="{_wave_path()}"/>'
        f'<g text-anchor="middle" dominant-baseline="central" font-family="{FONT_STACK}">{words}</g></svg>'
    )


def _svg_text(line: Line, middle: float) -> str:
    """``textLength`` keeps the line inside the disc whatever typeface the reader has."""
    width = _width(line.text, line.size, line.strong)
    return (
        f'<text x="{middle:g}" y="{line.y:g}" font-size="{line.size}" fill="{line.colour}"'
        f' font-weight="{600 if line.strong else 400}" textLength="{width:.0f}"'
        f' lengthAdjust="spacingAndGlyphs">{escape(line.text)}</text>'
    )


def _lines(face: BadgeFace) -> list[Line]:
    title, size = _fitted_title(face.title)
    top = 262 - size * LEADING * (len(title) - 1) / 2
    lines = [Line(face.kind.upper(), 118, 24, True, BLUE)] if face.kind else []
    lines += [Line(text, top + size * LEADING * rank, size, True, INK) for rank, text in enumerate(title)]
    if face.when:
        lines.append(Line(face.when, 410, 24, False, SOFT))
    issuer, size = _fitted_issuer(face.issuer)
    top = 500 - size * LEADING * (len(issuer) - 1) / 2
    return lines + [Line(text, top + size * LEADING * rank, size, True, WHITE) for rank, text in enumerate(issuer)]


def _fitted_title(title: str) -> tuple[list[str], int]:
    for size in TITLE_SIZES:
        lines = _wrap(title, size, TITLE_WIDTH, strong=True)
        if len(lines) * size * LEADING <= TITLE_HEIGHT:
            return lines, size
    smallest = TITLE_SIZES[-1]
    room = int(TITLE_HEIGHT / (smallest * LEADING))
    return _cut(_wrap(title, smallest, TITLE_WIDTH, strong=True), room), smallest


def _fitted_issuer(name: str) -> tuple[list[str], int]:
    for size in ISSUER_SIZES:
        if _width(name, size, True) <= ISSUER_WIDTH:
            return [name], size
        lines = _wrap(name, size, ISSUER_WIDTH_IN_TWO, strong=True)
        if len(lines) <= 2:
            return lines, size
    return _cut(_wrap(name, ISSUER_SIZES[-1], ISSUER_WIDTH_IN_TWO, strong=True), 2), ISSUER_SIZES[-1]


def _cut(lines: list[str], room: int) -> list[str]:
    return lines if len(lines) <= room else [*lines[: room - 1], lines[room - 1][:-1].rstrip() + "…"]


def _wrap(text: str, size: int, width: float, *, strong: bool) -> list[str]:
    """Words laid in lines no wider than ``width``; a longer word is cut."""
    lines: list[str] = []
    for word in _pieces(text.split(), size, width, strong):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, size, strong) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def _pieces(words: Sequence[str], size: int, width: float, strong: bool) -> list[str]:
    pieces: list[str] = []
    for word in words:
        rest = word
        while _width(rest, size, strong) > width and len(rest) > 1:
            cut = len(rest) - 1
            while cut > 1 and _width(rest[:cut], size, strong) > width:
                cut -= 1
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces


def _width(text: str, size: int, strong: bool) -> float:
    return _font(strong, size).getlength(text)


@lru_cache(maxsize=32)
def _font(strong: bool, size: int) -> ImageFont.FreeTypeFont:
    content = files("services.badges.fonts").joinpath(STRONG if strong else REGULAR).read_bytes()
    return ImageFont.truetype(BytesIO(content), size)


def _disc(pen: ImageDraw.ImageDraw, middle: float, radius: float, colour: str) -> None:
    pen.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), fill=colour)


def _sea(size: tuple[int, int], scale: int) -> Image.Image:
    """The mask of the lower part of the disc, under a swell of three waves."""
    disc = Image.new("L", size, 0)
    _disc(ImageDraw.Draw(disc), size[0] / 2, DISC * scale, "white")
    water = Image.new("L", size, 0)
    points = [(x * scale, y * scale) for x, y in _swell()]
    ImageDraw.Draw(water).polygon([*points, (size[0], size[1]), (0, size[1])], fill="white")
    return Image.composite(water, Image.new("L", size, 0), disc)


def _swell() -> list[tuple[float, float]]:
    """The waterline: cubic arcs of 100 units, sampled."""
    points: list[tuple[float, float]] = []
    for start in range(0, SIZE, 100):
        lift = -22 if (start // 100) % 2 else 22
        for step in range(20):
            t = step / 20
            points.append((start + 100 * t, WAVES + lift * 3 * t * (1 - t)))
    return [*points, (SIZE, WAVES)]


def _wave_path() -> str:
    arcs = [f"M0 {WAVES}"]
    for start in range(0, SIZE, 100):
        lift = WAVES + (-22 if (start // 100) % 2 else 22)
        arcs.append(f"C{start + 33} {lift} {start + 67} {lift} {start + 100} {WAVES}")
    return " ".join([*arcs, f"V{SIZE} H0 Z"])

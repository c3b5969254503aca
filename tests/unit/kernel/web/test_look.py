"""The colours, sheets and templates of the house keep their own rules."""

import re
from pathlib import Path

import pytest

from services.kernel.web.pages import HOUSE_TEMPLATES
from services.kernel.web.static import HOUSE_STATIC

TOKENS = (HOUSE_STATIC / "tokens.css").read_text()
MODES = dict(zip(("light", "dark"), TOKENS.split("@media (prefers-color-scheme: dark)"), strict=True))

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in ("paper", "surface", "sunken")),
    ("ink", "accent-soft"),
    ("ink", "signal-soft"),
    ("ink", "good-soft"),
    ("ink", "warn-soft"),
    ("ink", "bad-soft"),
    ("ink-soft", "signal-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-signal", "signal"),
    ("on-signal", "signal-strong"),
    ("accent-strong", "accent-soft"),
    ("signal-strong", "signal-soft"),
    ("good", "good-soft"),
    ("warn", "warn-soft"),
    ("bad", "bad-soft"),
    ("bad", "paper"),
    ("bad", "surface"),
]
EDGE_PAIRS = [("line-strong", "paper"), ("line-strong", "surface"), ("accent", "sunken"), ("signal", "paper")]


def colours(mode: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", MODES[mode]))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_read_on_its_ground(mode: str, ink: str, ground: str) -> None:
    palette = colours(mode)

    assert contrast(palette[ink], palette[ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_of_controls_are_seen(mode: str, edge: str, ground: str) -> None:
    palette = colours(mode)

    assert contrast(palette[edge], palette[ground]) >= 3


def test_both_modes_name_the_same_colours() -> None:
    assert set(colours("dark")) == set(colours("light"))


@pytest.mark.parametrize("sheet", sorted(HOUSE_STATIC.glob("*.css")), ids=lambda path: path.name)
def test_a_sheet_uses_only_tokens_that_exist(sheet: Path) -> None:
    known = set(re.findall(r"(--[\w-]+):", TOKENS))

    assert set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text())) <= known


@pytest.mark.parametrize("sheet", sorted(HOUSE_STATIC.glob("*.css")), ids=lambda path: path.name)
def test_colours_are_written_in_the_tokens_only(sheet: Path) -> None:
    if sheet.name in {"tokens.css", "print.css"}:
        return
    assert not re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text())


@pytest.mark.parametrize("template", sorted(HOUSE_TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_has_no_inline_style_or_script(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"\sstyle=|<style|\son\w+=\"|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("file", sorted(HOUSE_STATIC.glob("*.*")), ids=lambda path: path.name)
def test_nothing_is_fetched_from_another_site(file: Path) -> None:
    outside = re.findall(r"https?://[\w./-]+", file.read_text())

    assert set(outside) <= {"http://www.w3.org/2000/svg"}

"""Every template of every service obeys the house: it parses, names macros that exist, and runs nothing inline."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from services.kernel.web.pages import HOUSE_TEMPLATES, Pages
from services.kernel.web.static import Assets

SERVICES = Path(HOUSE_TEMPLATES).parents[2]
TEMPLATES = sorted(path for path in SERVICES.rglob("*.html") if "templates" in path.parts)
ENVIRONMENT = Pages(assets=Assets()).environment
KNOWN_MACROS = {
    name: set(vars(ENVIRONMENT.get_template(f"house/{name}.html").module))
    for name in ("components", "figures", "forms")
}


def named(path: Path) -> str:
    return str(path.relative_to(SERVICES))


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_runs_no_inline_script_and_carries_no_inline_style(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"\sstyle\s*=|<style|\son(click|change|submit|load|input|error)\s*=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r'(src|href)="(https?:)?//', text.replace('href="https://www.', 'href="'))


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_names_only_macros_that_exist(template: Path) -> None:
    tree = ENVIRONMENT.parse(template.read_text())
    names = {
        found.target: found.template.value.removeprefix("house/").removesuffix(".html")
        for found in tree.find_all(nodes.Import)
        if isinstance(found.template, nodes.Const) and str(found.template.value).startswith("house/")
    }

    for call in tree.find_all(nodes.Getattr):
        if isinstance(call.node, nodes.Name) and names.get(call.node.name) in KNOWN_MACROS:
            assert call.attr in KNOWN_MACROS[names[call.node.name]], f"{call.node.name}.{call.attr}"


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_page_has_a_title_and_escapes_what_people_wrote(template: Path) -> None:
    text = template.read_text()

    if '{% extends "house/base.html" %}' in text:
        assert "{% block title %}" in text
    assert not re.search(r"\|\s*safe\b", text)

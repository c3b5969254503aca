"""The house stays in order: sizes of files, words of the kernel, kept French words, settings documented."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from services.__main__ import settings_table
from services.contracts.operations import SERVICES

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "services").rglob("*.py"))
LONGEST = 400
FIELD_WORDS = re.compile(
    r"\b(offer|offers|employer|employers|candidate|candidates|badge|badges|placement|referent|frein|immersion|siret|rome)\b",
    re.IGNORECASE,
)
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "base", "common", "misc"}


def tracked() -> list[str]:
    """The files under version control, or those of the tree where there is none."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return listed.stdout.splitlines()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_a_drawer(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", [p for p in SOURCES if p.stem != "__init__"], ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), "no module docstring"


def test_packages_export_nothing_from_their_init() -> None:
    assert [p for p in SOURCES if p.name == "__init__.py" and p.read_text().strip()] == []


def test_the_kernel_has_not_one_word_of_the_field() -> None:
    found = {}
    for path in (ROOT / "services" / "kernel").rglob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        names |= {
            n.name for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef | ast.ClassDef)
        }
        words = {word for name in names for word in name.lower().split("_") if FIELD_WORDS.fullmatch(word)}
        if words:
            found[path.name] = words
    assert found == {}


def test_no_import_hides_inside_a_function() -> None:
    hidden = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{path.relative_to(ROOT)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                ]
    assert hidden == []


def test_the_settings_page_says_what_the_program_reads() -> None:
    assert settings_table() in (ROOT / "docs" / "reglages.md").read_text()


def kept_french_words() -> set[str]:
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|", (ROOT / "docs" / "GLOSSARY.md").read_text(), re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`([a-z_]+)`", row)}


FRENCH = (
    "siret",
    "siren",
    "naf",
    "rome",
    "pmsmp",
    "qpv",
    "rqth",
    "referent",
    "frein",
    "convention",
    "appellation",
    "ogr",
    "bilan",
    "prescription",
    "siae",
    "iae",
    "cdi",
    "cdd",
    "cddi",
    "alternance",
    "caces",
    "commune",
    "jeton",
)


@pytest.mark.parametrize("word", FRENCH)
def test_each_kept_french_word_is_in_the_glossary(word: str) -> None:
    used = any(re.search(rf"\b\w*{word}\w*\b", path.read_text(), re.IGNORECASE) for path in SOURCES)
    assert not used or word in kept_french_words()


def test_every_glossary_word_is_still_used() -> None:
    code = "\n".join(path.read_text().lower() for path in SOURCES)
    assert {word for word in kept_french_words() if word not in code} == set()


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_says_in_its_readme_what_it_hears_and_what_it_says(service: str) -> None:
    folder = ROOT / "services" / service
    told = (folder / "README.md").read_text()
    heard = {name for path in folder.rglob("*.py") for name in re.findall(r"\.on\(\s*([A-Z]\w+)", path.read_text())}
    said = re.findall(r"^class (\w+)\(Fact\)", (ROOT / f"services/contracts/{service}.py").read_text(), re.MULTILINE)
    assert [name for name in sorted({*heard, *said}) if name not in told] == []


def test_locks_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / name).read_text()
    for path in ROOT.glob("tests/**/package-lock.json"):
        if "node_modules" not in path.parts:
            packages = json.loads(path.read_text())["packages"]
            assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_no_machine_path_is_committed() -> None:
    marks = ("/" + "work/", "/" + "root/")
    found = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".sh", ".html", ".js", ".css", ".json", ".yaml"} and path.is_file():
            text = path.read_text(errors="ignore")
            found += [name for mark in marks if mark in text]
    assert found == []


def test_every_promise_of_a_port_is_written() -> None:
    silent = []
    for path in SOURCES:
        for one in ast.walk(ast.parse(path.read_text())):
            if isinstance(one, ast.ClassDef) and any("Protocol" in ast.unparse(parent) for parent in one.bases):
                silent += [
                    f"{path.relative_to(ROOT)}: {one.name}.{verb.name}"
                    for verb in one.body
                    if isinstance(verb, ast.FunctionDef) and ast.get_docstring(verb) is None
                ]
    assert silent == []

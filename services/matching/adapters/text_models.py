"""Train, from the official tables, the small models of titles that the product ships, and write them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from services.kernel.problems import Invalid
from services.matching.adapters.embedders import STEP, TABLE
from services.matching.adapters.embedders_linear import LinearStep
from services.matching.adapters.embedders_static import StaticTable
from services.matching.adapters.text_pairs import ESCO, Named, esco_titles, groups_of, rome_titles
from services.matching.adapters.text_training import STEP_PLAN, Plan, train_step
from services.matching.adapters.text_training_static import TABLE_PLAN, train_table
from services.matching.text_ports import Embedder, Vectors

Tell = Callable[[str], None]


def titles_in(folder: Path) -> list[list[Named]]:
    """The titles of the ROME and, where its table is in the folder too, of ESCO: one list per register."""
    registers = [rome_titles(folder)]
    if (folder / ESCO).exists():
        registers.append(esco_titles(folder / ESCO))
    return registers


def train_models(
    registers: Sequence[Sequence[Named]], sentences: Embedder, *, tell: Tell, seed: int = STEP_PLAN.seed
) -> tuple[LinearStep, StaticTable]:
    """The linear step that follows `sentences`, and the table of word pieces. Same input and seed, same models."""
    groups = [group for register in registers for group in groups_of(register)]
    if len(groups) < 2:
        raise Invalid("Il faut au moins deux métiers de plusieurs noms pour entraîner.")
    tell(f"{len(groups)} métiers, {sum(map(len, groups))} noms ; calcul des vecteurs…")
    vectors = grouped(groups, sentences)
    step = train_step(vectors, follows=sentences.fingerprint, plan=_seeded(STEP_PLAN, seed), tell=tell)
    table = train_table(groups, plan=_seeded(TABLE_PLAN, seed), tell=tell)
    return step, table


def grouped(groups: Sequence[Sequence[str]], model: Embedder) -> list[Vectors]:
    """The vectors of each group's titles, computed in one go."""
    rows = model.embed([title for group in groups for title in group])
    found, start = [], 0
    for group in groups:
        found.append(rows[start : start + len(group)])
        start += len(group)
    return found


def write_models(step: LinearStep, table: StaticTable, folder: Path) -> list[Path]:
    """Write both beside each other; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / STEP.name, folder / TABLE.name]
    step.save(paths[0])
    table.save(paths[1])
    return paths


def _seeded(plan: Plan, seed: int) -> Plan:
    return Plan(plan.steps, plan.batch, plan.rate, plan.temperature, seed)

"""Train, from the official tables and what is said of trades, the small models that the product ships; write them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits

from services.kernel.problems import Invalid
from services.matching.adapters.embedders import KNOWN_BY_PIECES, KNOWN_BY_SENTENCES, MADE, STEP, TABLE
from services.matching.adapters.embedders_linear import LinearStep, SteppedEmbedder
from services.matching.adapters.embedders_static import StaticEmbedder, StaticTable
from services.matching.adapters.known_titles import KnownTitles, TradeReader, known_titles
from services.matching.adapters.official_rome import OfficialRome, read_official_rome
from services.matching.adapters.shipped_models import Models
from services.matching.adapters.shipped_trades import shipped_trades
from services.matching.adapters.text_pairs import ESCO, Named, esco_titles, groups_of
from services.matching.adapters.text_said import Wish, everyday_names, grouped_forms, said_groups, tasks, wished
from services.matching.adapters.text_training import STEP_PLAN, Plan, train_step
from services.matching.adapters.text_training_static import TABLE_PLAN, train_table
from services.matching.domain.text.analysis import analysis_fingerprint
from services.matching.domain.text.repair import Speller
from services.matching.domain.text.tokens import words
from services.matching.text_ports import Embedder, Vectors

Tell = Callable[[str], None]
_SAID = 0.15
"""How often the linear step hears what is said of a trade rather than its names: more of it blurs the names."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the models learn from. ``registers`` hold names, one list per register; ``said`` the other phrases."""

    registers: Sequence[Sequence[Named]]
    said: Sequence[Named] = ()
    lexicon: Iterable[str] = ()


@dataclass(frozen=True, slots=True)
class Trained:
    """The models of one training."""

    step: LinearStep
    table: StaticTable
    by_sentences: KnownTitles
    by_pieces: KnownTitles

    def models(self, sentences: Embedder | None) -> Models:
        """What a matcher takes; ``sentences`` is the model that the step follows, None to do without it."""
        pieces = StaticEmbedder(self.table)
        stepped = None if sentences is None else SteppedEmbedder(sentences, self.step)
        return Models(
            pieces=pieces,
            sentences=stepped,
            lexicon=self.table.lexicon,
            read_pieces=TradeReader(self.by_pieces, pieces),
            read_sentences=None if stepped is None else TradeReader(self.by_sentences, stepped),
        )


def lessons_in(folder: Path, wishes: Sequence[Wish] = ()) -> Lessons:
    """Everything that the folder of official tables, our own table and the wishes teach. Raises Invalid."""
    rome = read_official_rome(folder)
    registers = [[Named(label, code) for code, label in rome.appellations.values()]]
    if (folder / ESCO).exists():
        registers.append(esco_titles(folder / ESCO))
    said = [*tasks(rome), *everyday_names(shipped_trades()), *wished(wishes)]
    return Lessons(registers, said, spelt_words(rome, said))


def spelt_words(rome: OfficialRome, said: Iterable[Named]) -> set[str]:
    """The words of the official tables and of what is said: known to be spelt right."""
    texts = [*rome.texts, *(label for _, _, label in rome.skills), *(named.title for named in said)]
    return {word for text in texts for word in words(text)}


def train_models(lessons: Lessons, sentences: Embedder, *, tell: Tell, seed: int = STEP_PLAN.seed) -> Trained:
    """Same lessons and seed, same models. Raises Invalid when there is too little to learn from."""
    lessons = accented(lessons)
    names = [group for register in lessons.registers for group in groups_of(register)]
    heard = said_groups([named for register in lessons.registers for named in register], lessons.said)
    groups = [*names, *heard]
    if len(groups) < 2:
        raise Invalid("Il faut au moins deux métiers de plusieurs noms pour entraîner.")
    tell(f"{len(names)} métiers, {sum(map(len, groups))} noms et tâches ; calcul des vecteurs…")
    vectors = grouped(groups, sentences)
    with threadpool_limits(limits=1):  # threads that wait for each other cost sixfold, and sum in another order
        louder = [1.0] * len(names) + [_SAID] * len(heard)
        plan = _seeded(STEP_PLAN, seed)
        step = train_step(vectors, follows=sentences.fingerprint, plan=plan, louder=louder, tell=tell)
        table = train_table(groups, plan=_seeded(TABLE_PLAN, seed), tell=tell)
        table = StaticTable(table.pieces, table.vectors, tuple(sorted({*table.lexicon, *lessons.lexicon})))
        step, table = step.rounded(), table.rounded()
        forms = grouped_forms(*lessons.registers, lessons.said)
        by_sentences = known_titles(forms, SteppedEmbedder(sentences, step))
        return Trained(step, table, by_sentences, known_titles(forms, StaticEmbedder(table)))


def accented(lessons: Lessons) -> Lessons:
    """The same, with the accents that the registers leave out of capitals."""
    everything = [*lessons.registers, lessons.said]
    speller = Speller((), [*lessons.lexicon, *(named.title for register in everything for named in register)])
    *registers, said = (
        [Named(speller.with_capitals(named.title), named.trade) for named in register] for register in everything
    )
    return Lessons(registers, said, lessons.lexicon)


def grouped(groups: Sequence[Sequence[str]], model: Embedder) -> list[Vectors]:
    """The vectors of each group's titles, computed in one go."""
    rows = model.embed([title for group in groups for title in group])
    found, start = [], 0
    for group in groups:
        found.append(rows[start : start + len(group)])
        start += len(group)
    return found


def write_models(trained: Trained, folder: Path, *, seed: int = STEP_PLAN.seed) -> list[Path]:
    """Write them beside each other, and what they were made with; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / shipped.name for shipped in (STEP, TABLE, KNOWN_BY_SENTENCES, KNOWN_BY_PIECES)]
    trained.step.save(paths[0])
    trained.table.save(paths[1])
    trained.by_sentences.save(paths[2])
    trained.by_pieces.save(paths[3])
    made = folder / MADE.name
    made.write_text(json.dumps(made_with(trained, seed), indent=1) + "\n", encoding="utf-8")
    return [*paths, made]


def made_with(trained: Trained, seed: int) -> dict[str, object]:
    """What tells a training from any other: how words were read, the seed, and the fingerprints that came out."""
    return {
        "analysis": analysis_fingerprint(),
        "seed": seed,
        "sentences": trained.step.fingerprint(),
        "pieces": trained.by_pieces.follows,
        "known": [len(known.trade_of) for known in (trained.by_sentences, trained.by_pieces)],
    }


def _seeded(plan: Plan, seed: int) -> Plan:
    return Plan(plan.steps, plan.batch, plan.rate, plan.temperature, seed)

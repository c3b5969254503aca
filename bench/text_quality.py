"""How well the text matcher finds trades: each part and the fusion, side by side, with bootstrap intervals.

Reads the official tables of ``CITE_DATA`` (``rome``). The models judged are trained here without the held-out trades.
``--choose`` searches the weights on half of the questions and tells the figures of the other half.
"""

import argparse
import os
from pathlib import Path

from services.matching.adapters.text_judgement import judge_text


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("CITE_DATA", "../shared/data"))
    asked.add_argument("--data", type=Path, default=default / "rome")
    asked.add_argument("--cache", type=Path, default=Path("var/vectors.db"))
    asked.add_argument("--choose", action="store_true")
    asked.add_argument("--without-sentences", action="store_true")
    told = asked.parse_args()
    judge_text(told.data, cache=told.cache, tell=print, choose=told.choose, sentences=not told.without_sentences)


if __name__ == "__main__":
    main()

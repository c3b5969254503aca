"""How well the text matcher finds trades: the same run as ``cite evaluate text``, on the tables of ``CITE_DATA``."""

import argparse
import os
from pathlib import Path

from services.matching.adapters.text_judgement import Asked, judge_text


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("CITE_DATA", "../shared/data"))
    asked.add_argument("--data", type=Path, default=default / "rome")
    asked.add_argument("--cache", type=Path, default=Path("var/vectors.db"))
    asked.add_argument("--without-sentences", action="store_true")
    told = asked.parse_args()
    judge_text(Asked(told.data, told.cache, sentences=not told.without_sentences), tell=print)


if __name__ == "__main__":
    main()

"""The weighing that the product ships, with and without the sentence model, in one small file of figures.

Written by ``cite evaluate text --keep-weights``. Refuses a file that does not read, or whose parts or signs are others.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from services.matching.domain.text.weights import PARTS, PLAIN_PARTS, SIGNS, Weighing

FUSION = Path(__file__).parents[1] / "data" / "models" / "fusion.json"
WITH_SENTENCES, WITHOUT_SENTENCES = "with_sentences", "without_sentences"
_DECIMALS = 4


def shipped_weighing(*, sentences: bool, path: Path = FUSION) -> Weighing:
    """The weighing for a machine with the sentence model, or without. Raises ValueError."""
    held = json.loads(path.read_text(encoding="utf-8"))
    try:
        signs, told = tuple(held["signs"]), held[WITH_SENTENCES if sentences else WITHOUT_SENTENCES]
        parts = tuple(told)
        base, slopes = (np.array([told[part][name] for part in parts]) for name in ("base", "slopes"))
    except KeyError as missing:
        raise ValueError(f"{path.name} ne dit pas comment peser : il manque {missing}") from missing
    if signs != SIGNS or not set(parts) <= {*PARTS, *PLAIN_PARTS} or slopes.shape != (len(parts), len(SIGNS)):
        raise ValueError(f"{path.name} pèse d'autres parties : lancez cite evaluate text --keep-weights")
    return Weighing(parts, base, slopes)


def written(weighing: Weighing) -> dict[str, Any]:
    """The weighing as plain data, rounded as it will be read again."""
    rows = zip(weighing.parts, weighing.base, weighing.slopes, strict=True)
    return {
        part: {"base": round(float(base), _DECIMALS), "slopes": [round(float(one), _DECIMALS) for one in slopes]}
        for part, base, slopes in rows
    }


def keep(weighings: Mapping[str, Weighing], path: Path = FUSION) -> Path:
    """Write both; return the path."""
    held = {"signs": list(SIGNS)} | {name: written(one) for name, one in weighings.items()}
    path.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path

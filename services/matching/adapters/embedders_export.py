"""Write our table of word pieces as a StaticEmbedding folder that sentence-transformers opens.

The folder is what that library writes itself: a WordPiece tokenizer, the vectors as ``safetensors``, a step to length
one. It is given texts prepared by ``prepared_text`` (stems, short forms written out) and then gives the same vectors as
``StaticEmbedder``. Needs none of that library's packages; refuses nothing.
"""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from services.matching.adapters.embedders_static import INSIDE, UNKNOWN, StaticTable, prepared

_LONGEST_WORD = 100_000
_SPLIT = {"type": "WhitespaceSplit"}
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]
_MODEL: dict[str, Any] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def prepared_text(title: str) -> str:
    """The text of a title that the exported model is given."""
    return " ".join(prepared(title))


def export_table(table: StaticTable, folder: Path) -> list[Path]:
    """Write the folder; return the paths of its files."""
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    files = {
        "modules.json": _MODULES,
        "config_sentence_transformers.json": _MODEL,
        "tokenizer.json": _tokenizer(table.pieces),
    }
    written = []
    for name, content in files.items():
        path = folder / name
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        written.append(path)
    path = folder / "model.safetensors"
    path.write_bytes(_safetensors("embedding.weight", table.vectors))
    return [*written, path]


def _tokenizer(pieces: tuple[str, ...]) -> dict[str, Any]:
    unknown = pieces.index(UNKNOWN) if UNKNOWN in pieces else 0
    mark = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": unknown, "content": UNKNOWN, **mark}],
        "normalizer": None,
        "pre_tokenizer": _SPLIT,
        "post_processor": None,
        "decoder": {"type": "WordPiece", "prefix": INSIDE, "cleanup": False},
        "model": {
            "type": "WordPiece",
            "unk_token": UNKNOWN,
            "continuing_subword_prefix": INSIDE,
            "max_input_chars_per_word": _LONGEST_WORD,
            "vocab": {piece: row for row, piece in enumerate(pieces)},
        },
    }


def _safetensors(name: str, rows: np.ndarray[Any, np.dtype[np.float32]]) -> bytes:
    """One tensor in the ``safetensors`` layout: the header's length, the header, the numbers."""
    numbers = np.ascontiguousarray(rows, dtype="<f4").tobytes()
    header = {name: {"dtype": "F32", "shape": list(rows.shape), "data_offsets": [0, len(numbers)]}}
    told = json.dumps(header).encode()
    told += b" " * (-len(told) % 8)
    return struct.pack("<Q", len(told)) + told + numbers

"""The table is written in the layout that sentence-transformers reads (its own reading is in the integration tests)."""

import json
import struct
from pathlib import Path

import numpy as np

from services.matching.adapters.embedders_export import export_table, prepared_text
from services.matching.adapters.embedders_static import StaticEmbedder, StaticTable

TABLE = StaticTable(("boulang", "##er", "cuisin", "[UNK]"), np.array([[1, 0], [1, 1], [0, 2], [0, 0]], np.float32))


def read_tensor(path: Path) -> np.ndarray:
    content = path.read_bytes()
    [size] = struct.unpack("<Q", content[:8])
    told = json.loads(content[8 : 8 + size])["embedding.weight"]
    start, end = told["data_offsets"]
    assert told["dtype"] == "F32"
    return np.frombuffer(content[8 + size :][start:end], dtype="<f4").reshape(told["shape"])


def test_the_vectors_and_the_pieces_are_those_of_the_table(tmp_path: Path) -> None:
    export_table(TABLE, tmp_path)
    np.testing.assert_array_equal(read_tensor(tmp_path / "model.safetensors"), TABLE.vectors)
    model = json.loads((tmp_path / "tokenizer.json").read_text())["model"]
    assert model["type"] == "WordPiece"
    assert [piece for piece, _ in sorted(model["vocab"].items(), key=lambda pair: pair[1])] == list(TABLE.pieces)


def test_the_mean_of_the_pieces_brought_to_length_one_is_our_vector(tmp_path: Path) -> None:
    """What the library computes, by hand: the files alone are enough."""
    export_table(TABLE, tmp_path)
    vectors = read_tensor(tmp_path / "model.safetensors")
    vocabulary = json.loads((tmp_path / "tokenizer.json").read_text())["model"]["vocab"]
    assert prepared_text("Boulanger") == "boulang"
    theirs = vectors[[vocabulary["boulang"]]].mean(axis=0)
    np.testing.assert_allclose(StaticEmbedder(TABLE).embed(["Boulanger"])[0], theirs / np.linalg.norm(theirs))
    modules = json.loads((tmp_path / "modules.json").read_text())
    assert [module["type"].split(".")[-1] for module in modules] == ["StaticEmbedding", "Normalize"]

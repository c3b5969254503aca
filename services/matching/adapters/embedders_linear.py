"""A linear step after a sentence model: centre, turn, give length one. Trained on pairs of titles of one trade.

Reads and writes small ``.npz`` files; refuses one whose shapes do not fit the model that it follows.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.text_ports import Embedder, Vectors

TINY = 1e-9


@dataclass(frozen=True, slots=True)
class LinearStep:
    """``mean`` of shape (d,), ``matrix`` of shape (d, e), for the model whose fingerprint is ``follows``."""

    mean: NDArray[np.float32]
    matrix: NDArray[np.float32]
    follows: str

    def applied(self, vectors: Vectors) -> Vectors:
        """The vectors turned, each of length one; shape (n, e)."""
        return unit(unit(vectors - self.mean) @ self.matrix)

    def fingerprint(self) -> str:
        """What tells this step from any other."""
        digest = hashlib.sha256(self.mean.tobytes() + self.matrix.tobytes()).hexdigest()
        return f"{self.follows}+linear-{digest[:12]}"

    def rounded(self) -> "LinearStep":
        """The step as it will be read again: what it computes before and after being written is the same."""
        return LinearStep(self.mean, self.matrix.astype(np.float16).astype(np.float32), self.follows)

    def save(self, path: Path) -> None:
        """Write it, the matrix in half precision."""
        matrix: Any = self.matrix.astype(np.float16)
        np.savez_compressed(path, mean=self.mean, matrix=matrix, follows=np.array(self.follows))


def load_step(path: Path) -> LinearStep:
    """Read a step. Raises ValueError when the file is not one."""
    with np.load(path, allow_pickle=False) as held:
        try:
            mean, matrix, follows = held["mean"], held["matrix"], str(held["follows"])
        except KeyError as missing:
            raise ValueError(f"{path.name} n'est pas un adaptateur : il manque {missing}") from missing
    if mean.ndim != 1 or matrix.ndim != 2 or matrix.shape[0] != mean.shape[0]:
        raise ValueError(f"{path.name} n'est pas un adaptateur : ses dimensions ne vont pas ensemble")
    return LinearStep(mean.astype(np.float32), matrix.astype(np.float32), follows)


class SteppedEmbedder:
    """A sentence model followed by a linear step."""

    def __init__(self, model: Embedder, step: LinearStep) -> None:
        """Raise ValueError when the step was trained on another model."""
        if step.follows != model.fingerprint or step.mean.shape != (model.dimension,):
            raise ValueError(f"L'adaptateur suit {step.follows}, pas {model.fingerprint} : entraînez-le à nouveau")
        self._model = model
        self._step = step
        self.fingerprint = step.fingerprint()
        self.dimension = int(step.matrix.shape[1])

    def embed(self, titles: Sequence[str]) -> Vectors:
        return self._step.applied(self._model.embed(titles))


def unit(vectors: Vectors) -> Vectors:
    """The rows with length one; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, TINY)).astype(np.float32)
    return scaled


def whitening(vectors: Vectors, power: float = 0.5) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and matrix that spread a cloud of vectors more evenly: ``power`` 0 leaves it, 1 makes it a ball.

    Sentence models put every title in one narrow cone; spreading it is worth as much as choosing a better model.
    """
    mean = vectors.mean(axis=0)
    _, strengths, turned = np.linalg.svd(unit(vectors - mean), full_matrices=False)
    scaled = np.maximum(strengths / np.sqrt(np.mean(strengths**2)), 1e-3)
    return mean.astype(np.float32), (turned.T / scaled**power).astype(np.float32)

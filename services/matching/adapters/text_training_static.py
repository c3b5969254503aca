"""Train the table of word pieces: choose the pieces, then give each a vector by contrast. Seeded, numpy and scipy.

Words seen twice are pieces of their own; shorter pieces serve the words that the table never saw, so during the
training a word is often cut into them, and pieces are dropped at random.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse
from sklearn.decomposition import TruncatedSVD

from services.matching.adapters.embedders_static import INSIDE, UNKNOWN, StaticTable, pieces_of, prepared
from services.matching.adapters.text_training import Adam, Matrix, Pairs, Plan, contrast
from services.matching.domain.text.tokens import words

TABLE_PLAN = Plan(steps=1500, rate=5e-3)
DIMENSION = 128
_MOST_WORDS, _MOST_PIECES, _LONGEST_PIECE = 9000, 4000, 6
_CUT, _DROPPED = 0.3, 0.2
"""Share of titles whose words are cut into short pieces, and of pieces left out, at each draw."""

Counts: TypeAlias = Any
"""A sparse matrix of shape (titles, pieces)."""


def train_table(
    groups: Sequence[Sequence[str]], *, plan: Plan = TABLE_PLAN, tell: Callable[[str], None] | None = None
) -> StaticTable:
    """The table for groups of titles of one trade, each of at least two."""
    titles = [title for group in groups for title in group]
    cut = [prepared(title) for title in titles]
    heard = Counter(word for title in cut for word in title)
    whole, short = _pieces(heard)
    rows = {piece: row for row, piece in enumerate([*sorted(whole | short), UNKNOWN])}
    in_words = _counts(cut, {word: pieces_of(word, rows.keys() - {UNKNOWN}) for word in heard}, rows)
    in_pieces = _counts(cut, {word: pieces_of(word, short) for word in heard}, rows)
    matrix = _first_guess(in_words, in_pieces, plan.seed)
    pairs, optimiser = Pairs([len(group) for group in groups], plan), Adam(plan, matrix.shape)
    for step in range(1, plan.steps + 1):
        first, second = (_drawn(in_words[rows_], in_pieces[rows_], pairs.generator) for rows_ in pairs.draw())
        slope_first, slope_second = contrast(first @ matrix, second @ matrix, plan.temperature)
        slope: Matrix = first.T @ slope_first + second.T @ slope_second
        matrix = optimiser.moved(matrix, slope, step)
        if tell is not None and step % 300 == 0:
            tell(f"table de mots : {step} pas sur {plan.steps}")
    matrix[rows[UNKNOWN]] = 0.0
    lexicon = sorted({word for title in titles for word in words(title)})
    return StaticTable(tuple(rows), matrix, tuple(lexicon))


def _pieces(heard: Mapping[str, int]) -> tuple[set[str], set[str]]:
    """Whole words seen twice or more, and the short pieces that save the most letters, every letter among them."""
    ordered = sorted(heard, key=lambda word: (-heard[word], word))
    whole = {word for word in ordered[:_MOST_WORDS] if heard[word] >= 2}
    counts: Counter[str] = Counter()
    for word, times in heard.items():
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + _LONGEST_PIECE) + 1):
                if end - start < len(word):
                    counts[(INSIDE if start else "") + word[start:end]] += min(times, 5)
    letters = {piece for piece in counts if len(piece.removeprefix(INSIDE)) == 1}
    saved = {
        piece: times * (len(piece.removeprefix(INSIDE)) - 1)
        for piece, times in counts.items()
        if piece not in letters and times >= 4
    }
    best = sorted(saved, key=lambda piece: (-saved[piece], piece))[:_MOST_PIECES]
    return whole, letters | set(best)


def _counts(titles: Sequence[Sequence[str]], cut: Mapping[str, Collection[str]], rows: Mapping[str, int]) -> Counts:
    starts, places = [0], list[int]()
    for title in titles:
        places.extend(rows[piece] for word in title for piece in cut[word])
        starts.append(len(places))
    made = sparse.csr_matrix(
        (np.ones(len(places), np.float32), np.asarray(places, np.int32), starts), shape=(len(titles), len(rows))
    )
    made.sum_duplicates()
    return made


def _first_guess(in_words: Counts, in_pieces: Counts, seed: int) -> Matrix:
    """Vectors by latent semantic analysis, rare pieces louder."""
    frequency = np.asarray((in_words > 0).sum(axis=0)).ravel()
    rarity = np.log((in_words.shape[0] + 1) / (frequency + 1)) + 1
    rarity = (rarity / rarity.max()).astype(np.float32)
    both = sparse.vstack([in_words, in_pieces]) @ sparse.diags(rarity)
    size = min(DIMENSION, both.shape[1] - 1, both.shape[0] - 1)
    found = TruncatedSVD(size, random_state=seed).fit(both).components_.T * rarity[:, None]
    guess: Matrix = (found / np.sqrt(np.mean(found**2)) / 10).astype(np.float32)
    return guess


def _drawn(in_words: Counts, in_pieces: Counts, generator: np.random.Generator) -> Counts:
    """Some titles cut into short pieces, some pieces left out."""
    short = (generator.random(in_words.shape[0]) < _CUT).astype(np.float32)
    made = sparse.csr_matrix(sparse.diags(1 - short) @ in_words + sparse.diags(short) @ in_pieces)
    made.data = made.data * (generator.random(len(made.data)) > _DROPPED)
    return made

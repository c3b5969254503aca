"""The development sets on which the text matcher is judged and weighed, made from the tables at hand.

Split by trade: a quarter of the trades is held out, by their older (v3) code, and the models judged never saw their
names. No public benchmark of occupation titles is read.
"""

import random
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.matching.adapters.official_rome import OfficialRome
from services.matching.adapters.text_pairs import Named
from services.matching.domain.text.folding import without_accents
from services.matching.domain.text.inclusive import canonical, one_title
from services.matching.domain.trade import Trade

FIRST_NEW_OGR = 127_000
"""Appellations numbered from here on came with ROME 4.0."""
_QUARTER = 4
_SHORTEST_MISTYPED = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Question:
    """What is written, and the trade that answers it."""

    words: str
    trade: str


@dataclass(frozen=True, slots=True)
class DevelopmentSet:
    """Questions on a corpus of titles, each with its trade. ``said`` describes it in French."""

    name: str
    said: str
    questions: tuple[Question, ...]
    corpus: tuple[Named, ...]


def is_held(trade: str) -> bool:
    """Whether a trade (v3 code or ESCO address) is of the quarter kept from training."""
    return zlib.crc32(trade.encode()) % _QUARTER == 0


def kept_for_training(rome: OfficialRome, esco: Iterable[Named]) -> list[list[Named]]:
    """The names of the trades that are not held out."""
    known = [Named(label, code) for code, label in rome.appellations.values() if not is_held(older_code(rome, code))]
    return [known, [title for title in esco if not is_held(title.trade)]]


def older_code(rome: OfficialRome, code: str) -> str:
    """The v3 code of a trade: v4 codes that share it stay on one side of the split."""
    return rome.codes[code][1] or code


def development_sets(rome: OfficialRome, esco: Sequence[Named], ours: Sequence[Trade]) -> list[DevelopmentSet]:
    """Every set that the tables at hand allow."""
    sets = [*_labels(rome), _new_names(rome), _everyday(rome, ours)]
    return [found for found in [*sets, _synonyms(esco)] if found.questions]


def _appellations(rome: OfficialRome) -> list[tuple[int, Named]]:
    return [(int(ogr), Named(label, code)) for ogr, (code, label) in sorted(rome.appellations.items())]


def _labels(rome: OfficialRome) -> tuple[DevelopmentSet, DevelopmentSet]:
    """The main name of each trade, hidden from the corpus; then the same without accents, with one typing error."""
    main = {code: label for code, (label, _) in rome.codes.items()}
    hidden = {canonical(label) for label in main.values()}
    corpus = tuple(named for _, named in _appellations(rome) if canonical(named.title) not in hidden)
    named = {title.trade for title in corpus}
    questions = tuple(
        Question(label, code)
        for code, label in sorted(main.items())
        if code in named and is_held(older_code(rome, code))
    )
    generator = random.Random(11)  # noqa: S311
    typed = tuple(
        Question(mistyped(without_accents(one_title(q.words)).lower(), generator), q.trade) for q in questions
    )
    return (
        DevelopmentSet("labels", "nom principal du métier", questions, corpus),
        DevelopmentSet("typed", "le même, masculin, sans accent, une faute", typed, corpus),
    )


def _new_names(rome: OfficialRome) -> DevelopmentSet:
    """Appellations that came with ROME 4.0, to the trades by their other names."""
    main = {canonical(label) for label, _ in rome.codes.values()}
    questions, corpus = [], []
    for ogr, named in _appellations(rome):
        new = ogr >= FIRST_NEW_OGR and canonical(named.title) not in main
        if new and is_held(older_code(rome, named.trade)):
            questions.append(Question(named.title, named.trade))
        else:
            corpus.append(named)
    return DevelopmentSet("new", "appellations nouvelles", tuple(questions), tuple(corpus))


def _everyday(rome: OfficialRome, ours: Sequence[Trade]) -> DevelopmentSet:
    """Everyday names of our own table, to the official appellations."""
    corpus = tuple(named for _, named in _appellations(rome))
    official = {canonical(named.title) for named in corpus}
    trades: defaultdict[str, set[str]] = defaultdict(set)
    for trade in ours:
        for name in trade.names:
            trades[name.text].add(trade.rome)
    questions = tuple(
        Question(words, next(iter(codes)))
        for words, codes in sorted(trades.items())
        if len(codes) == 1 and codes <= rome.codes.keys() and canonical(words) not in official
    )
    return DevelopmentSet("everyday", "mots de tous les jours", questions, corpus)


def _synonyms(esco: Sequence[Named]) -> DevelopmentSet:
    """One form of each held trade of ESCO, hidden, to its other forms."""
    forms: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for title in esco:
        forms[title.trade][canonical(title.title)].append(title.title)
    generator = random.Random(13)  # noqa: S311
    questions, hidden = [], set()
    for trade in sorted(forms):
        if len(forms[trade]) >= 2 and is_held(trade):
            form = generator.choice(sorted(forms[trade]))
            questions.append(Question(generator.choice(forms[trade][form]), trade))
            hidden.add((trade, form))
    corpus = tuple(title for title in esco if (title.trade, canonical(title.title)) not in hidden)
    return DevelopmentSet("synonyms", "autres noms d'un métier (ESCO)", tuple(questions), corpus)


def mistyped(text: str, generator: random.Random) -> str:
    """The text with one typing error in one of its longer words, never on its first letter."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if len(word) >= _SHORTEST_MISTYPED] or [0]
    place = generator.choice(places)
    word = words[place]
    at = generator.randrange(1, len(word)) if len(word) > 1 else 0
    added = generator.choice(_LETTERS)
    words[place] = {
        "dropped": word[:at] + word[at + 1 :],
        "added": word[:at] + added + word[at:],
        "changed": word[:at] + added + word[at + 1 :],
        "swapped": word[: at - 1] + word[at : at + 1] + word[at - 1 : at] + word[at + 1 :] if at else word,
    }[generator.choice(["dropped", "added", "changed", "swapped"])]
    return " ".join(words)

"""The development sets on which the text matcher is judged and weighed, made from the tables at hand.

Two kinds of questions. Of *new trades*: a quarter of the trades is held out by their older (v3) code, and the models
judged saw none of their names, tasks or everyday words. Of *known trades*: one name in twelve of the others is held
out, and one in four of those that tell most: new with ROME 4.0, or printed by both registers. No public benchmark of
occupation titles is read.
"""

import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from services.matching.adapters.official_rome import OfficialRome
from services.matching.adapters.text_pairs import Named
from services.matching.adapters.text_said import Wish
from services.matching.domain.text.folding import without_accents
from services.matching.domain.text.inclusive import canonical, one_title

FIRST_NEW_OGR = 127_000
"""Appellations numbered from here on came with ROME 4.0."""
MOST_QUESTIONS = 250
_QUARTER, _TWELFTH = 4, 12
_ADDRESS = "/"
"""What an ESCO address holds and a ROME code does not."""
_SHORTEST_MISTYPED = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

OFFICIAL, EVERYDAY = "official", "everyday"


@dataclass(frozen=True, slots=True)
class Question:
    """What is written, and the trades that answer it, any of them."""

    words: str
    trades: frozenset[str]


@dataclass(frozen=True, slots=True)
class DevelopmentSet:
    """Questions on a corpus of titles, each with its trade. ``said`` describes it in French."""

    name: str
    said: str
    questions: tuple[Question, ...]
    corpus: tuple[Named, ...]
    kind: str = OFFICIAL


class Held:
    """What is kept from the models that are judged."""

    def __init__(self, rome: OfficialRome) -> None:
        self._rome = rome
        self._printed = {canonical(label) for _, label in rome.appellations.values()}
        self._new = {canonical(named.title) for ogr, named in _appellations(rome) if ogr >= FIRST_NEW_OGR}

    def trade(self, trade: str) -> bool:
        """Whether a ROME code or an ESCO address is of the quarter kept from training."""
        return is_held(older_code(self._rome, trade) if trade in self._rome.codes else trade)

    def name(self, named: Named) -> bool:
        """Whether this name of a known trade is kept from training."""
        form = canonical(named.title)
        telling = form in (self._printed if _ADDRESS in named.trade else self._new)
        one_in = _QUARTER if telling else _TWELFTH
        return not self.trade(named.trade) and zlib.crc32(f"{named.trade} {form}".encode()) % one_in == 0

    def without(self, register: Iterable[Named]) -> list[Named]:
        """The register without what is held."""
        return [named for named in register if not self.trade(named.trade) and not self.name(named)]


def is_held(trade: str) -> bool:
    """Whether a trade (v3 code or ESCO address) is of the quarter kept from training."""
    return zlib.crc32(trade.encode()) % _QUARTER == 0


def older_code(rome: OfficialRome, code: str) -> str:
    """The v3 code of a trade: v4 codes that share it stay on one side of the split."""
    return rome.codes[code][1] or code


def development_sets(rome: OfficialRome, esco: Sequence[Named], wishes: Sequence[Wish]) -> list[DevelopmentSet]:
    """Every set that the tables at hand allow."""
    held = Held(rome)
    sets = [*_labels(rome, held), _new_names(rome, held), *_known_names(rome, held)]
    sets += [_synonyms(esco, held.trade), *_known_synonyms(esco, held), _across(rome, esco, held)]
    sets += wish_sets(rome, wishes)
    return [found for found in sets if found.questions]


def wish_sets(rome: OfficialRome, wishes: Sequence[Wish], suffix: str = "") -> list[DevelopmentSet]:
    """Everyday wishes, to the main names of the trades and to all their names."""
    questions = tuple(Question(wish.words, frozenset(wish.codes)) for wish in wishes)
    names = tuple(named for _, named in _appellations(rome))
    return [
        DevelopmentSet(f"wishes{suffix}", "souhaits, parmi les métiers", questions, _mains(rome), EVERYDAY),
        DevelopmentSet(f"wishes-names{suffix}", "souhaits, parmi les appellations", questions, names, EVERYDAY),
    ]


def _mains(rome: OfficialRome) -> tuple[Named, ...]:
    return tuple(Named(label, code) for code, (label, _) in rome.codes.items())


def _appellations(rome: OfficialRome) -> list[tuple[int, Named]]:
    return [(int(ogr), Named(label, code)) for ogr, (code, label) in sorted(rome.appellations.items())]


def _typed(questions: Sequence[Question], seed: int) -> tuple[Question, ...]:
    """The same, masculine, without accents, with one typing error."""
    generator = random.Random(seed)  # noqa: S311
    return tuple(
        Question(mistyped(without_accents(one_title(q.words)).lower(), generator), q.trades) for q in questions
    )


def _some(questions: Iterable[Question], seed: int) -> tuple[Question, ...]:
    found = sorted(questions, key=lambda question: (question.words, sorted(question.trades)))
    few = min(MOST_QUESTIONS, len(found))
    return tuple(random.Random(seed).sample(found, few))  # noqa: S311


def _labels(rome: OfficialRome, held: Held) -> tuple[DevelopmentSet, DevelopmentSet]:
    """The main name of each held trade, hidden from the corpus; then the same mistyped."""
    hidden = {canonical(title.title) for title in _mains(rome)}
    corpus = tuple(named for _, named in _appellations(rome) if canonical(named.title) not in hidden)
    named = {title.trade for title in corpus}
    questions = tuple(
        Question(title.title, frozenset({title.trade}))
        for title in _mains(rome)
        if title.trade in named and held.trade(title.trade)
    )
    return (
        DevelopmentSet("labels", "nom principal, métier jamais vu", questions, corpus),
        DevelopmentSet("typed", "le même, masculin, sans accent, une faute", _typed(questions, 11), corpus),
    )


def _new_names(rome: OfficialRome, held: Held) -> DevelopmentSet:
    """Appellations that came with ROME 4.0, to the trades by their other names."""
    hidden = {canonical(title.title) for title in _mains(rome)}
    questions, corpus = [], []
    for ogr, named in _appellations(rome):
        new = ogr >= FIRST_NEW_OGR and canonical(named.title) not in hidden
        if new and held.trade(named.trade):
            questions.append(Question(named.title, frozenset({named.trade})))
        else:
            corpus.append(named)
    return DevelopmentSet("new", "appellation nouvelle, métier jamais vu", tuple(questions), tuple(corpus))


def _known_names(rome: OfficialRome, held: Held) -> tuple[DevelopmentSet, ...]:
    """Held names of known trades, to the main names of all trades, mistyped too; then to all the other names.

    Those that came with ROME 4.0 are asked apart.
    """
    hidden = {canonical(title.title) for title in _mains(rome)}
    found = [
        (ogr, Question(named.title, frozenset({named.trade})))
        for ogr, named in _appellations(rome)
        if held.name(named) and canonical(named.title) not in hidden
    ]
    questions = _some((question for _, question in found), 17)
    newer = _some((question for ogr, question in found if ogr >= FIRST_NEW_OGR), 29)
    others = tuple(named for _, named in _appellations(rome) if not held.name(named))
    named = {title.trade for title in others}
    asked, new = (tuple(q for q in those if q.trades & named) for those in (questions, newer))
    return (
        DevelopmentSet("known-new", "appellation nouvelle d'un métier connu", newer, _mains(rome)),
        DevelopmentSet("known-new-names", "la même, parmi les autres noms", new, others),
        DevelopmentSet("known", "nom jamais vu d'un métier connu", questions, _mains(rome)),
        DevelopmentSet("known-typed", "le même, masculin, sans accent, une faute", _typed(questions, 19), _mains(rome)),
        DevelopmentSet("known-names", "nom jamais vu, parmi les autres noms", asked, others),
    )


def _synonyms(esco: Sequence[Named], held: Callable[[str], bool]) -> DevelopmentSet:
    """One form of each held trade of ESCO, hidden, to its other forms."""
    forms: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for title in esco:
        forms[title.trade][canonical(title.title)].append(title.title)
    generator = random.Random(13)  # noqa: S311
    questions, hidden = [], set()
    for trade in sorted(forms):
        if len(forms[trade]) >= 2 and held(trade):
            form = generator.choice(sorted(forms[trade]))
            questions.append(Question(generator.choice(forms[trade][form]), frozenset({trade})))
            hidden.add((trade, form))
    corpus = tuple(title for title in esco if (title.trade, canonical(title.title)) not in hidden)
    return DevelopmentSet("synonyms", "autre nom d'un métier jamais vu (ESCO)", tuple(questions), corpus)


def _known_synonyms(esco: Sequence[Named], held: Held) -> tuple[DevelopmentSet, DevelopmentSet]:
    """Held names of known trades of ESCO, to the names that are not held; then to one name of each trade."""
    corpus = tuple(title for title in esco if not held.name(title))
    firsts = {title.trade: title for title in reversed(corpus)}
    questions = _some((Question(t.title, frozenset({t.trade})) for t in esco if held.name(t) and t.trade in firsts), 23)
    return (
        DevelopmentSet("known-synonyms", "autre nom d'un métier connu (ESCO)", questions, corpus),
        DevelopmentSet("known-firsts", "le même, un nom par métier (ESCO)", questions, tuple(firsts.values())),
    )


def _across(rome: OfficialRome, esco: Sequence[Named], held: Held) -> DevelopmentSet:
    """Names of the ROME that ESCO prints too, hidden from ESCO, to the other names of its trades."""
    printed = {canonical(label): label for _, label in rome.appellations.values()}
    corpus = tuple(title for title in esco if not held.name(title))
    named = {title.trade for title in corpus}
    trades: defaultdict[str, set[str]] = defaultdict(set)
    for title in esco:
        form = canonical(title.title)
        if form in printed and title.trade in named and held.name(title):
            trades[printed[form]].add(title.trade)
    found = _some((Question(label, frozenset(those)) for label, those in trades.items()), 31)
    return DevelopmentSet("across", "nom du ROME, parmi les autres noms d'ESCO", found, corpus)


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

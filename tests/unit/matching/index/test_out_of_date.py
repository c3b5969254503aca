"""An index whose words were cut otherwise is out of date by itself: nobody has a number to raise."""

import re
from pathlib import Path
from typing import Any, cast

import pytest
from elasticsearch import Elasticsearch

from services.matching.adapters.elastic_generations import Generations
from services.matching.adapters.local_offer_index import LocalOfferIndex
from services.matching.adapters.title_vectors import CharacterModel, EmbeddedTitles
from services.matching.domain.text import analysis, tokens, working_title
from services.matching.domain.text.analysis import analysis_fingerprint, titles_fingerprint


@pytest.fixture
def read_anew(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Change a rule of the analysis, as a later version of the product would."""

    def changed(name: str, value: object, module: Any = tokens) -> None:
        monkeypatch.setattr(module, name, value)
        _forget()

    yield changed
    monkeypatch.undo()
    _forget()
    tokens.stem.cache_clear()


def _forget() -> None:
    analysis_fingerprint.cache_clear()
    titles_fingerprint.cache_clear()


def test_the_fingerprint_is_the_same_each_time() -> None:
    first = analysis_fingerprint()
    analysis_fingerprint.cache_clear()
    assert analysis_fingerprint() == first
    assert len(first) == 12


def test_a_stem_cut_otherwise_changes_the_fingerprint(read_anew: Any) -> None:
    before = analysis_fingerprint()
    tokens.stem.cache_clear()
    read_anew("_ALIKE", {"femm": "homm", "conducteur": "chauffeur"})
    assert analysis_fingerprint() != before


def test_a_table_read_otherwise_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch, read_anew: Any) -> None:
    before = analysis_fingerprint()
    monkeypatch.setattr(analysis, "WORDS", (*analysis.WORDS, frozenset({"zinzin"})))
    analysis_fingerprint.cache_clear()
    assert analysis_fingerprint() != before


def test_the_local_index_is_out_of_date_once_words_are_cut_otherwise(tmp_path: Path, read_anew: Any) -> None:
    index = LocalOfferIndex(tmp_path, CharacterModel())
    index.rebuild(lambda: iter(()))
    assert index.is_current()
    read_anew("TOOL_WORDS", tokens.TOOL_WORDS | {"zinzin", "lundi"})
    assert not LocalOfferIndex(tmp_path, CharacterModel()).is_current()
    index.rebuild(lambda: iter(()))
    assert index.is_current()


def test_the_index_of_the_server_bears_another_name(read_anew: Any) -> None:
    def own() -> str:
        return Generations(cast(Elasticsearch, _NoServer()), "offers", "model", 4)._own

    before = own()
    read_anew("TOOL_WORDS", tokens.TOOL_WORDS | {"lundi"})
    assert own() != before


def test_vectors_of_titles_read_otherwise_are_not_kept_together(read_anew: Any) -> None:
    before = EmbeddedTitles("static://").fingerprint
    read_anew("TOOL_WORDS", tokens.TOOL_WORDS | {"lundi"})
    assert EmbeddedTitles("static://").fingerprint != before


@pytest.mark.parametrize("rule", ["_BRACKETS", "_BOTH", "_DASHES", "_CRIES", "_WORKS"])
def test_vectors_of_advertisements_read_otherwise_are_not_kept_together(rule: str, read_anew: Any) -> None:
    before, words = EmbeddedTitles("static://").fingerprint, analysis_fingerprint()
    read_anew(rule, re.compile("zinzin"), working_title)
    assert EmbeddedTitles("static://").fingerprint != before
    assert analysis_fingerprint() == words


def test_the_table_of_an_advertisement_counts_though_no_example_meets_it(
    monkeypatch: pytest.MonkeyPatch, read_anew: Any
) -> None:
    before = titles_fingerprint()
    monkeypatch.setattr(analysis, "ADVERTISED", (*analysis.ADVERTISED, "zinzin"))
    titles_fingerprint.cache_clear()
    assert titles_fingerprint() != before


class _NoServer:
    """Naming an index asks nothing."""

    def options(self, **_: object) -> "_NoServer":
        return self

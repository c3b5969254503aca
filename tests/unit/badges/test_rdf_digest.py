"""What may be digested: a document that reads the same as JSON and as RDF, and costs little."""

import copy
import time
from typing import Any

import pytest

from services.badges.adapters.packaged_contexts import CREDENTIALS_V2, OPEN_BADGES
from services.badges.adapters.rdf_digest import NotCanonical, digest
from tests.factories.badges import BadgeHouse


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return BadgeHouse().content()


def test_the_order_of_the_fields_does_not_change_the_digest(content: dict[str, Any]) -> None:
    backwards = dict(reversed(list(content.items())))
    assert digest(backwards) == digest(content)


def test_every_word_changes_the_digest(content: dict[str, Any]) -> None:
    touched = copy.deepcopy(content)
    touched["credentialSubject"]["achievement"]["criteria"]["narrative"] += "."
    assert digest(touched) != digest(content)


@pytest.mark.parametrize("term", ["quartier", "dispositif", "issuanceDate"])
def test_a_term_that_no_context_defines_is_refused(content: dict[str, Any], term: str) -> None:
    with pytest.raises(NotCanonical, match="Aucun contexte ne définit"):
        digest(content | {term: "x"})


def test_a_term_defined_elsewhere_is_refused_where_it_means_nothing(content: dict[str, Any]) -> None:
    touched = copy.deepcopy(content)
    touched["credentialSubject"]["encodedList"] = "uH4sI"
    with pytest.raises(NotCanonical):
        digest(touched)


def test_an_unknown_type_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical, match="ni un terme connu"):
        digest(content | {"type": ["VerifiableCredential", "OpenBadgeCredentiel"]})


def test_a_relative_address_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical, match="ni un terme connu"):
        digest(content | {"id": "badges/1"})


@pytest.mark.parametrize(
    "extra",
    [
        {"@included": [{"id": "https://x.example/1", "name": "x"}]},
        {"https://schema.org/name": "alias"},
        {"name": None},
        {"evidence": []},
        {"name": "bell\x07"},
    ],
)
def test_what_json_and_rdf_read_differently_is_refused(content: dict[str, Any], extra: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical):
        digest(content | extra)


def test_a_node_described_in_two_ways_is_refused(content: dict[str, Any]) -> None:
    other = {"id": content["id"], "type": ["Evidence"], "name": "autre"}
    with pytest.raises(NotCanonical, match="décrit de deux façons"):
        digest(content | {"evidence": [other]})


@pytest.mark.parametrize(
    "contexts", ["https://www.w3.org/ns/credentials/v2", [], [CREDENTIALS_V2, {"name": "https://x.example/"}]]
)
def test_a_context_must_be_a_list_of_addresses(content: dict[str, Any], contexts: Any) -> None:
    with pytest.raises(NotCanonical, match="contextes"):
        digest(content | {"@context": contexts})


def test_a_context_that_is_not_packaged_is_never_fetched(content: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical, match="pas de ceux que nous connaissons"):
        digest(content | {"@context": [CREDENTIALS_V2, OPEN_BADGES, "https://evil.example/context.json"]})


def profiles(depth: int, width: int) -> dict[str, Any]:
    node: dict[str, Any] = {"type": ["Profile"]}
    if depth:
        node["parentOrg"] = [profiles(depth - 1, width) for _ in range(width)]
    return node


@pytest.mark.parametrize(("depth", "width"), [(3, 4), (7, 2), (2, 12), (1, 201)])
def test_a_document_built_to_cost_is_refused_within_seconds(depth: int, width: int) -> None:
    poison = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:x:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": profiles(depth, width),
    }
    began = time.thread_time()
    with pytest.raises(NotCanonical, match="trop"):
        digest(poison)
    assert time.thread_time() - began < 10


def test_a_list_of_lists_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical, match="trop"):
        digest(content | {"description": [["a", "b"], ["c"]]})


def test_a_document_nested_without_end_is_refused() -> None:
    deep: dict[str, Any] = {"name": "x"}
    for _ in range(60):
        deep = {"name": deep}
    with pytest.raises(NotCanonical, match="trop grand ou trop imbriqué"):
        digest({"@context": [CREDENTIALS_V2], "id": "urn:x:1", "credentialSubject": deep})

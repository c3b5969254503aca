"""Words meet as people write them: feminine and masculine, singular and plural, elision, accents, typing errors."""

import pytest

from services.matching.ports import OfferQuery
from tests.contract.offer_index.corpus import HERE, document
from tests.contract.offer_index.stand import Stand

PAIRS = (
    ("français", "française"),
    ("vendeur", "vendeuse"),
    ("boulanger", "boulangère"),
    ("employé", "employées"),
    ("cuisinier", "cuisinières"),
    ("conducteur", "conductrice"),
    ("serveur", "serveuses"),
    ("coiffeur", "coiffeuse"),
    ("ouvrier", "ouvrières"),
    ("pâtissier", "patissiere"),
    ("livreur", "livreuse"),
    ("apprenti", "apprentie"),
    ("chef", "cheffe"),
    ("ouvrier", "l'ouvrier"),
    ("entretien", "d'entretien"),
)


@pytest.mark.parametrize(("written", "asked"), [*PAIRS, *((two, one) for one, two in PAIRS)])
def test_two_ways_to_write_one_word_meet(stand: Stand, written: str, asked: str) -> None:
    stand.index.apply([document(1, title=f"{written} en renfort"), document(2, title="Grutier", trade_label="Grutier")])

    hits = stand.index.search(HERE, OfferQuery(words=f"{asked} "))

    assert [hit.int - 0xE00 for hit in hits.offer_ids][:1] == [1]


def test_a_mistyped_word_finds_the_nearest_that_is_known(stand: Stand) -> None:
    stand.index.apply([document(1, title="Caissier", company_name="Épicerie Sabatier"), document(2)])

    assert stand.index.search(HERE, OfferQuery(words="Sabatir")).offer_ids[0] == document(1).offer_id


def test_the_last_word_may_be_unfinished(stand: Stand) -> None:
    stand.index.apply([document(1, company_name="Quincaillerie Trémouille"), document(2)])

    assert document(1).offer_id in stand.index.search(HERE, OfferQuery(words="Trémouil")).offer_ids


def test_a_beginning_is_not_taken_for_a_mistyped_word(stand: Stand) -> None:
    stand.index.apply([document(1, title="Trieur de courrier"), document(2, title="Couvreur", company_name="Coudre")])

    found = stand.index.search(HERE, OfferQuery(words="trier du courr"))

    assert found.offer_ids[0] == document(1).offer_id
    assert document(2).offer_id not in found.offer_ids


def test_another_name_of_the_trade_finds_the_offer_behind_those_that_hold_the_words(stand: Stand) -> None:
    holds = document(1, title="Mono de colo", trade_label="", skills=(), description="", company_name="")
    named = document(2, title="Animation en séjour de vacances", trade_label="", skills=(), description="")
    stand.index.apply([named, holds, document(3, title="Grutier", trade_label="Grutier", skills=())])

    without = stand.index.search(HERE, OfferQuery(words="mono de colo"))
    found = stand.index.search(HERE, OfferQuery(words="mono de colo", also=("Animateur de séjour de vacances",)))

    assert holds.offer_id in without.offer_ids
    assert found.offer_ids[:2] == (holds.offer_id, named.offer_id)


def test_a_word_that_a_name_of_the_trade_holds_is_no_mistake(stand: Stand) -> None:
    mason = document(1, title="Maçon", trade_label="", skills=("Monter un mur droit",), description="Avec Colas.")
    named = document(2, title="Animateur", trade_label="Animateur de séjour", skills=(), description="")
    stand.index.apply([mason, named])

    found = stand.index.search(HERE, OfferQuery(words="mono de colo", also=("Animateur de séjour", "mono de colo")))

    assert found.offer_ids == (named.offer_id,)


def test_a_title_that_means_the_same_is_found_without_a_word_in_common(stand: Stand) -> None:
    near = document(1, title="Agent de nettoyage industriel", trade_label="", skills=(), description="")
    far = document(2, title="Comptable", trade_label="", skills=(), description="", company_name="")
    stand.index.apply([near, far])

    found = stand.index.search(HERE, OfferQuery(words="nettoyer des locaux, propreté"))

    assert near.offer_id in found.offer_ids
    assert far.offer_id not in found.offer_ids


def test_the_title_counts_for_more_than_the_description(stand: Stand) -> None:
    told = document(1, title="Vendeuse", trade_label="", description="Avec un plombier.", skills=())
    titled = document(2, title="Plombier", trade_label="", description="Avec une vendeuse.", skills=())
    stand.index.apply([told, titled])

    assert stand.index.search(HERE, OfferQuery(words="plombier")).offer_ids[0] == titled.offer_id


def test_signs_of_a_query_language_are_only_signs(stand: Stand) -> None:
    stand.index.apply([document(1)])

    for words in ('boulanger" OR "*', "boulanger AND NOT (", "boulanger~2^9", "{!lucene}boulanger", "\\boulanger:*"):
        assert document(1).offer_id in stand.index.search(HERE, OfferQuery(words=words)).offer_ids


def test_words_that_say_nothing_leave_every_offer(stand: Stand) -> None:
    stand.index.apply([document(1), document(2)])

    for words in ("", "   ", "!?", "« »"):
        assert stand.index.search(HERE, OfferQuery(words=words)).total == 2


def test_a_text_longer_than_anybody_types_is_answered(stand: Stand) -> None:
    stand.index.apply([document(1)])

    assert stand.index.search(HERE, OfferQuery(words="boulanger " + "mot " * 3000)).total >= 1

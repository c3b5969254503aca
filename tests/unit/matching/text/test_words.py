"""Words, stems and short forms."""

import sys
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.text.abbreviations import written_out
from services.matching.domain.text.folding import fold, plain
from services.matching.domain.text.tokens import stem, stems, without_wish, words

_ENDINGS = ("er", "erie", "ière", "iers", "ante", "ements", "ées", "isation")


def test_elision_and_accents_do_not_part_words() -> None:
    assert words("L’agent d'entretien") == ["agent", "entretien"]
    assert stems("Agents d'entretien") == stems("agente d’entretien")


def test_a_wish_is_left_with_its_trade() -> None:
    assert without_wish("je voudrais travailler dans la cuisine") == "cuisine"
    assert stems(without_wish("je cherche un emploi de caissière")) == stems("caissier")


def test_a_wish_that_names_nothing_stays_as_it_is() -> None:
    assert without_wish("je cherche du travail") == "je cherche du travail"


def test_short_forms_are_written_out_and_initials_kept_beside() -> None:
    assert written_out("prof de maths") == "professeur de maths"
    assert written_out("resp. logistique") == "responsable logistique"
    assert written_out("AESH") == "AESH accompagnant des élèves en situation de handicap"
    assert written_out("chef d'éq.") == "chef d'équipe"


def test_one_way_of_writing_quotes_and_ligatures() -> None:
    assert plain("  Œnologue  de l’île ") == "Oenologue de l'île"
    assert fold("ÉLAGUEUR") == "elagueur"


@given(st.text(max_size=200))
def test_any_text_is_cut_without_trouble(text: str) -> None:
    assert all(stems(text))
    assert fold(fold(text)) == fold(text)


def test_threads_that_cut_words_at_the_same_moment_get_the_stems_of_their_own() -> None:
    asked = [f"{root}{end}" for root in ("boulang", "cuisin", "jardin", "nettoy", "accueill") for end in _ENDINGS]
    alone = [stem.__wrapped__(word) for word in asked]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(lambda _: [stem.__wrapped__(word) for word in asked], range(24)))
    finally:
        sys.setswitchinterval(before)

    assert all(found == alone for found in together)

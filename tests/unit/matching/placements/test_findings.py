"""What is refused is refused with its article; what leaves room asks for a written reason."""

import pytest

from services.kernel.problems import Conflict, Invalid
from services.matching.domain.placements.findings import Finding, Weight, must_pass

BROKEN = Finding("too-long", "Au plus un mois.", "code du travail, art. D5135-3", field="ends_on")
ROOM = Finding("no-break", "Aucune pause.", "code du travail, art. L3121-16", Weight.TO_CONFIRM, "hours")
NOTE = Finding("noted", "À savoir.", weight=Weight.NOTED)


def test_a_broken_rule_is_refused_with_its_article_at_its_field() -> None:
    with pytest.raises(Invalid) as refusal:
        must_pass([BROKEN], {"too-long": "parce que je le veux vraiment"})
    assert "D5135-3" in refusal.value.message
    assert refusal.value.fields == {"ends_on": "Au plus un mois. (code du travail, art. D5135-3)"}


def test_what_leaves_room_asks_for_a_written_reason() -> None:
    with pytest.raises(Conflict) as refusal:
        must_pass([ROOM], {})
    assert refusal.value.code == "confirmation-needed"
    assert "confirm_no-break" in refusal.value.fields


@pytest.mark.parametrize("reason", ["", "ok", "         ", "oui oui"])
def test_a_reason_that_tells_nothing_is_none(reason: str) -> None:
    with pytest.raises(Conflict):
        must_pass([ROOM], {"no-break": reason})


def test_a_written_reason_confirms() -> None:
    must_pass([ROOM, NOTE], {"no-break": "La pause est prise à 10 h 30, usage de la maison."})

"""Who signs, and what makes a signature good."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import OfferKind
from services.kernel.problems import Conflict, Forbidden, Invalid
from services.matching.domain.placements.signatures import Signer, contacts_must_differ, required_signers
from tests.factories.placements import NOW, REGIE, a_signature, agreed, an_immersion

S = Signer


def test_person_employer_and_prescriber_sign_an_immersion_and_the_tutor_does_not() -> None:
    assert required_signers(an_immersion(), adult=True) == (S.PERSON, S.EMPLOYER, S.PRESCRIBER)


def test_the_legal_representative_signs_for_a_minor() -> None:
    assert S.LEGAL_REPRESENTATIVE in required_signers(an_immersion(), adult=False)


def test_another_accompanying_structure_and_a_present_employer_sign_too() -> None:
    terms = an_immersion(companion_id=REGIE, has_employer=True)
    assert required_signers(terms, adult=True)[-2:] == (S.COMPANION, S.CURRENT_EMPLOYER)
    same = replace(terms, companion_id=terms.prescriber_id)
    assert S.COMPANION not in required_signers(same, adult=True)


def test_a_stage_is_signed_by_its_school_and_a_job_by_nobody_here() -> None:
    assert S.SCHOOL in required_signers(an_immersion(kind=OfferKind.INTERNSHIP), adult=True)
    assert required_signers(an_immersion(kind=OfferKind.CDI), adult=True) == ()


def test_nobody_else_signs_and_nobody_twice() -> None:
    placement = agreed()
    with pytest.raises(Forbidden):
        placement.sign(a_signature(S.TUTOR), at=NOW)
    once = placement.sign(a_signature(S.PERSON), at=NOW)
    with pytest.raises(Conflict, match="déjà"):
        once.sign(a_signature(S.PERSON), at=NOW)


def test_a_signature_older_than_the_text_is_refused() -> None:
    with pytest.raises(Invalid, match="modifiée"):
        agreed().sign(a_signature(S.PERSON, on=date(2026, 3, 1)), at=NOW)


def test_a_signature_after_the_start_is_refused() -> None:
    agreed().sign(a_signature(S.PERSON, on=date(2026, 3, 9)), at=NOW)
    with pytest.raises(Invalid, match="avant le début"):
        agreed().sign(a_signature(S.PERSON, on=date(2026, 3, 10)), at=NOW)


def test_signatories_have_their_own_contacts() -> None:
    with pytest.raises(Invalid, match="même courriel"):
        contacts_must_differ({S.PERSON: ["a"], S.EMPLOYER: ["b", "a"]})
    contacts_must_differ({S.PERSON: ["a"], S.EMPLOYER: ["b"], S.PRESCRIBER: ["c"]})


def test_the_tutor_may_be_the_employer_but_shares_nothing_with_the_persons_side() -> None:
    contacts_must_differ({S.EMPLOYER: ["b"], S.TUTOR: ["b"]})
    with pytest.raises(Invalid):
        contacts_must_differ({S.LEGAL_REPRESENTATIVE: ["b"], S.TUTOR: ["b"]})


@given(st.permutations([S.PERSON, S.LEGAL_REPRESENTATIVE, S.EMPLOYER, S.PRESCRIBER]))
def test_signatures_come_in_any_order_and_the_last_one_sends_it_to_review(order: list[Signer]) -> None:
    placement = agreed(adult=False)
    for count, signer in enumerate(order, start=1):
        placement = placement.sign(a_signature(signer), at=NOW)
        assert placement.status.value == ("in_review" if count == len(order) else "partly_signed")
        assert len(placement.waits_for) == len(order) - count

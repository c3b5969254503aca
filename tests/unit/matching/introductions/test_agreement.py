"""Nobody is introduced without her agreement for this employer, and the last word stands."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.matching.domain.introductions.agreement import (
    Agreement,
    AgreementMissing,
    AgreementStatus,
    standing_agreement,
)
from services.matching.domain.introductions.introduction import Introduction
from tests.factories.introductions import NOW, PERSON, an_agreement, an_imported_proposal, kept


def standing(introduction: Introduction, *agreements: Agreement) -> Agreement:
    proposal = introduction.proposal
    return standing_agreement(
        agreements,
        profile_id=PERSON,
        company_id=proposal.company_id,
        company_name=proposal.company_name,
        offer_id=proposal.offer_id,
        introduction_id=introduction.id,
    )


def test_an_agreement_for_the_employer_stands() -> None:
    introduction = kept()
    given = an_agreement(introduction)
    assert standing(introduction, given) == given


def test_an_agreement_for_another_employer_is_none() -> None:
    introduction = kept()
    with pytest.raises(AgreementMissing, match="Le Fournil"):
        standing(introduction, replace(an_agreement(introduction), company_id=uuid4()))


def test_an_agreement_of_somebody_else_is_none() -> None:
    introduction = kept()
    with pytest.raises(AgreementMissing):
        standing(introduction, replace(an_agreement(introduction, bound=True), profile_id=uuid4()))


def test_a_withdrawn_agreement_is_told_as_withdrawn() -> None:
    introduction = kept()
    given = an_agreement(introduction)
    taken_back = replace(given, version=2, status=AgreementStatus.WITHDRAWN, at=NOW + timedelta(hours=1))
    with pytest.raises(AgreementMissing, match="retiré"):
        standing(introduction, given, taken_back)


def test_a_later_agreement_replaces_a_refusal() -> None:
    introduction = kept()
    no = an_agreement(introduction, status=AgreementStatus.DECLINED)
    yes = an_agreement(introduction, at=NOW + timedelta(days=1))
    assert standing(introduction, yes, no) == yes


def test_an_offer_without_account_takes_an_agreement_for_the_proposal_or_for_the_offer() -> None:
    introduction = kept(an_imported_proposal())
    bound = an_agreement(introduction, bound=True)
    assert standing(introduction, bound) == bound
    for_offer = replace(bound, introduction_id=None, company_id=introduction.proposal.offer_id)
    assert standing(introduction, for_offer) == for_offer


def test_an_agreement_for_one_proposal_does_not_cover_the_next_one() -> None:
    first, second = kept(), kept()
    assert first.proposal.company_id == second.proposal.company_id
    with pytest.raises(AgreementMissing):
        standing(second, an_agreement(first, bound=True))


def test_an_agreement_without_any_employer_covers_no_other_imported_offer() -> None:
    introduction = kept(an_imported_proposal())
    other = an_agreement(kept(an_imported_proposal()), bound=True)
    with pytest.raises(AgreementMissing):
        standing(introduction, other)

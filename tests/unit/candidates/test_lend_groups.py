"""Groups lent to an audit of fairness: three closed words by pseudonymous profile, and nothing else of the person."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from services.candidates.domain.case_file import CaseFile
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.lend_groups import lend_groups
from tests.factories.people import PROFILE, TODAY, a_file


@dataclass
class Files:
    """The files of a territory."""

    held: Sequence[CaseFile]

    def all(self) -> Sequence[CaseFile]:
        return self.held


@dataclass
class Work:
    people: Files = field(default_factory=lambda: Files(()))


def lent(*cases: CaseFile) -> Any:
    return lend_groups(uow=cast(UnitOfWork, Work(Files(cases))), today=TODAY)


def test_a_person_is_three_words_under_her_pseudonym() -> None:
    assert lent(replace(a_file(), cohort="jeunes")) == {PROFILE: {"cohort": "jeunes", "sex": "femme", "age": "16-25"}}


def test_what_was_not_said_is_absent() -> None:
    case = a_file()
    unsaid = replace(case, cohort=None, identity=replace(case.identity, sex=None, born=date(1970, 1, 1)))

    assert lent(unsaid) == {PROFILE: {"age": "50+"}}
    assert lent() == {}


def test_nothing_else_of_the_file_goes_out() -> None:
    said = str(lent(a_file()))

    for secret in ("Amina", "Benali", "06 12", "rue du Lac", "2005", str(UUID(int=0x2001))):
        assert secret not in said

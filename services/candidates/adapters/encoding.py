"""Domain values as JSON and back, for what is sealed or kept as a document. Plain dataclasses, read strictly."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from services.candidates.domain.exclusive_schemes import Enrolment
from services.candidates.domain.experience import Contract
from services.candidates.domain.identity import Identity
from services.candidates.domain.legal_conditions import LegalStatus
from services.candidates.domain.paths import StepEntry
from services.candidates.domain.profile import Description
from services.candidates.domain.readiness import Judgement

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Core:
    """What of a file is sealed in the row of the person itself."""

    identity: Identity
    description: Description
    status: LegalStatus
    at_mission_locale: bool
    enrolments: tuple[Enrolment, ...]
    steps: tuple[StepEntry, ...]
    judgement: Judgement | None
    contracts: tuple[Contract, ...]
    ended_on: date | None
    warned_on: date | None


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(type[Any], kind))


def encoded(value: object) -> bytes:
    """The value as JSON."""
    return _adapter(cast(Hashable, type(value))).dump_json(value)


def decoded(kind: type[T], document: bytes | str) -> T:
    """The value read back. Raises pydantic.ValidationError when the document is not one."""
    return cast(T, _adapter(cast(Hashable, kind)).validate_json(document))

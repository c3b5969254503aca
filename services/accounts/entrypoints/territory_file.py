"""The file that describes a new territory: its structures are named by a short key, its cohorts refer to them.

Refuses, in words and at its place, what is missing, unknown or wrong.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.accounts.domain.territories import STRUCTURE_KINDS, Cohort, Structure, Territory
from services.kernel.problems import Invalid
from services.kernel.web.wording import french_errors

EXAMPLE: dict[str, Any] = {
    "code": "mon-territoire",
    "name": "Nom pour les équipes",
    "public_name": "Nom public neutre, sans quartier ni dispositif",
    "time_zone": "Europe/Paris",
    "latitude": 46.15,
    "longitude": -1.12,
    "structures": [
        {"key": "ml", "name": "Mission locale", "kind": "mission_locale", "phone": "05 00 00 00 00"},
        {"key": "ccas", "name": "CCAS", "kind": "ccas"},
    ],
    "cohorts": [
        {
            "code": "jeunes",
            "label": "Jeunes",
            "structure": "ml",
            "from_age": 16,
            "to_age": 25,
            "age_is_criterion": True,
        },
        {"code": "adultes", "label": "Adultes", "structure": "ccas"},
    ],
    "exclusive_schemes": ["CEJ"],
    "experience_months": 6,
    "introductions_per_month": 8,
    "emergency_fund_euros": 0,
}


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Structure(_Told):
    key: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=2, max_length=120)
    kind: str
    phone: str = Field(default="", max_length=40)


class _Cohort(_Told):
    code: str = Field(min_length=1, max_length=40)
    label: str = Field(min_length=1, max_length=80)
    structure: str
    from_age: int | None = Field(default=None, ge=0, le=120)
    to_age: int | None = Field(default=None, ge=0, le=120)
    age_is_criterion: bool = False


class _Territory(_Told):
    code: str
    name: str = Field(min_length=2, max_length=120)
    public_name: str
    time_zone: str = "Europe/Paris"
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    structures: list[_Structure] = Field(min_length=1)
    cohorts: list[_Cohort] = Field(default_factory=list)
    exclusive_schemes: list[str] = Field(default_factory=lambda: ["CEJ"])
    experience_months: int = 6
    introductions_per_month: int = 8
    emergency_fund_euros: int = Field(default=0, ge=0)


def read_territory(text: str, *, new_id: Callable[[], UUID]) -> Territory:
    """The territory that the file describes, checked. Raises Invalid."""
    try:
        told = _Territory.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        raise Invalid(f"Ce fichier n'est pas du JSON correct (ligne {error.lineno}).") from error
    except ValidationError as error:
        fields = french_errors(error.errors())
        places = " ".join(f"{place} : {said}" for place, said in fields.items())
        raise Invalid(f"Ce fichier est à corriger. {places}") from error
    ids = {structure.key: new_id() for structure in told.structures}
    _must_be_known(told, ids)
    return Territory(
        code=told.code,
        version=1,
        name=told.name,
        public_name=told.public_name,
        time_zone=told.time_zone,
        latitude=told.latitude,
        longitude=told.longitude,
        structures=tuple(Structure(ids[one.key], one.name, one.kind, one.phone) for one in told.structures),
        cohorts=tuple(
            Cohort(one.code, one.label, ids[one.structure], one.from_age, one.to_age, one.age_is_criterion)
            for one in told.cohorts
        ),
        exclusive_schemes=tuple(told.exclusive_schemes),
        experience_months=told.experience_months,
        introductions_per_month=told.introductions_per_month,
        emergency_fund_cents=told.emergency_fund_euros * 100,
    ).checked()


def _must_be_known(told: _Territory, ids: dict[str, UUID]) -> None:
    if len(ids) != len(told.structures):
        raise Invalid("Deux structures portent la même clé (« key »).")
    kinds = sorted({one.kind for one in told.structures} - STRUCTURE_KINDS.keys())
    if kinds:
        raise Invalid(f"Sorte de structure inconnue : {', '.join(kinds)}. Possibles : {', '.join(STRUCTURE_KINDS)}.")
    lost = sorted({one.structure for one in told.cohorts} - ids.keys())
    if lost:
        raise Invalid(f"Ces parcours citent une structure qui n'est pas dans le fichier : {', '.join(lost)}.")

"""A territory: the tenant. Its structures, cohorts, club and figures are data, never code."""

import re
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import available_timezones

from services.kernel.problems import Invalid

STRUCTURE_KINDS = {
    "france_travail": "France Travail",
    "mission_locale": "Mission locale",
    "cap_emploi": "Cap emploi",
    "siae": "Structure d'insertion (SIAE)",
    "departement": "Conseil départemental",
    "cep": "Conseil en évolution professionnelle",
    "ccas": "CCAS",
    "regie": "Régie de quartier",
    "plie": "PLIE",
    "association": "Association",
    "centre_social": "Centre social",
    "ville": "Ville",
    "agglomeration": "Agglomération",
    "etat": "État (DDETS)",
}
PRESCRIBE_BY_RIGHT = frozenset({"france_travail", "mission_locale", "cap_emploi", "siae", "departement", "cep"})
"""Prescribers of immersions by right: code du travail, art. L5135-2; the others need a dated delegation."""
_TERRITORY_CODE = re.compile(r"[a-z][a-z0-9-]{2,40}")


@dataclass(frozen=True, slots=True)
class Structure:
    """A partner of the territory."""

    id: UUID
    name: str
    kind: str
    phone: str = ""

    @property
    def prescribes_by_right(self) -> bool:
        """Whether it may prescribe immersions without a delegation (L5135-2)."""
        return self.kind in PRESCRIBE_BY_RIGHT


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort and the structure best placed to follow it. Ages suggest; they bind only when they are a criterion."""

    code: str
    label: str
    structure_id: UUID
    from_age: int | None = None
    to_age: int | None = None
    age_is_criterion: bool = False


@dataclass(frozen=True, slots=True)
class Territory:
    """The settings of a territory, whole. Money in cents; coordinates in degrees WGS 84."""

    code: str
    version: int
    name: str
    public_name: str
    time_zone: str
    latitude: float
    longitude: float
    structures: tuple[Structure, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    exclusive_schemes: tuple[str, ...] = ("CEJ",)
    experience_months: int = 6
    introductions_per_month: int = 8
    emergency_fund_cents: int = 0
    invented: bool = False

    def checked(self) -> "Territory":
        """Itself, or Invalid with each field to correct."""
        fields: dict[str, str] = {}
        if not _TERRITORY_CODE.fullmatch(self.code):
            fields["code"] = "Lettres minuscules, chiffres et tirets, de 3 à 41 caractères."
        if not 2 <= len(self.public_name.strip()) <= 80:
            fields["public_name"] = "De 2 à 80 caractères."
        if self.time_zone not in available_timezones():
            fields["time_zone"] = "Fuseau inconnu. Exemples : Europe/Paris, Indian/Reunion."
        if not 1 <= self.experience_months <= 60:
            fields["experience_months"] = "De 1 à 60 mois."
        if not 1 <= self.introductions_per_month <= 200:
            fields["introductions_per_month"] = "De 1 à 200."
        known = {structure.id for structure in self.structures}
        if any(cohort.structure_id not in known for cohort in self.cohorts):
            fields["cohorts"] = "Chaque parcours doit être suivi par une structure de la liste."
        if len({cohort.code for cohort in self.cohorts}) != len(self.cohorts):
            fields["cohorts"] = "Deux parcours portent le même code."
        if fields:
            raise Invalid("Les réglages du territoire sont à corriger.", fields=fields)
        return self

    def changed(self, **values: object) -> "Territory":
        """The next version with these values, checked."""
        return replace(self, version=self.version + 1, **values).checked()  # type: ignore[arg-type]

    def structure(self, structure_id: UUID) -> Structure | None:
        """A structure of the territory."""
        return next((found for found in self.structures if found.id == structure_id), None)

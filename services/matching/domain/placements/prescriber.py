"""Who may prescribe an immersion: by right, or by a dated delegation that is checked at each convention.

By right (L5135-2): France Travail, mission locale, Cap emploi, SIAE but temporary agencies, conseil départemental,
operators of CEP, bodies of prépa-apprentissage. Others, such as a CCAS or a régie de quartier, by a delegation of one
of the first ones (L5135-2, 5°, D5135-7), which may be withdrawn without notice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.kernel.problems import Invalid
from services.matching.domain.placements.findings import Finding, Weight
from services.matching.domain.placements.law import WORK, Law, Rule

ARTICLE = WORK + "L5135-2 et D5135-7"

DELEGATES = {
    "france_travail": "France Travail",
    "mission_locale": "une mission locale",
    "cap_emploi": "Cap emploi",
    "departement": "le conseil départemental",
}
"""Kinds of bodies that may delegate, with their name in a sentence."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """A right to prescribe that ``given_by`` lent to a structure, days included on both ends."""

    id: UUID
    structure_id: UUID
    given_by_kind: str
    given_by_name: str
    starts_on: date
    ends_on: date
    withdrawn_on: date | None = None

    def __post_init__(self) -> None:
        fields: dict[str, str] = {}
        if self.given_by_kind not in DELEGATES:
            fields["given_by_kind"] = f"Seuls {', '.join(DELEGATES.values())} peuvent déléguer."
        if not self.given_by_name.strip():
            fields["given_by_name"] = "Indiquez qui a donné la délégation."
        if self.ends_on < self.starts_on:
            fields["ends_on"] = "La fin est avant le début."
        if fields:
            raise Invalid(f"Cette délégation est à corriger ({ARTICLE}).", fields=fields, code="delegation-unsound")

    @property
    def last_day(self) -> date:
        """The last day on which it may be used: the eve of a withdrawal, when there is one."""
        if self.withdrawn_on is None:
            return self.ends_on
        return min(self.ends_on, self.withdrawn_on - timedelta(days=1))

    def holds_on(self, day: date) -> bool:
        """True when it may be used that day."""
        return self.starts_on <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Prescriber:
    """A structure and what lets it prescribe."""

    structure_id: UUID
    name: str
    kind: str
    by_right: bool
    delegations: tuple[Delegation, ...] = ()

    def delegation_on(self, day: date) -> Delegation | None:
        """The delegation in use that day, the one that lasts longest when there are several."""
        return max((one for one in self.delegations if one.holds_on(day)), key=lambda one: one.last_day, default=None)


def prescriber_findings(prescriber: Prescriber, *, today: date, starts_on: date, law: Law) -> tuple[Finding, ...]:
    """May this structure prescribe a convention made today that starts that day?"""
    if prescriber.by_right:
        if prescriber.kind == "mission_locale":
            told = "La mission locale prescrit pour les moins de 26 ans : l'âge est vérifié dans la fiche."
            return (Finding("prescriber-under-26", told, WORK + "L5314-1 et L5135-2", Weight.NOTED, "prescriber"),)
        return ()
    current = prescriber.delegation_on(today)
    if current is None:
        told = (
            f"{prescriber.name} ne peut pas prescrire d'immersion aujourd'hui : aucune délégation en cours. "
            "Demandez-la, ou faites prescrire par France Travail, une mission locale ou Cap emploi."
        )
        return (Finding("prescriber-without-right", told, ARTICLE, field="prescriber"),)
    if current.last_day < starts_on and prescriber.delegation_on(starts_on) is None:
        told = (
            f"La délégation donnée par {current.given_by_name} finit le {current.last_day:%d/%m/%Y}, "
            "avant le début de l'immersion."
        )
        return (Finding("delegation-ends-before", told, ARTICLE, Weight.TO_CONFIRM, "prescriber"),)
    return tuple(_ending_soon(prescriber, today, law))


def _ending_soon(prescriber: Prescriber, today: date, law: Law) -> Iterable[Finding]:
    ending = ending_soon([prescriber], today, law)
    for _, delegation in ending:
        told = f"La délégation de {delegation.given_by_name} finit le {delegation.last_day:%d/%m/%Y} : renouvelez-la."
        yield Finding("delegation-ending", told, ARTICLE, Weight.NOTED, "prescriber")


def ending_soon(prescribers: Iterable[Prescriber], today: date, law: Law) -> tuple[tuple[Prescriber, Delegation], ...]:
    """Structures whose last delegation ends within the days of warning, and which one: for the board's warning."""
    days = law.value(Rule.DELEGATION_WARNING_DAYS, today)
    found = []
    for prescriber in prescribers:
        last = max(prescriber.delegations, key=lambda one: one.last_day, default=None)
        if prescriber.by_right or last is None:
            continue
        if today <= last.last_day <= today + timedelta(days=days):
            found.append((prescriber, last))
    return tuple(found)

"""Who acts: the claims of a token, read into the roles of the field.

`accounts` signs staff and employer tokens. `candidates` signs short tokens for a person who opened a personal
link, `employers` for an employer who opened an answer link; each issuer may mint only its own kind (ADR 0003).
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    REFERENT = "referent"
    COORDINATION = "coordination"
    PRESCRIBER = "prescriber"
    EMPLOYER = "employer"
    OPERATOR = "operator"
    PERSON = "person"
    EMPLOYER_LINK = "employer_link"


LABELS = {
    Role.REFERENT: "référent",
    Role.COORDINATION: "coordination",
    Role.PRESCRIBER: "partenaire prescripteur",
    Role.EMPLOYER: "entreprise",
    Role.OPERATOR: "exploitation",
    Role.PERSON: "personne accompagnée",
    Role.EMPLOYER_LINK: "entreprise (lien de réponse)",
}

MINTED_BY: dict[str, frozenset[Role]] = {
    "accounts": frozenset({Role.REFERENT, Role.COORDINATION, Role.PRESCRIBER, Role.EMPLOYER, Role.OPERATOR}),
    "candidates": frozenset({Role.PERSON}),
    "employers": frozenset({Role.EMPLOYER_LINK}),
}
"""Which issuer may give which role: a token that claims another is refused."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in party. ``id`` is a staff, account, profile or introduction id by role."""

    id: UUID
    territory: str
    roles: frozenset[Role]
    name: str = ""
    structure_id: UUID | None = None
    company_ids: frozenset[UUID] = frozenset()
    profile_id: UUID | None = None
    introduction_id: UUID | None = None
    site: str = ""
    """The public name of the territory, as pages show it."""
    zone: str = ""
    """IANA name of the territory's time zone."""

    @property
    def reference(self) -> str:
        """``role:id``, as audit rows and envelopes name who acted."""
        return f"{min(self.roles)}:{self.id}"

    def has(self, *roles: Role) -> bool:
        """True when the actor holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)

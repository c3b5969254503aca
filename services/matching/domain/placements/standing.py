"""What a check must know beside the terms: the person's conditions, the firm's, and what they already did together."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.contracts.vocabulary import LegalCondition, Objective, PlacementOutcome
from services.matching.domain.placements.law import LAW, Law
from services.matching.domain.placements.minors import Workplace
from services.matching.domain.placements.prescriber import Prescriber
from services.matching.domain.placements.spans import Span


@dataclass(frozen=True, slots=True)
class HostStanding:
    """What is known of the firm. ``open`` None when the register could not say."""

    company_id: UUID | None
    name: str
    naf: str = ""
    open: bool | None = None
    accredited_civic_service: bool = False
    is_temp_agency: bool = False
    is_siae: bool = False


@dataclass(frozen=True, slots=True)
class PastImmersion:
    """An immersion of the same person that was not refused nor given up. Its days are those really covered."""

    placement_id: UUID
    company_id: UUID | None
    host_name: str
    span: Span
    objective: Objective | None
    rome: str
    renewal_of: UUID | None = None
    outcome: PlacementOutcome | None = None
    objective_reached: bool | None = None

    @property
    def convention_id(self) -> UUID:
        """The convention it belongs to: a renewal belongs to the one it prolongs."""
        return self.renewal_of or self.placement_id

    def at(self, host: HostStanding) -> bool:
        """True when it was at this host: same account, else same name."""
        if self.company_id is not None or host.company_id is not None:
            return self.company_id == host.company_id
        return self.host_name.casefold() == host.name.casefold()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything a check reads. ``today`` is the day of the territory."""

    today: date
    legal: frozenset[LegalCondition]
    host: HostStanding
    postcode: str = ""
    prescriber: Prescriber | None = None
    past: tuple[PastImmersion, ...] = ()
    """Immersions of the same person at any host, but the placement being judged."""
    law: Law = LAW

    @property
    def adult(self) -> bool:
        """Known to be 18 or more: anyone else is protected as a minor."""
        return LegalCondition.ADULT in self.legal

    @property
    def at_least_16(self) -> bool:
        """Known to be 16 or more."""
        return self.adult or LegalCondition.AT_LEAST_16 in self.legal

    @property
    def workplace(self) -> Workplace:
        """What the exceptions of minors' hours depend on."""
        return Workplace(self.host.naf, self.postcode)

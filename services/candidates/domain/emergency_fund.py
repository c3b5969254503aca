"""Fonds d'urgence emploi: pays what ordinary law does not, so that somebody can take up work.

Money is in whole cents. A request is decided by a comité d'engagement of at least two people, the asker not among
them; what is granted never exceeds what is left of the territory's budget. Refuses silently nothing: each refusal
says what is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.candidates.domain.refusals import Conflict, Invalid
from services.candidates.domain.wording import keepable
from services.contracts.vocabulary import Labelled

COMMITTEE_SIZE = 2
LARGEST_CENTS = 1_000_000
"""Ten thousand euros: beyond this, a typing error."""


class Purpose(Labelled):
    CHILDCARE = "childcare", "garde d'enfants ponctuelle"
    DRIVING = "driving", "leçons de conduite ou code"
    TRANSPORT = "transport", "transport"
    CLOTHES = "clothes", "vêtements ou équipement de travail"
    BAFA = "bafa", "BAFA ou petite certification"
    TOOLS = "tools", "outils"
    DIGITAL = "digital", "téléphone ou connexion"
    PAPERS = "papers", "papiers à payer"
    OTHER = "other", "autre dépense liée au travail"


class RequestState(Labelled):
    ASKED = "asked", "à examiner"
    GRANTED = "granted", "accordée"
    REFUSED = "refused", "refusée"
    PAID = "paid", "payée"
    CANCELLED = "cancelled", "annulée"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the comité d'engagement decided."""

    granted: bool
    amount_cents: int
    on: date
    committee: tuple[UUID, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FundRequest:
    """A request for one person. ``amount_cents`` is what is asked."""

    id: UUID
    person_id: UUID
    purpose: Purpose
    amount_cents: int
    asked_by: UUID
    asked_on: date
    why: str
    state: RequestState = RequestState.ASKED
    decision: Decision | None = None
    paid_on: date | None = None

    @property
    def committed_cents(self) -> int:
        """What this request takes from the budget."""
        held = self.state in (RequestState.GRANTED, RequestState.PAID)
        return self.decision.amount_cents if held and self.decision is not None else 0


def _amount(cents: int) -> int:
    if not 0 < cents <= LARGEST_CENTS:
        raise Invalid("Le montant va de 0,01 € à 10 000 €.", field="amount")
    return cents


def ask(
    *, request_id: UUID, person_id: UUID, purpose: Purpose, amount_cents: int, by: UUID, on: date, why: str
) -> FundRequest:
    """Build a checked request. Raises Invalid without a reason, or with sensitive words in it."""
    written = keepable(why, field="why")
    if not written:
        raise Invalid("Écrivez ce que cette dépense permet (reprendre un poste, aller à un entretien …).", field="why")
    return FundRequest(request_id, person_id, purpose, _amount(amount_cents), by, on, written)


def committed(requests: Iterable[FundRequest]) -> int:
    """Return the cents already granted or paid."""
    return sum(one.committed_cents for one in requests)


def decide(
    request: FundRequest,
    *,
    granted: bool,
    amount_cents: int | None,
    on: date,
    committee: tuple[UUID, ...],
    budget_cents: int,
    committed_cents: int,
    reason: str = "",
) -> FundRequest:
    """Record the committee's decision; ``amount_cents`` None grants what was asked.

    Raises Conflict (decided already, budget exceeded) or Invalid (committee too small, the asker among it, a
    refusal without a reason, a day before the request, more than what was asked).
    """
    if request.state is not RequestState.ASKED:
        raise Conflict(f"Cette demande est déjà {request.state.label}.", field="state")
    members = tuple(dict.fromkeys(committee))
    if request.asked_by in members:
        raise Invalid("La personne qui demande ne décide pas : choisissez d'autres membres.", field="committee")
    if len(members) < COMMITTEE_SIZE:
        raise Invalid(f"Le comité d'engagement compte au moins {COMMITTEE_SIZE} membres.", field="committee")
    if on < request.asked_on:
        raise Invalid("La décision est avant la demande.", field="on")
    written = keepable(reason, field="reason")
    if not granted:
        if not written:
            raise Invalid("Écrivez la raison du refus : elle sera dite à la personne.", field="reason")
        return replace(request, state=RequestState.REFUSED, decision=Decision(False, 0, on, members, written))
    amount = _amount(request.amount_cents if amount_cents is None else amount_cents)
    if amount > request.amount_cents:
        raise Invalid("Le comité ne peut pas accorder plus que la demande.", field="amount")
    left = budget_cents - committed_cents
    if amount > left:
        raise Conflict(f"Il reste {euros(left)} au fonds : c'est moins que {euros(amount)}.", field="amount")
    return replace(request, state=RequestState.GRANTED, decision=Decision(True, amount, on, members, written))


def pay(request: FundRequest, on: date) -> FundRequest:
    """Record the payment. Raises Conflict unless granted, Invalid when dated before the decision."""
    if request.state is not RequestState.GRANTED or request.decision is None:
        raise Conflict("Seule une demande accordée peut être payée.", field="state")
    if on < request.decision.on:
        raise Invalid("Le paiement est avant la décision.", field="on")
    return replace(request, state=RequestState.PAID, paid_on=on)


def cancel(request: FundRequest) -> FundRequest:
    """Cancel a request that was not paid: its money is free again. Raises Conflict."""
    if request.state not in (RequestState.ASKED, RequestState.GRANTED):
        raise Conflict(f"Cette demande est déjà {request.state.label}.", field="state")
    return replace(request, state=RequestState.CANCELLED)


def euros(cents: int) -> str:
    """« 1 250,00 € », with non-breaking spaces."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole:,}".replace(",", "\u202f") + f",{rest:02d}\u00a0€"

"""What the person agreed to share at the groupe opérationnel: per structure, item by item, dated, revocable.

Social workers keep professional secrecy (code pénal, art. 226-13); structures are joint controllers (RGPD art. 26).
So a case shows what was agreed and nothing else, and the default is nothing but the name of the referent.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from services.candidates.domain.refusals import Conflict, Invalid
from services.contracts.vocabulary import Channel, Labelled

LASTS = timedelta(days=365)
TEXT_VERSION = "2025-1"
TEXT = (
    "Je suis d'accord pour que les points cochés soient dits, et eux seuls, aux professionnels de {structures} lors "
    "de la réunion du groupe opérationnel, pour m'aider à avancer. Cet accord dure un an ; je peux le retirer quand "
    "je veux, en entier ou pour une seule structure."
)


class Item(Labelled):
    """What may be shared. Freins are named by kind only; their notes are never shared."""

    NAME = "name", "mon nom"
    WISHES = "wishes", "les métiers que je cherche"
    AVAILABILITY = "availability", "mes disponibilités et mes trajets"
    PATH = "path", "l'étape où j'en suis"
    MOVES = "moves", "mes immersions et mes candidatures"
    FREINS = "freins", "les difficultés sur lesquelles j'avance (sans détail)"
    REQUESTS = "requests", "les demandes faites aux partenaires"


@dataclass(frozen=True, slots=True)
class SharingAgreement:
    """What one person lets one structure hear, from ``since`` to ``until`` (both included)."""

    id: UUID
    person_id: UUID
    structure_id: UUID
    items: frozenset[Item]
    since: date
    until: date
    text_version: str
    channel: Channel
    recorded_by: UUID

    def holds(self, day: date) -> bool:
        """True when the agreement applies on ``day``."""
        return self.since <= day <= self.until


def agree(
    *,
    agreement_id: UUID,
    person_id: UUID,
    structure_id: UUID,
    items: frozenset[Item],
    on: date,
    channel: Channel,
    by: UUID,
) -> SharingAgreement:
    """Record an agreement for a year. Raises Invalid when nothing is shared: an absence says it already."""
    if not items:
        raise Invalid("Cochez au moins un point, ou n'enregistrez rien : rien n'est partagé par défaut.", field="items")
    return SharingAgreement(agreement_id, person_id, structure_id, items, on, on + LASTS, TEXT_VERSION, channel, by)


def withdraw(agreement: SharingAgreement, on: date) -> SharingAgreement:
    """End the agreement on the eve of ``on``. Raises Conflict when it had ended."""
    if not agreement.holds(on):
        raise Conflict("Cet accord de partage n'est plus en cours.", field="until")
    return replace(agreement, until=on - timedelta(days=1))


def shared_with(
    agreements: tuple[SharingAgreement, ...], *, person_id: UUID, structure_id: UUID, day: date
) -> frozenset[Item]:
    """Return what this structure may hear about this person on ``day``; empty by default."""
    return frozenset(
        item
        for one in agreements
        if one.person_id == person_id and one.structure_id == structure_id and one.holds(day)
        for item in one.items
    )


def shared_with_all(
    agreements: tuple[SharingAgreement, ...], *, person_id: UUID, structures: frozenset[UUID], day: date
) -> frozenset[Item]:
    """Return what may be said aloud in a room: only what every structure present may hear."""
    if not structures:
        return frozenset()
    heard = [shared_with(agreements, person_id=person_id, structure_id=one, day=day) for one in structures]
    return frozenset.intersection(*heard)

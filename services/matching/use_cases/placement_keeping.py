"""What every use case of a placement ends with: keep it, announce it, note who did it and what it teaches."""

from datetime import datetime

from services.matching.domain.placements.placement import Placement
from services.matching.placement_ports import Work
from services.matching.use_cases.note_outcomes import note_placement
from services.matching.use_cases.telling import placement_changed


def keep_placement(placement: Placement, *, verb: str, actor: str, uow: Work, now: datetime) -> Placement:
    """Write, announce and note it; give it back."""
    uow.placements.save(placement)
    label = uow.trade_label(placement.terms.rome)
    uow.announce(placement_changed(placement, trade_label=label, at=now), at=now, actor=actor)
    note_placement(placement, uow=uow, now=now)
    details = {
        "profile": str(placement.parties.profile_id),
        "introduction": str(placement.parties.introduction_id),
        "status": placement.status.value,
        "confirmed": sorted(placement.reasons),
        "stop": placement.stop_reason.value if placement.stop_reason else "",
    }
    uow.journal.note(verb, f"placement:{placement.id}", details, actor=actor, at=now)
    return placement

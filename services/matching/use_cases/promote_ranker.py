"""A human puts a version in force, in shadow, or goes back to the one before: acts that the audit trail keeps.

Announces nothing: the next list is scored with what stands then. Refuses (Conflict) a version that loses to the prior,
that fails the audit of fairness, or on which the audit could not conclude unless somebody writes why and signs.
"""

from datetime import datetime

from services.kernel.problems import Conflict
from services.matching.domain.learning.ranker import Ranker, Standing, decided_by, in_force_before, must_be_promotable
from services.matching.domain.ranking import prior
from services.matching.ports import UnitOfWork

NOTHING = "Le classement documenté est en vigueur : il n'y a rien à retirer."


def promote_ranker(version: str, *, reason: str, by: str, uow: UnitOfWork, now: datetime, signed: str = "") -> Ranker:
    """Put it in force. ``signed``: the name of who decides. Raises NotFound, Conflict."""
    wanted = uow.rankings.get(version)
    must_be_promotable(wanted, reason=reason, signed=signed, today=now.date())
    before = _standing(uow, Standing.IN_FORCE)
    if before is not None:
        uow.rankings.save(before.moved(Standing.RETIRED, at=now, reason=before.reason))
    replaces = before.version if before else prior.VERSION
    settled = decided_by(wanted, reason=reason, signed=signed, at=now)
    promoted = settled.moved(Standing.IN_FORCE, at=now, replaces=replaces, reason=reason.strip())
    uow.rankings.save(promoted)
    details = {"replaces": replaces, "confirmed": bool(reason.strip()), "signed": bool(signed.strip())}
    uow.journal.note("ranker.promoted", f"ranker:{version}", details, actor=by, at=now)
    return promoted


def shadow_ranker(version: str, *, by: str, uow: UnitOfWork, now: datetime) -> Ranker:
    """Let it score silently beside the one in force; at most one does. Raises NotFound, Conflict."""
    wanted = uow.rankings.get(version)
    if wanted.standing is Standing.IN_FORCE:
        raise Conflict(f"« {version} » est en vigueur : il ne peut pas être aussi dans l'ombre.", code="in-force")
    before = _standing(uow, Standing.SHADOW)
    if before is not None and before.version != version:
        uow.rankings.save(before.moved(Standing.CANDIDATE, at=now))
    shadowed = wanted.moved(Standing.SHADOW, at=now)
    uow.rankings.save(shadowed)
    uow.journal.note("ranker.shadowed", f"ranker:{version}", {}, actor=by, at=now)
    return shadowed


def rollback_ranker(*, by: str, uow: UnitOfWork, now: datetime) -> str:
    """Put back the version before, or the prior; return its name. Raises Conflict when the prior is in force."""
    present = _standing(uow, Standing.IN_FORCE)
    if present is None:
        raise Conflict(NOTHING, code="nothing-to-roll-back")
    before = in_force_before(present)
    uow.rankings.save(present.moved(Standing.ROLLED_BACK, at=now, reason=present.reason))
    if before != prior.VERSION:
        back = uow.rankings.get(before)
        uow.rankings.save(back.moved(Standing.IN_FORCE, at=now, reason=back.reason))
    uow.journal.note("ranker.rolled_back", f"ranker:{present.version}", {"to": before}, actor=by, at=now)
    return before


def _standing(uow: UnitOfWork, standing: Standing) -> Ranker | None:
    return next((one for one in uow.rankings.all() if one.standing is standing), None)

"""What the person said in `candidates`: an agreement given, declined or withdrawn; or an erasure.

Announces IntroductionMoved and PlacementChanged. An agreement moves what it covers: given, the introductions that
waited for it; declined or withdrawn, all that is under way with that employer. Stale facts change nothing.
"""

from datetime import datetime
from uuid import UUID

from services.contracts.candidates import AgreementChanged
from services.contracts.vocabulary import IntroductionState
from services.matching.domain.introductions.agreement import Agreement, AgreementMissing, AgreementStatus
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.introductions.life_cycle import Act, row_for
from services.matching.placement_ports import Work
from services.matching.use_cases.keeping import PERSON, agreement_for, keep
from services.matching.use_cases.placement_keeping import keep_placement


def follow_agreement(fact: AgreementChanged, *, uow: Work, now: datetime) -> None:
    """Keep the agreement at its newest version and move what it covers."""
    if fact.status not in AgreementStatus.__members__.values():
        return
    agreement = Agreement(
        id=fact.agreement_id,
        version=fact.version,
        profile_id=fact.profile_id,
        company_id=fact.company_id,
        introduction_id=fact.introduction_id,
        status=AgreementStatus(fact.status),
        at=fact.at,
        text_version=fact.text_version,
    )
    if not uow.agreements.keep(agreement):
        return
    for introduction in uow.introductions.of_person(fact.profile_id):
        about = introduction.proposal
        if agreement.covers(company_id=about.company_id, offer_id=about.offer_id, introduction_id=introduction.id):
            _moved(introduction, agreement, uow=uow, now=now)


def _moved(introduction: Introduction, agreement: Agreement, *, uow: Work, now: datetime) -> None:
    at = max(agreement.at, introduction.moved_at)
    try:
        standing = agreement_for(introduction, uow)
    except AgreementMissing:
        if row_for(Act.DECLINE, introduction.state) is not None:
            keep(introduction.decline(at=at), verb="introduction.declined", by=PERSON, uow=uow, now=now)
        return
    expected = row_for(Act.AGREE, introduction.state) is not None
    meant = agreement.introduction_id == introduction.id or introduction.state is IntroductionState.KEPT
    if expected and meant:
        keep(introduction.agree(standing, at=at), verb="introduction.agreed", by=PERSON, uow=uow, now=now)


def erase_person(profile_id: UUID, *, uow: Work, now: datetime) -> None:
    """Nothing here says who it was any more; conventions are kept apart and closed (a legal duty)."""
    for introduction in uow.introductions.of_person(profile_id):
        keep(introduction.forget(at=now), verb="introduction.forgotten", by=PERSON, uow=uow, now=now)
    for placement in uow.placements.of_person(profile_id):
        keep_placement(placement.forget(at=now), verb="placement.forgotten", actor=PERSON, uow=uow, now=now)
    uow.agreements.erase(profile_id)

"""Follow the introductions that `matching` makes, as soon as they concern the firm, and write to it.

Announces nothing. Ignores proposals and agreements: before it is introduced to somebody, a firm knows nothing. Writes
no letter to a firm that nobody confirmed.
"""

from services.contracts.matching import IntroductionMoved
from services.contracts.vocabulary import IntroductionState
from services.employers.domain.introduction import REACHES_THE_FIRM, Introduction
from services.employers.domain.link import Purpose
from services.employers.ports import UnitOfWork
from services.employers.use_cases.give_link import give_link
from services.employers.use_cases.letters import address_for, introduction_letter


def follow_introduction(fact: IntroductionMoved, *, uow: UnitOfWork, public_base: str) -> None:
    """Keep the introduction at its newest version; a first arrival is told by e-mail."""
    if fact.company_id is None:
        return
    known = uow.introductions.get(fact.introduction_id)
    if known is not None:
        moved = known.moved(
            version=fact.version,
            state=fact.state,
            meeting_at=fact.meeting_at,
            received_at=fact.introduced_at,
            at=fact.at,
        )
        uow.introductions.save(moved)
        return
    if fact.state not in REACHES_THE_FIRM:
        return
    introduction = Introduction(
        id=fact.introduction_id,
        territory=uow.territory,
        version=fact.version,
        company_id=fact.company_id,
        offer_id=fact.offer_id,
        offer_title=fact.offer_title,
        kind=fact.kind,
        state=fact.state,
        referent_id=fact.referent_id,
        received_at=fact.introduced_at or fact.at,
        moved_at=fact.at,
        meeting_at=fact.meeting_at,
    )
    uow.introductions.save(introduction)
    if fact.state is IntroductionState.INTRODUCED:
        _tell(introduction, uow=uow, public_base=public_base)


def _tell(introduction: Introduction, *, uow: UnitOfWork, public_base: str) -> None:
    company = uow.companies.get(introduction.company_id)
    if company is None or not company.may_receive:
        return
    recipient = address_for(uow, company, uow.offers.get(introduction.offer_id))
    if not recipient:
        return
    token = give_link(Purpose.ANSWER, introduction.id, company.id, by=None, uow=uow)
    subject, body = introduction_letter(
        introduction,
        link=f"{public_base}/reponse/{token}",
        known=uow.surroundings.territory(),
        referent=uow.surroundings.colleague(introduction.referent_id) if introduction.referent_id else None,
    )
    uow.write_mail(recipient, subject, body)

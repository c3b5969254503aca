"""Issue a personal link, to be printed as a QR code, written on paper or sent.

Only the hash of the token is kept: the address is shown once. A few links may live side by side, so that a new sheet
does not kill the one on the fridge; beyond that the oldest is cut. The person's page is opened by ``open_link``.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.personal_links import PersonalLink, cut, fresh_token, issue, must_open
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.opening import opened
from services.contracts.actors import Actor

MOST_ALIVE = 5


def issue_personal_link(
    person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime, new_id: Callable[[], UUID]
) -> str:
    """Return the token to hand over."""
    case = opened(person_id, by=by, uow=uow, now=now)
    alive = [one for one in uow.links.of_person(case.id) if one.cut_at is None and now < one.expires_at]
    for known in alive[MOST_ALIVE - 1 :]:
        uow.links.keep(cut(known, now))
    token = fresh_token()
    uow.links.add(issue(link_id=new_id(), person_id=case.id, token=token, by=by.id, now=now))
    uow.audit("link.issued", f"person:{case.id}", actor=by.reference)
    return token


def cut_personal_links(person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> int:
    """Cut every link of a person (a lost phone, a sheet left somewhere); return how many."""
    case = opened(person_id, by=by, uow=uow, now=now)
    open_links = [one for one in uow.links.of_person(case.id) if one.cut_at is None]
    for known in open_links:
        uow.links.keep(cut(known, now))
    uow.audit("link.cut", f"person:{case.id}", actor=by.reference, count=len(open_links))
    return len(open_links)


def open_link(link: PersonalLink | None, *, uow: UnitOfWork, now: datetime) -> CaseFile:
    """The file that a link opens. Raises NotFound, with the same words, for any link that opens nothing."""
    return uow.people.get(must_open(link, now).person_id)

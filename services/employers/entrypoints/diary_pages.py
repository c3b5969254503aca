"""The meetings and the placements of a firm as calendar files: with an account, or from the link of an e-mail.

No name goes into a diary: the card of the person closes when her agreement does, a diary would not. Refuses a meeting
without a day, and whatever is not the firm's.
"""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.contracts.access import Employer
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.introduction import Introduction
from services.employers.domain.refusals import NotFound
from services.employers.entrypoints.desk import reading_uow
from services.employers.entrypoints.link_pages import SECRET, holder_of, uow_of_link
from services.employers.use_cases.answer_introduction import introduction_for
from services.employers.use_cases.evaluate_placement import hosting_for
from services.kernel.web.calendar import Appointment, calendar_file
from services.kernel.web.transactions import Reading

router = APIRouter(include_in_schema=False)
UNDATED = "Aucun jour n'est encore fixé pour cette rencontre."


@router.get("/entreprise/mises-en-relation/{introduction_id}/rendez-vous.ics")
def meeting(request: Request, connection: Reading, actor: Employer, introduction_id: UUID) -> Response:
    """The meeting, with an account."""
    uow = reading_uow(request, connection, actor)
    _, one = introduction_for(introduction_id, by=actor, uow=uow)
    return calendar_file([_meeting(one, uow)], name="rendez-vous", now=uow.now)


@router.get("/reponse/{jeton}/rendez-vous.ics")
def meeting_by_link(request: Request, connection: Reading, jeton: str) -> Response:
    """The meeting, from the link of an e-mail."""
    uow = uow_of_link(request, connection, jeton, locks=False)
    _, one = holder_of(jeton, uow)
    answer = calendar_file([_meeting(one, uow)], name="rendez-vous", now=uow.now)
    answer.headers.update(SECRET)
    return answer


@router.get("/entreprise/accueils/{placement_id}/agenda.ics")
def hosted(request: Request, connection: Reading, actor: Employer, placement_id: UUID) -> Response:
    """The days of a placement; the first one when no last day is set."""
    uow = reading_uow(request, connection, actor)
    hosting = hosting_for(placement_id, by=actor, uow=uow)
    told = "\n".join(part for part in (hosting.hours_label, _referent(hosting.referent_id, uow)) if part)
    title = f"{hosting.kind.label} : {hosting.title}" + ("" if hosting.ends_on else " (premier jour)")
    days = Appointment(str(hosting.id), title, hosting.starts_on, hosting.ends_on, hosting.place, told)
    return calendar_file([days], name="accueil", now=uow.now)


def _meeting(one: Introduction, uow: SqlUnitOfWork) -> Appointment:
    if one.meeting_at is None:
        raise NotFound(UNDATED)
    offer = uow.offers.get(one.offer_id)
    title = f"Rencontre : {one.offer_title} ({one.kind.label})"
    place = offer.terms.site.told if offer else ""
    return Appointment(str(one.id), title, one.meeting_at, place=place, about=_referent(one.referent_id, uow))


def _referent(referent_id: UUID | None, uow: SqlUnitOfWork) -> str:
    known = uow.surroundings.colleague(referent_id) if referent_id else None
    return f"Votre interlocuteur : {known.name}{', ' + known.phone if known.phone else ''}" if known else ""

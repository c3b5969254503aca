"""`/moi/{jeton}/agenda/{id}.ics`: a meeting or a placement, for the diary of the person's own phone.

Opened by the personal link alone, like the page it hangs on. Refuses what is not hers, and a meeting without a day.
"""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.followed_moves import FollowedIntroduction, FollowedPlacement
from services.candidates.entrypoints.desk import desk_of
from services.kernel.problems import NotFound
from services.kernel.web.calendar import Appointment, calendar_file
from services.kernel.web.transactions import Reading

router = APIRouter(prefix="/moi", include_in_schema=False)


@router.get("/{token}/agenda/{moment_id}.ics")
def own_diary(token: str, moment_id: UUID, request: Request, connection: Reading) -> Response:
    """The meeting or the placement as a calendar file."""
    desk = desk_of(request)
    uow, case = desk.opened_by(connection, token)
    referent = uow.surroundings.staff(case.referent_id)
    about = f"Une question, un retard : {referent.name}, {referent.phone}" if referent and referent.phone else ""
    return calendar_file([_found(case, moment_id, about)], name="agenda", now=desk.clock())


def _found(case: CaseFile, wanted: UUID, about: str) -> Appointment:
    for meeting in case.introductions:
        if meeting.id == wanted and meeting.meeting_at is not None:
            return _meeting(meeting, about)
    for placement in case.placements:
        if placement.id == wanted:
            return _placement(placement, about)
    raise NotFound("Ce rendez-vous n'est pas à cette page. Revenez à votre page : il a peut-être changé.")


def _meeting(one: FollowedIntroduction, about: str) -> Appointment:
    assert one.meeting_at is not None  # noqa: S101  looked at by the caller
    title = f"Rendez-vous : {one.company_name}" if one.company_name else f"Rendez-vous : {one.offer_title}"
    told = "\n".join(part for part in (one.offer_title, about) if part)
    return Appointment(str(one.id), title, one.meeting_at, place=one.where.in_words(), about=told)


def _placement(one: FollowedPlacement, about: str) -> Appointment:
    ends = one.ends_on or one.starts_on
    title = f"{one.title}, {one.company_name}" + ("" if one.ends_on else " (premier jour)")
    told = "\n".join(part for part in (one.hours_label, about) if part)
    return Appointment(str(one.id), title, one.starts_on, ends, place=one.where.in_words(), about=told)

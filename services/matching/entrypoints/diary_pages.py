"""`/mises-en-relation/{id}/rendez-vous.ics` and `/immersions/{id}/agenda.ics`: a referent's diary.

A meeting is one entry; a placement is one entry per presence, at its hours, so that a visit is planned beside it. This
service knows no name: the entry says the trade and the firm, and leads to the page. Refuses a meeting without a day.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.kernel.problems import NotFound
from services.kernel.settings import Settings
from services.kernel.web.calendar import Appointment, calendar_file
from services.matching.domain.placements.placement import Placement
from services.matching.entrypoints.acting import ReferentReads
from services.matching.entrypoints.instants import DEFAULT_ZONE
from services.matching.use_cases.show_introductions import introduction_file
from services.matching.use_cases.show_placements import placement_file

router = APIRouter(include_in_schema=False)


@router.get("/mises-en-relation/{introduction_id}/rendez-vous.ics")
def meeting(introduction_id: UUID, request: Request, act: ReferentReads) -> Response:
    """The meeting of an introduction."""
    one = introduction_file(introduction_id, by=act.actor, uow=act.uow, now=act.now).card.introduction
    if one.meeting_at is None:
        raise NotFound("Aucun jour n'est encore fixé pour cette rencontre.")
    proposal = one.proposal
    place = proposal.place
    told = Appointment(
        str(one.id),
        f"Rencontre : {proposal.title}, {proposal.company_name}",
        one.meeting_at,
        place=", ".join(part for part in (place.label, place.commune) if part) if place else "",
        about=f"{_base(request)}/mises-en-relation/{one.id}",
    )
    return calendar_file([told], name="rendez-vous", now=act.now)


@router.get("/immersions/{placement_id}/agenda.ics")
def presences(placement_id: UUID, request: Request, act: ReferentReads) -> Response:
    """Each presence of a placement; its days as a whole when no hours or no last day are set."""
    one = placement_file(placement_id, by=act.actor, uow=act.uow, now=act.now).card.placement
    zone = ZoneInfo(act.actor.zone or DEFAULT_ZONE)
    return calendar_file(_entries(one, zone, _base(request)), name="immersion", now=act.now)


def _entries(one: Placement, zone: ZoneInfo, base: str) -> Iterator[Appointment]:
    terms = one.terms
    title = f"{terms.title}, {one.parties.company_name}"
    place = ", ".join(part for part in (terms.site.label, terms.site.postcode, terms.site.commune) if part)
    about = f"{base}/immersions/{one.id}"
    if terms.ends_on is None or not terms.week.days:
        yield Appointment(str(one.id), title, terms.starts_on, terms.ends_on, place, about)
        return
    for day in terms.schedule.days:
        midnight = datetime.combine(day.day, time(0))
        for period in day.periods:
            starts, ends = (
                (midnight + timedelta(minutes=at)).replace(tzinfo=zone) for at in (period.start, period.end)
            )
            yield Appointment(f"{one.id}-{starts:%Y%m%dT%H%M}", title, starts, ends, place, about)


def _base(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return settings.public_base

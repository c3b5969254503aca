"""`/groupe-operationnel`: every six weeks, each situation looked at together, within what the person shares."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.operational_group import Meeting, Review, Session, days_late, next_session
from services.candidates.domain.paths import current
from services.candidates.domain.sharing import Item, shared_with_all
from services.candidates.entrypoints.caseload import stands
from services.candidates.entrypoints.showing import Answers, Asked, StaffReads, StaffWrites
from services.candidates.use_cases.review_together import finish_action, hold_session, open_review, propose_action
from services.contracts.actors import Role
from services.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, blank_form

router = APIRouter(prefix="/groupe-operationnel", include_in_schema=False)
REFUSED = (Invalid, Conflict, Forbidden, NotFound)


class SessionForm(BaseModel):
    """A meeting and the structures around the table."""

    model_config = ConfigDict(extra="ignore")

    kind: Meeting = Meeting.OPERATIONAL
    on: date
    structures: Annotated[list[UUID], Field(min_length=1)]


class ReviewForm(BaseModel):
    """What blocks for one person."""

    model_config = ConfigDict(extra="ignore")

    person_id: UUID
    problem: Annotated[str, Field(max_length=4000)]


class ActionForm(BaseModel):
    """A solution."""

    model_config = ConfigDict(extra="ignore")

    what: Annotated[str, Field(max_length=4000)]
    structure_id: UUID
    due: date


@dataclass(frozen=True, slots=True)
class Situation:
    """One person at a session, as far as she agreed to be shown."""

    case_id: UUID
    called: str
    own: bool
    lines: list[str]
    reviews: list[Review]


def _lines(case: CaseFile, shared: frozenset[Item], day: date) -> list[str]:
    """What is said of the person, item by item; nothing that is not shared."""
    said = case.profile.description
    told: list[str] = []
    if Item.WISHES in shared and said.wishes:
        told.append("Cherche : " + ", ".join(wish.label for wish in said.wishes))
    if Item.AVAILABILITY in shared and said.travel_minutes_max:
        modes = ", ".join(mode.label for mode in said.modes)
        told.append(f"Trajet accepté : {said.travel_minutes_max} min {modes}".rstrip())
    step = current(case.steps, day)
    if Item.PATH in shared and step is not None:
        told.append(f"Étape : {step.step.label}")
    if Item.MOVES in shared:
        told.append(f"Situation : {stands(case, day).label}")
    if Item.FREINS in shared:
        told += [f"Difficulté : {frein.kind.label}, {frein.state.label}" for frein in case.freins if frein.open]
    if Item.REQUESTS in shared:
        waiting = [asked.partner for frein in case.freins for asked in frein.solicitations if not asked.answered_on]
        told += [f"Demande sans réponse : {partner}" for partner in waiting]
    return told


def situations(asked: Asked, session: Session) -> list[Situation]:
    """Everybody who may be spoken of: the referent's own people, and those who share with all structures present."""
    agreements = tuple(asked.uow.group.sharing())
    reviews = asked.uow.group.reviews(session.id)
    found: list[Situation] = []
    for case in asked.uow.people.all():
        own = asked.actor.has(Role.REFERENT) and case.accompanied_by(asked.actor.id, asked.today)
        shared = shared_with_all(agreements, person_id=case.id, structures=session.structures, day=asked.today)
        if not case.followed or not (shared or own):
            continue
        named = Item.NAME in shared or own
        found.append(
            Situation(
                case_id=case.id,
                called=case.identity.full_name if named else f"Situation {len(found) + 1}",
                own=own,
                lines=_lines(case, shared, asked.today),
                reviews=[one for one in reviews if one.person_id == case.id],
            )
        )
    return found


def _home(asked: Asked, form: Form[SessionForm] | None = None, status: int = 200) -> Response:
    sessions = asked.uow.group.sessions()
    last = next((one.on for one in sessions if one.kind is Meeting.OPERATIONAL), None)
    upcoming = next_session(last, asked.today)
    everyone = [str(one.id) for one in asked.territory.structures]
    return asked.page(
        "groupe.html",
        status=status,
        sessions=sessions,
        next_on=upcoming,
        late=days_late(last, asked.today),
        structures=[(str(one.id), one.name) for one in asked.territory.structures],
        structure_names={one.id: one.name for one in asked.territory.structures},
        kinds=[(one.value, one.label) for one in Meeting],
        form=form or blank_form(on=upcoming, kind=Meeting.OPERATIONAL, structures=everyone),
    )


@router.get("", response_class=HTMLResponse)
def home(asked: StaffReads) -> Response:
    """The sessions, and the next one."""
    return _home(asked)


@router.post("", response_class=HTMLResponse)
def hold(asked: StaffWrites, typed: Answers) -> Response:
    """Open a session."""
    form = typed.into(SessionForm)
    if form.value is not None:
        told = form.value
        try:
            session = hold_session(
                told.kind, told.on, structures=frozenset(told.structures), by=asked.actor, uow=asked.uow,
                now=asked.now, new_id=asked.desk.new_id,
            )  # fmt: skip
        except REFUSED as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(asked.request, f"/groupe-operationnel/{session.id}", Flash("La réunion est ouverte."))
    return _home(asked, form, 422)


def _session_page(asked: Asked, session: Session, *, status: int = 200, form: Form[Any] | None = None) -> Response:
    return asked.page(
        "groupe_reunion.html",
        status=status,
        session=session,
        situations=situations(asked, session),
        structures=[(str(one.id), one.name) for one in asked.territory.structures if one.id in session.structures],
        structure_names={one.id: one.name for one in asked.territory.structures},
        form=form or blank_form(due=next_session(session.on, session.on)),
    )


@router.get("/{session_id}", response_class=HTMLResponse)
def show(session_id: UUID, asked: StaffReads) -> Response:
    """A session, situation by situation."""
    return _session_page(asked, asked.uow.group.session(session_id))


@router.post("/{session_id}/situations", response_class=HTMLResponse)
def review(session_id: UUID, asked: StaffWrites, typed: Answers) -> Response:
    """Name what blocks for one person."""
    form = typed.into(ReviewForm)
    if form.value is not None:
        try:
            with asked.connection.begin_nested():
                open_review(
                    session_id, form.value.person_id, form.value.problem, by=asked.actor, uow=asked.uow,
                    now=asked.now, new_id=asked.desk.new_id,
                )  # fmt: skip
        except REFUSED as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(asked.request, f"/groupe-operationnel/{session_id}", Flash("C'est noté."))
    return _session_page(asked, asked.uow.group.session(session_id), status=422, form=form)


@router.post("/{session_id}/situations/{review_id}/actions", response_class=HTMLResponse)
def propose(session_id: UUID, review_id: UUID, asked: StaffWrites, typed: Answers) -> Response:
    """Add a solution."""
    form = typed.into(ActionForm)
    if form.value is not None:
        told = form.value
        try:
            with asked.connection.begin_nested():
                propose_action(
                    review_id, what=told.what, structure_id=told.structure_id, due=told.due, by=asked.actor,
                    uow=asked.uow, now=asked.now, new_id=asked.desk.new_id,
                )  # fmt: skip
        except REFUSED as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(asked.request, f"/groupe-operationnel/{session_id}", Flash("La solution est notée."))
    return _session_page(asked, asked.uow.group.session(session_id), status=422, form=form)


@router.post("/{session_id}/situations/{review_id}/actions/{action_id}/faite")
def finish(session_id: UUID, review_id: UUID, action_id: UUID, asked: StaffWrites) -> Response:
    """Mark a solution as done."""
    finish_action(review_id, action_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return redirect(asked.request, f"/groupe-operationnel/{session_id}", Flash("C'est fait."))

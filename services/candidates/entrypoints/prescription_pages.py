"""`/prescrire`: a partner refers a person, and reads what became of those referred before."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import Field
from starlette.responses import Response

from services.candidates.domain.prescriptions import Motive
from services.candidates.entrypoints.caseload_pages import NewPersonForm
from services.candidates.entrypoints.showing import Answers, Asked, SenderReads, SenderWrites
from services.candidates.use_cases.prescribe import Prescribe, prescribe
from services.kernel.problems import Forbidden, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, blank_form

router = APIRouter(include_in_schema=False)


class PrescribeForm(NewPersonForm):
    """Who, to which structure, why."""

    structure_id: UUID
    motive: Motive
    reason: Annotated[str, Field(max_length=4000)] = ""


def _shown(asked: Asked, form: Form[PrescribeForm], status: int = 200) -> Response:
    sent = [
        (case, one)
        for case in asked.uow.people.prescribed_by(asked.actor.id)
        for one in case.prescriptions
        if one.by == asked.actor.id
    ]
    return asked.page(
        "prescrire.html",
        status=status,
        form=form,
        structures=[(str(one.id), one.name) for one in asked.territory.structures],
        sent=sorted(sent, key=lambda pair: pair[1].on, reverse=True),
    )


@router.get("/prescrire", response_class=HTMLResponse)
def page(asked: SenderReads) -> Response:
    """The form, and what became of earlier ones."""
    return _shown(asked, blank_form())


@router.post("/prescrire", response_class=HTMLResponse)
def send(asked: SenderWrites, typed: Answers) -> Response:
    """Refer a person."""
    form = typed.into(PrescribeForm)
    if form.value is not None:
        try:
            with asked.connection.begin_nested():
                who = form.value.identity(asked.today)
                command = Prescribe(who, form.value.structure_id, form.value.motive, form.value.reason)
                prescribe(command, by=asked.actor, uow=asked.uow, now=asked.now, new_id=asked.desk.new_id)
        except (Invalid, NotFound, Forbidden) as refused:
            form = form.with_refusal(refused)
        else:
            said = "C'est transmis. La personne sera appelée dans les sept jours ; vous verrez ici ce qu'il en est."
            return redirect(asked.request, "/prescrire", Flash(said))
    return _shown(asked, form, 422)

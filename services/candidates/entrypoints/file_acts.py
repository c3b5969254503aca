"""How an act of a person's file is done from a form: judged, done, back to its section; or shown again to be mended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from starlette.responses import Response

from services.candidates.entrypoints.person_view import person_page
from services.candidates.entrypoints.showing import Asked
from services.candidates.use_cases.opening import opened
from services.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Typed

M = TypeVar("M", bound=BaseModel)
Work = dict[str, Any]
"""``by``, ``uow`` and ``now`` of a use case."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where on the page an act is done: the name of its form, the anchor of its section, what is said once done."""

    form_name: str
    anchor: str
    said: str


def done(
    asked: Asked, person_id: UUID, typed: Typed, model: type[M], act: Callable[[M, Work], object], *, section: Section
) -> Response:
    """Judge the form, do the act, go back to the section; or show the page again with what was typed."""
    form = typed.into(model)
    if form.value is not None:
        try:
            with asked.connection.begin_nested():
                act(form.value, {"by": asked.actor, "uow": asked.uow, "now": asked.now})
        except (Invalid, Conflict, NotFound, Forbidden) as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(asked.request, f"/personnes/{person_id}#{section.anchor}", Flash(section.said))
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return person_page(asked, case, status=422, forms={section.form_name: form}, opened=section.anchor)

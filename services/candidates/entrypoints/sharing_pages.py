"""`/personnes/{id}/partage`: what the person lets each structure hear at the groupe opérationnel."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.candidates.domain.sharing import TEXT, TEXT_VERSION, Item
from services.candidates.entrypoints.showing import Answers, Asked, ReferentReads, ReferentWrites
from services.candidates.use_cases.opening import opened
from services.candidates.use_cases.review_together import agree_to_share, stop_sharing
from services.contracts.vocabulary import Channel
from services.kernel.problems import Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, blank_form

router = APIRouter(prefix="/personnes/{person_id}/partage", include_in_schema=False)


class SharingForm(BaseModel):
    """What may be said, to whom, and how the person agreed."""

    model_config = ConfigDict(extra="ignore")

    structures: Annotated[list[UUID], Field(min_length=1)]
    items: Annotated[list[Item], Field(min_length=1)]
    channel: Channel


def _page(asked: Asked, person_id: UUID, form: Form[SharingForm], status: int = 200) -> Response:
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    territory = asked.territory
    names = {one.id: one.name for one in territory.structures}
    return asked.page(
        "partage.html",
        status=status,
        case=case,
        form=form,
        structures=[(str(one.id), one.name) for one in territory.structures],
        names=names,
        agreements=[one for one in asked.uow.group.sharing(person_id) if one.holds(asked.today)],
        text=TEXT.format(structures=", ".join(names.values())),
        text_version=TEXT_VERSION,
    )


@router.get("", response_class=HTMLResponse)
def show(person_id: UUID, asked: ReferentReads) -> Response:
    """What is shared now."""
    return _page(asked, person_id, blank_form())


@router.post("", response_class=HTMLResponse)
def agree(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Record what the person agreed to share, the same for each structure ticked."""
    form = typed.into(SharingForm)
    if form.value is not None:
        told = form.value
        try:
            with asked.connection.begin_nested():
                for structure in told.structures:
                    agree_to_share(
                        person_id, structure, items=frozenset(told.items), channel=told.channel, by=asked.actor,
                        uow=asked.uow, now=asked.now, new_id=asked.desk.new_id,
                    )  # fmt: skip
        except (Invalid, NotFound) as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(asked.request, f"/personnes/{person_id}/partage", Flash("C'est noté, pour un an."))
    return _page(asked, person_id, form, 422)


@router.post("/{agreement_id}/retrait")
def stop(person_id: UUID, agreement_id: UUID, asked: ReferentWrites) -> Response:
    """Stop sharing with a structure."""
    stop_sharing(person_id, agreement_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return redirect(asked.request, f"/personnes/{person_id}/partage", Flash("Ce partage est terminé."))

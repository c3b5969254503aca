"""Acts on one placement, from its page: note a signature, sign, validate, refuse, stop, write the bilan.

A person and a firm sign on a page of their own, `/immersions/{id}/ma-signature`, which works without JavaScript and,
for a person, by her personal link. Refuses, in words, what the use cases refuse.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from services.contracts.actors import Role
from services.contracts.pages import page_context
from services.contracts.vocabulary import Channel
from services.kernel.problems import Conflict, Forbidden, Invalid
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Typed, typed_form
from services.kernel.web.pages import Pages
from services.matching.domain.placements.bilan import Bilan
from services.matching.domain.placements.content import HOST_DUTIES
from services.matching.domain.placements.immersion import NOT_AN_OFFER
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.signatures import Signer
from services.matching.entrypoints import placing_words as words
from services.matching.entrypoints.acting import Act, AnyoneReads, AnyoneWrites, ReferentWrites
from services.matching.entrypoints.placement_forms import BilanForm, SignatureForm, StopForm
from services.matching.entrypoints.placements_pages import CHOICES, show_one
from services.matching.use_cases.end_placement import End, end_placement
from services.matching.use_cases.show_placements import placement_file
from services.matching.use_cases.sign_convention import Sign, sign_convention
from services.matching.use_cases.stop_placement import stop_placement
from services.matching.use_cases.validate_placement import refuse_placement, validate_placement

router = APIRouter(include_in_schema=False)
TypedForm = Annotated[Typed, Depends(typed_form)]
OPEN_AGAIN = "La mise en relation est rouverte."
M = TypeVar("M", bound=BaseModel)


@router.post("/immersions/{placement_id}/signature", response_class=HTMLResponse)
def note_signature(placement_id: UUID, request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """A signed document was received."""

    def do(said: SignatureForm) -> Placement:
        command = Sign(placement_id, said.signer, said.channel, said.signed_on)
        return sign_convention(command, by=act.actor, uow=act.uow, now=act.now)

    return _formed(request, act, placement_id, typed, SignatureForm, do=do, said="La signature est notée.")


@router.post("/immersions/{placement_id}/signer")
def sign_here(placement_id: UUID, request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """The adviser signs for the structure."""
    signer = Signer.COMPANION if "companion" in typed.answers.get("signer", ()) else Signer.PRESCRIBER
    return _done(
        request,
        placement_id,
        lambda: sign_convention(Sign(placement_id, signer), by=act.actor, uow=act.uow, now=act.now),
        "Votre signature est enregistrée.",
    )


@router.post("/immersions/{placement_id}/valider")
def validate(placement_id: UUID, request: Request, act: ReferentWrites) -> Response:
    """Validate what everybody signed."""
    return _done(
        request,
        placement_id,
        lambda: validate_placement(placement_id, by=act.actor, uow=act.uow, now=act.now),
        "La convention est validée. L’immersion peut commencer à la date prévue.",
    )


@router.post("/immersions/{placement_id}/refuser", response_class=HTMLResponse)
def refuse(placement_id: UUID, request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """The prescriber does not accept it."""

    def do(said: StopForm) -> Placement:
        return refuse_placement(placement_id, said.reason, by=act.actor, uow=act.uow, now=act.now)

    return _formed(request, act, placement_id, typed, StopForm, do=do, said=f"C’est refusé. {OPEN_AGAIN}")


@router.post("/immersions/{placement_id}/arreter", response_class=HTMLResponse)
def stop(placement_id: UUID, request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """Give up or cancel."""

    def do(said: StopForm) -> Placement:
        return stop_placement(placement_id, said.reason, by=act.actor, uow=act.uow, now=act.now)

    return _formed(request, act, placement_id, typed, StopForm, do=do, said=f"C’est arrêté. {OPEN_AGAIN}")


@router.post("/immersions/{placement_id}/bilan", response_class=HTMLResponse)
def end(placement_id: UUID, request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """Write the bilan."""

    def do(said: BilanForm) -> Placement:
        reached = {"yes": True, "no": False}.get(said.objective_reached)
        bilan = Bilan(said.outcome, said.hired_as, reached, said.why)
        return end_placement(End(placement_id, bilan, said.ended_on), by=act.actor, uow=act.uow, now=act.now)

    return _formed(request, act, placement_id, typed, BilanForm, do=do, said="Le bilan est enregistré.")


@router.get("/immersions/{placement_id}/ma-signature", response_class=HTMLResponse)
def my_signature(placement_id: UUID, request: Request, act: AnyoneReads) -> HTMLResponse:
    """What a party signs: the work, the days, the hours, who else signs."""
    return _mine(request, act, placement_id)


@router.post("/immersions/{placement_id}/ma-signature", response_class=HTMLResponse)
def sign_mine(placement_id: UUID, request: Request, act: AnyoneWrites) -> Response:
    """A party signs for itself."""
    found = placement_file(placement_id, by=act.actor, uow=act.uow, now=act.now)
    if not found.signs_as:
        return _mine(request, act, placement_id)
    try:
        sign_convention(Sign(placement_id, found.signs_as[0]), by=act.actor, uow=act.uow, now=act.now)
    except (Conflict, Invalid) as refused:
        return _mine(request, act, placement_id, told=refused.message)
    return redirect(request, f"/immersions/{placement_id}/ma-signature{_token(request)}", Flash("Merci : c’est signé."))


def _mine(request: Request, act: Act, placement_id: UUID, *, told: str = "") -> HTMLResponse:
    found = placement_file(placement_id, by=act.actor, uow=act.uow, now=act.now)
    territory = act.uow.territories.get()
    person = act.actor.has(Role.PERSON)
    context = page_context(
        request,
        act.actor,
        site_name=territory.public_name if territory else "",
        zone=territory.time_zone if territory else "",
        density="large" if person else "normal",
        invented=territory.invented if territory else False,
    )
    pages: Pages = request.app.state.pages
    return pages.page(
        replace(context, sign_in=None) if person else context,
        "placements/mine.html",
        status=409 if told else 200,
        file=found,
        one=found.card.placement,
        query=_token(request),
        person=person,
        told=told,
        words=words,
        choices=CHOICES,
        duties=HOST_DUTIES,
        not_an_offer=NOT_AN_OFFER,
        mine=next((s for s in found.card.placement.signatures if s.signer in _sides(act)), None),
        Channel=Channel,
    )


def _sides(act: Act) -> frozenset[Signer]:
    return frozenset({Signer.PERSON if act.actor.has(Role.PERSON) else Signer.EMPLOYER})


def _token(request: Request) -> str:
    token = request.query_params.get("jeton")
    return f"?{urlencode({'jeton': token})}" if token else ""


def _done(request: Request, placement_id: UUID, do: Callable[[], Placement], said: str) -> Response:
    there = f"/immersions/{placement_id}"
    try:
        do()
    except (Conflict, Invalid, Forbidden) as refused:
        return redirect(request, there, Flash(refused.message[:280], "warning"))
    return redirect(request, there, Flash(said))


def _formed(
    request: Request,
    act: Act,
    placement_id: UUID,
    typed: Typed,
    model: type[M],
    *,
    do: Callable[[M], Placement],
    said: str,
) -> Response:
    form = typed.into(model)
    if form.value is not None:
        try:
            do(form.value)
        except (Invalid, Conflict, Forbidden) as refused:
            for name, told in (refused.fields or {"": refused.message}).items():
                form = form.with_error(name, told)
    if not form.ok:
        return show_one(request, act, placement_id, form, status=422)
    return redirect(request, f"/immersions/{placement_id}", Flash(said))

"""The pages of immersions and contracts for a referent: the board, one of them, agree, edit, print the convention.

What is typed is never lost: a refused form comes back with what the law says at its field, and room for a written
reason where it leaves room. Acts on one placement are in `placement_acts`.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from services.contracts.pages import page_context
from services.contracts.vocabulary import HiredAs, Objective, OfferKind, PlacementOutcome, PlacementStatus
from services.kernel.clock import new_id
from services.kernel.problems import Conflict, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.pages import Pages
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.placements.bilan import Why
from services.matching.domain.placements.content import HOST_DUTIES, PRESCRIBER_DUTIES
from services.matching.domain.placements.hours import PRESETS, WEEKDAYS
from services.matching.domain.placements.immersion import NOT_AN_OFFER
from services.matching.domain.placements.life_cycle import UNFINISHED, Step, must_be_possible
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.prescriber import ending_soon
from services.matching.domain.placements.terms import WorkSite
from services.matching.entrypoints import placing_words as words
from services.matching.entrypoints.acting import Act, ReferentReads, ReferentWrites
from services.matching.entrypoints.placement_bodies import DAY_CODES
from services.matching.entrypoints.placement_forms import (
    CONFIRM,
    OTHER,
    TermsForm,
    agreed_of_form,
    form_for,
    form_from,
    reasons_of,
    renewal_from,
)
from services.matching.use_cases.accompanied import UNKNOWN, accompanied
from services.matching.use_cases.agree_placement import Agreed, agree_placement, edit_placement, site_of
from services.matching.use_cases.judge_terms import prescribers
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.show_placements import placement_file, placements_board

router = APIRouter(include_in_schema=False)
TypedForm = Annotated[Typed, Depends(typed_form)]
LIVE = UNFINISHED | {PlacementStatus.VALIDATED}
CHOICES: Mapping[str, Any] = {
    "kinds": [(kind.value, kind.label) for kind in OfferKind],
    "objectives": [(one.value, one.label) for one in Objective],
    "presets": [*((code, label) for code, (label, _) in PRESETS.items()), (OTHER, "D’autres horaires, jour par jour")],
    "weekdays": list(zip(DAY_CODES, WEEKDAYS, strict=True)),
    "outcomes": [(one.value, one.label) for one in PlacementOutcome],
    "hired": [(one.value, one.label) for one in HiredAs],
    "whys": [(one.value, one.label) for one in Why],
    "duties": HOST_DUTIES,
    "prescriber_duties": PRESCRIBER_DUTIES,
    "not_an_offer": NOT_AN_OFFER,
}


@router.get("/immersions", response_class=HTMLResponse)
def board(
    request: Request, act: ReferentReads, voir: Annotated[str, Query(pattern="^(en-cours|finies)$")] = "en-cours"
) -> HTMLResponse:
    """What waits for whom, by state."""
    statuses = LIVE if voir == "en-cours" else frozenset(PlacementStatus) - LIVE
    cards = placements_board(statuses, by=act.actor, uow=act.uow, now=act.now)
    groups = {phase: [card for card in cards if card.phase is phase] for phase in words.PHASES}
    today = day_of(act.uow.territories, act.now)
    values = {
        "groups": {phase: found for phase, found in groups.items() if found},
        "view": voir,
        "warnings": ending_soon(prescribers(act.uow), today, act.uow.law),
    }
    return show(request, act, "placements/board.html", values)


@router.get("/immersions/nouvelle", response_class=HTMLResponse)
def new(request: Request, act: ReferentReads, mise_en_relation: UUID, prolonge: UUID | None = None) -> HTMLResponse:
    """The form, filled with what the offer says, or with the immersion to prolong."""
    introduction = _introduction(act, mise_en_relation)
    today = day_of(act.uow.territories, act.now)
    if prolonge is not None:
        return _form(request, act, renewal_from(_hers(act, prolonge)), mise_en_relation)
    offer = act.uow.offers.get(introduction.proposal.offer_id).offer
    return _form(request, act, form_for(introduction, offer, _prescriber(act), today), mise_en_relation)


@router.post("/immersions/nouvelle", response_class=HTMLResponse)
def agree(request: Request, act: ReferentWrites, mise_en_relation: UUID, typed: TypedForm) -> Response:
    """Agree, or come back with what is to mend."""
    introduction = _introduction(act, mise_en_relation)

    def do(agreed: Agreed) -> Placement:
        return agree_placement(mise_en_relation, agreed, new_id=new_id(), by=act.actor, uow=act.uow, now=act.now)

    form, placement = _judged(typed, site_of(introduction.proposal.place), do)
    if placement is None:
        return _form(request, act, form, mise_en_relation, status=422)
    return redirect(request, f"/immersions/{placement.id}", Flash(_agreed_said(placement)))


@router.get("/immersions/{placement_id}", response_class=HTMLResponse)
def one(placement_id: UUID, request: Request, act: ReferentReads) -> HTMLResponse:
    """One placement, with what is waited for."""
    return show_one(request, act, placement_id, blank_form(signed_on=day_of(act.uow.territories, act.now)))


@router.get("/immersions/{placement_id}/modifier", response_class=HTMLResponse)
def edit_form(placement_id: UUID, request: Request, act: ReferentReads) -> Response:
    """The form, filled with what was agreed; what can no longer change says so on its page."""
    known = _hers(act, placement_id)
    try:
        must_be_possible(Step.EDIT, known.status, needs_convention=known.terms.needs_convention)
    except Conflict as refused:
        return redirect(request, f"/immersions/{placement_id}", Flash(refused.message, "warning"))
    return _form(request, act, form_from(known), known.parties.introduction_id, editing=known)


@router.post("/immersions/{placement_id}/modifier", response_class=HTMLResponse)
def edit(placement_id: UUID, request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """Change what was agreed: the signatures fall."""
    known = _hers(act, placement_id)

    def do(agreed: Agreed) -> Placement:
        return edit_placement(placement_id, agreed, by=act.actor, uow=act.uow, now=act.now)

    form, placement = _judged(typed, known.terms.site, do)
    if placement is None:
        return _form(request, act, form, known.parties.introduction_id, editing=known, status=422)
    return redirect(request, f"/immersions/{placement_id}", Flash("C’est modifié. Les signatures sont à refaire."))


@router.get("/immersions/{placement_id}/convention", response_class=HTMLResponse)
def convention(placement_id: UUID, request: Request, act: ReferentReads) -> HTMLResponse:
    """The convention to print: names are filled in by the browser, for those who may see them."""
    found = placement_file(placement_id, by=act.actor, uow=act.uow, now=act.now)
    firm = act.uow.introductions.get(found.card.placement.parties.introduction_id).proposal
    return show(request, act, "placements/convention.html", {"file": found, "one": found.card.placement, "firm": firm})


def show_one(request: Request, act: Act, placement_id: UUID, form: Form[Any], *, status: int = 200) -> HTMLResponse:
    """The page of one placement, with a form that may hold errors."""
    found = placement_file(placement_id, by=act.actor, uow=act.uow, now=act.now)
    colleagues = act.uow.structures.colleagues(words.authors(found.story))
    values: dict[str, Any] = {
        "file": found,
        "one": found.card.placement,
        "form": form,
        "may": {step.value for step in found.steps},
        "choices_of": lambda signers: [(signer.value, signer.label.capitalize()) for signer in signers],
        "lines": words.story(found.story, {key: colleague.name for key, colleague in colleagues.items()}),
    }
    return show(request, act, "placements/one.html", values, status=status)


def show(request: Request, act: Act, template: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """A page for a referent, with the words and the choices that these pages share."""
    pages: Pages = request.app.state.pages
    context = page_context(request, act.actor, density="dense")
    return pages.page(context, template, status=status, words=words, choices=CHOICES, **values)


def _judged(
    typed: Typed, site: WorkSite, do: Callable[[Agreed], Placement]
) -> tuple[Form[TermsForm], Placement | None]:
    form = typed.into(TermsForm)
    if form.value is None:
        return form, None
    try:
        return form, do(agreed_of_form(form.value, typed.answers, site))
    except (Invalid, Conflict) as refused:
        for name, told in (refused.fields or {"": refused.message}).items():
            form = form.with_error("preset" if name == "hours" else name, told)
        return form, None


def _form(
    request: Request,
    act: Act,
    form: Form[Any],
    introduction_id: UUID,
    *,
    editing: Placement | None = None,
    status: int = 200,
) -> HTMLResponse:
    introduction = act.uow.introductions.get(introduction_id)
    asked = {name: said for name, said in form.errors.items() if name.startswith(CONFIRM)}
    written = {f"{CONFIRM}{code}": "" for code in reasons_of(form.typed)}
    values = {
        "form": form,
        "introduction": introduction,
        "editing": editing,
        "confirmations": {**written, **asked},
        "structures": [(str(one.id), one.name) for one in act.uow.structures.all().values()],
    }
    return show(request, act, "placements/form.html", values, status=status)


def _introduction(act: Act, introduction_id: UUID) -> Introduction:
    """An introduction whose person she accompanies. Raises NotFound."""
    found = act.uow.introductions.get(introduction_id)
    accompanied(found.profile_id, by=act.actor, uow=act.uow, today=day_of(act.uow.territories, act.now))
    return found


def _hers(act: Act, placement_id: UUID) -> Placement:
    """A placement whose person she accompanies. Raises NotFound."""
    found = placement_file(placement_id, by=act.actor, uow=act.uow, now=act.now)
    if not found.manages:
        raise NotFound(UNKNOWN)
    return found.card.placement


def _prescriber(act: Act) -> UUID | None:
    """Her own structure when it may prescribe today, else the first one that may."""
    today = day_of(act.uow.territories, act.now)
    able = [one for one in prescribers(act.uow) if one.by_right or one.delegation_on(today)]
    own = [one.structure_id for one in able if one.structure_id == act.actor.structure_id]
    return next(iter(own or [one.structure_id for one in able]), None)


def _agreed_said(placement: Placement) -> str:
    said = {
        PlacementStatus.DRAFT: "C’est convenu. Il reste à compléter la convention.",
        PlacementStatus.READY_TO_SIGN: "C’est convenu. La convention est à signer.",
    }
    return said.get(placement.status, "C’est convenu et enregistré.")

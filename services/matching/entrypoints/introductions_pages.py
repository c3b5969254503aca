"""The pages of introductions: what waits for whom, since when; one of them, with the next act; keep and set aside.

Everything works without JavaScript; names beside ids are filled in by the browser. Refuses, in words, what the use
cases refuse: the page comes back with a sentence and nothing is lost.
"""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict

from services.contracts.pages import page_context
from services.contracts.vocabulary import Channel, IntroductionState, RefusalReason, SetAsideReason
from services.kernel.clock import new_id
from services.kernel.problems import Conflict, Invalid
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.pages import PageContext, Pages, wants_fragment
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.introductions.life_cycle import UNFINISHED
from services.matching.entrypoints import placing_words as words
from services.matching.entrypoints.acting import Act, ReferentReads, ReferentWrites
from services.matching.entrypoints.instants import local_instant
from services.matching.use_cases.introduce import introduce_kept
from services.matching.use_cases.keep_offer import KeepOffer, SetAside, keep_offer, set_aside
from services.matching.use_cases.record_answer import Answer, close_introduction, record_answer, record_meeting
from services.matching.use_cases.show_introductions import introduction_file, introductions_board

router = APIRouter(include_in_schema=False)
TypedForm = Annotated[Typed, Depends(typed_form)]
Kept = Annotated[str, Query(pattern="^(en-cours|a-vous|personne|entreprise|finies)$")]
PLACED = IntroductionState.PLACED


class Chosen(BaseModel):
    """An offer for a person."""

    model_config = ConfigDict(extra="ignore")

    profile_id: UUID
    offer_id: UUID


class LeftAside(Chosen):
    """An offer put aside."""

    reason: SetAsideReason


class Reasoned(BaseModel):
    """A reason to put aside what was kept."""

    model_config = ConfigDict(extra="ignore")

    reason: SetAsideReason


class Heard(BaseModel):
    """What the employer said. ``meeting_day`` and ``meeting_hour`` are local."""

    model_config = ConfigDict(extra="ignore")

    answer: str
    channel: Channel
    reason: RefusalReason | None = None
    share_reason: bool = False
    meeting_day: str = ""
    meeting_hour: str = ""


@router.get("/mises-en-relation", response_class=HTMLResponse)
def board(request: Request, act: ReferentReads, voir: Kept = "en-cours") -> HTMLResponse:
    """What waits for whom, since when."""
    states = words.FINISHED if voir == "finies" else UNFINISHED
    cards = introductions_board(states, by=act.actor, uow=act.uow, now=act.now)
    groups = words.grouped(cards)
    chips = [
        {
            "label": title,
            "href": "/mises-en-relation" if voir == code else f"/mises-en-relation?voir={code}",
            "count": len(groups[code]) if voir != "finies" else None,
            "current": voir == code,
        }
        for code, (title, _) in words.INTRODUCTION_GROUPS.items()
    ]
    chips.append({"label": "Finies", "href": "/mises-en-relation?voir=finies", "current": voir == "finies"})
    shown = {code: groups[code] for code in groups if voir in {"en-cours", code}}
    over = list(reversed(cards)) if voir == "finies" else []
    values: dict[str, Any] = {"groups": shown, "chips": chips, "view": voir, "over": over}
    return _page(request, act, "introductions/board.html", values)


@router.get("/mises-en-relation/{introduction_id}", response_class=HTMLResponse)
def one(introduction_id: UUID, request: Request, act: ReferentReads) -> HTMLResponse:
    """One introduction and its next act."""
    return _file(request, act, introduction_id, blank_form(channel=Channel.PHONE), 200)


@router.post("/matching/mises-en-relation")
def keep(request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """Retain the offer of a ranked list, then see what to do next."""
    form = typed.into(Chosen)
    if form.value is None:
        raise Invalid("L'offre ou la personne n'est pas reconnue. Reprenez depuis la liste.")
    command = KeepOffer(form.value.profile_id, form.value.offer_id, new_id())
    kept = keep_offer(command, by=act.actor, uow=act.uow, now=act.now, tools=act.tools)
    there = f"/mises-en-relation/{kept.id}"
    if wants_fragment(request):
        return _pages(request).fragment(_context(request, act), "introductions/kept.html", go_to=there, there=there)
    return redirect(request, there, Flash("C’est retenu. Il reste à recueillir l’accord de la personne."))


@router.post("/matching/mises-en-relation/ecarter")
def leave_aside(request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """Put an offer of a ranked list aside; the list comes back without it."""
    form = typed.into(LeftAside)
    if form.value is None:
        raise Invalid("Choisissez une raison, puis recommencez.", fields=dict(form.errors))
    command = SetAside(form.value.profile_id, form.value.offer_id, form.value.reason, new_id())
    set_aside(command, by=act.actor, uow=act.uow, now=act.now, tools=act.tools)
    there = f"/matching/profiles/{form.value.profile_id}/offres"
    return redirect(request, there, None if wants_fragment(request) else Flash("L’offre est mise de côté."))


@router.post("/mises-en-relation/{introduction_id}/presenter")
def introduce_it(introduction_id: UUID, request: Request, act: ReferentWrites) -> Response:
    """Introduce, or note that the person applied."""
    return _done(
        request, introduction_id, lambda: introduce_kept(introduction_id, by=act.actor, uow=act.uow, now=act.now)
    )


@router.post("/mises-en-relation/{introduction_id}/rencontre")
def meeting_done(introduction_id: UUID, request: Request, act: ReferentWrites) -> Response:
    """The meeting took place."""
    return _done(
        request, introduction_id, lambda: record_meeting(introduction_id, by=act.actor, uow=act.uow, now=act.now)
    )


@router.post("/mises-en-relation/{introduction_id}/clore")
def close_it(introduction_id: UUID, request: Request, act: ReferentWrites) -> Response:
    """Nothing more is expected."""
    return _done(
        request, introduction_id, lambda: close_introduction(introduction_id, by=act.actor, uow=act.uow, now=act.now)
    )


@router.post("/mises-en-relation/{introduction_id}/ecarter", response_class=HTMLResponse)
def set_it_aside(introduction_id: UUID, request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """Put aside what was kept, with a reason."""
    form = typed.into(Reasoned)
    known = introduction_file(introduction_id, by=act.actor, uow=act.uow, now=act.now).card.introduction
    if form.value is None or known.profile_id is None:
        return _file(request, act, introduction_id, form, 422)
    command = SetAside(known.profile_id, known.proposal.offer_id, form.value.reason, introduction_id)
    return _done(request, introduction_id, lambda: set_aside(command, by=act.actor, uow=act.uow, now=act.now))


@router.post("/mises-en-relation/{introduction_id}/reponse", response_class=HTMLResponse)
def tell_answer(introduction_id: UUID, request: Request, act: ReferentWrites, typed: TypedForm) -> Response:
    """What the employer said."""
    form = typed.into(Heard)
    said = form.value
    if said is not None:
        meeting_at, wrong = local_instant(said.meeting_day, said.meeting_hour, act.actor.zone)
        if wrong:
            form = form.with_error("meeting_day", wrong)
        else:
            answer = Answer(introduction_id, said.answer, said.channel, said.reason, said.share_reason, meeting_at)
            try:
                record_answer(answer, by=act.actor, uow=act.uow, now=act.now)
            except Invalid as refused:
                for name, told in (refused.fields or {"": refused.message}).items():
                    form = form.with_error(name, told)
            except Conflict as refused:
                return redirect(request, f"/mises-en-relation/{introduction_id}", Flash(refused.message, "warning"))
    if not form.ok:
        return _file(request, act, introduction_id, form, 422)
    return redirect(request, f"/mises-en-relation/{introduction_id}", Flash("La réponse est notée."))


def _done(request: Request, introduction_id: UUID, do: Callable[[], Introduction]) -> Response:
    there = f"/mises-en-relation/{introduction_id}"
    try:
        after = do()
    except Conflict as refused:
        return redirect(request, there, Flash(refused.message, "warning"))
    return redirect(request, there, Flash(f"C’est noté : {after.state.label}."))


def _file(request: Request, act: Act, introduction_id: UUID, form: Form[Any], status: int) -> HTMLResponse:
    found = introduction_file(introduction_id, by=act.actor, uow=act.uow, now=act.now)
    colleagues = act.uow.structures.colleagues(words.authors(found.story))
    values: dict[str, Any] = {
        "file": found,
        "one": found.card.introduction,
        "form": form,
        "lines": words.story(found.story, {key: colleague.name for key, colleague in colleagues.items()}),
    }
    return _page(request, act, "introductions/one.html", values, status=status)


def _page(request: Request, act: Act, template: str, values: dict[str, Any], *, status: int = 200) -> HTMLResponse:
    return _pages(request).page(_context(request, act), template, status=status, words=words, **values)


def _context(request: Request, act: Act) -> PageContext:
    return page_context(request, act.actor, density="dense")


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages

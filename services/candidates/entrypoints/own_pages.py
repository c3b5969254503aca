"""`/moi/{jeton}`: the person's own page, in large type, one thing at a time, without account and without JavaScript."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.responses import Response

from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork
from services.candidates.domain.agreements import Agreement
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.followed_moves import FollowedIntroduction
from services.candidates.entrypoints.desk import Desk, desk_of
from services.candidates.entrypoints.person_view import agreement_text
from services.candidates.entrypoints.showing import Answers, pages_of
from services.candidates.use_cases.answer_by_link import answer_by_link, ask_by_link, withdraw_by_link
from services.contracts.pages import page_context
from services.contracts.vocabulary import ActAsked, AwardStatus, IntroductionState, PlacementStatus
from services.kernel.problems import Conflict, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, blank_form
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(prefix="/moi", include_in_schema=False)

UNDER_WAY = frozenset(
    {
        IntroductionState.AGREED,
        IntroductionState.INTRODUCED,
        IntroductionState.SEEN,
        IntroductionState.MEETING,
        IntroductionState.MET,
    }
)


@dataclass(frozen=True, slots=True)
class Proposition:
    """Something proposed to the person, with the text she reads and what she said."""

    introduction: FollowedIntroduction
    text: str
    answer: Agreement | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A page opened by a link, with its transaction."""

    request: Request
    token: str
    uow: SqlUnitOfWork
    case: CaseFile
    desk: Desk
    now: datetime

    def page(self, *, status: int = 200, form: Form[Any] | None = None) -> Response:
        """The page as it stands."""
        territory = self.uow.surroundings.territory()
        today = territory.today(self.now)
        answers = {one.introduction_id: one for one in self.case.agreements}
        proposed = [
            Proposition(one, agreement_text(one, today), answers.get(one.id))
            for one in self.case.introductions
            if one.state is IntroductionState.KEPT and one.act is ActAsked.INTRODUCE
        ]
        context = page_context(
            self.request, None, site_name=territory.public_name, zone=territory.zone, density="large",
            invented=territory.invented,
        )  # fmt: skip
        return pages_of(self.request).page(
            replace(context, sign_in=None),
            "candidates/moi.html",
            status=status,
            case=self.case,
            token=self.token,
            waiting=[one for one in proposed if one.answer is None],
            answered=[one for one in proposed if one.answer is not None],
            under_way=[one for one in self.case.introductions if one.state in UNDER_WAY],
            placements=[
                one
                for one in self.case.placements
                if one.status in (PlacementStatus.VALIDATED, PlacementStatus.IN_REVIEW, PlacementStatus.READY_TO_SIGN,
                                  PlacementStatus.PARTLY_SIGNED)
                and (one.ends_on is None or one.ends_on >= today)
            ],
            badges=[one for one in self.case.awards if one.status in (AwardStatus.PROPOSED, AwardStatus.ISSUED)],
            agreements=[one for one in self.case.agreements if one.valid],
            titles={one.id: f"{one.offer_title}, {one.company_name}" for one in self.case.introductions},
            referent=self.uow.surroundings.staff(self.case.referent_id),
            short=self.desk.person_token(self.case, self.uow),
            form=form or blank_form(),
        )  # fmt: skip


def _visit(request: Request, connection: Connection, token: str) -> Visit:
    desk = desk_of(request)
    uow, case = desk.opened_by(connection, token)
    return Visit(request, token, uow, case, desk, desk.clock())


@router.get("/{token}", response_class=HTMLResponse)
def own_page(token: str, request: Request, connection: Reading) -> Response:
    """What is proposed, what is under way, the badges."""
    return _visit(request, connection, token).page()


class AnswerForm(BaseModel):
    """« Je suis d'accord » or « Non merci »."""

    model_config = ConfigDict(extra="ignore")

    introduction_id: UUID
    answer: Annotated[str, Field(pattern="^(oui|non)$")]


@router.post("/{token}/reponse", response_class=HTMLResponse)
def answer(token: str, request: Request, connection: Writing, typed: Answers) -> Response:
    """Keep the person's answer."""
    visit = _visit(request, connection, token)
    form = typed.into(AnswerForm)
    if form.value is None:
        return visit.page(status=422, form=form)
    agrees = form.value.answer == "oui"
    try:
        with connection.begin_nested():
            answer_by_link(
                visit.case,
                form.value.introduction_id,
                agrees=agrees,
                uow=visit.uow,
                now=visit.now,
                new_id=visit.desk.new_id,
            )
    except (Conflict, NotFound) as refused:
        return redirect(request, f"/moi/{token}", Flash(refused.message, "warning"))
    said = (
        "Merci. Vous avez dit oui : la personne qui vous accompagne est prévenue."
        if agrees
        else "C'est noté : cette entreprise ne saura rien. D'autres propositions viendront."
    )
    return redirect(request, f"/moi/{token}", Flash(said))


class WithdrawForm(BaseModel):
    """The agreement to take back."""

    model_config = ConfigDict(extra="ignore")

    agreement_id: UUID


@router.post("/{token}/retirer", response_class=HTMLResponse)
def take_back(token: str, request: Request, connection: Writing, typed: Answers) -> Response:
    """Take an agreement back."""
    visit = _visit(request, connection, token)
    form = typed.into(WithdrawForm)
    if form.value is None:
        return visit.page(status=422, form=form)
    try:
        with connection.begin_nested():
            withdraw_by_link(visit.case, form.value.agreement_id, uow=visit.uow, now=visit.now)
    except (Conflict, NotFound) as refused:
        return redirect(request, f"/moi/{token}", Flash(refused.message, "warning"))
    said = "Votre accord est retiré. L'entreprise ne peut plus voir votre fiche."
    return redirect(request, f"/moi/{token}", Flash(said))


class QuestionForm(BaseModel):
    """A question, in words or not."""

    model_config = ConfigDict(extra="ignore")

    question: Annotated[str, Field(max_length=1000)] = ""


@router.post("/{token}/question", response_class=HTMLResponse)
def ask(token: str, request: Request, connection: Writing, typed: Answers) -> Response:
    """Ask to be called."""
    visit = _visit(request, connection, token)
    form = typed.into(QuestionForm)
    if form.value is not None:
        try:
            with connection.begin_nested():
                ask_by_link(visit.case, form.value.question, uow=visit.uow, now=visit.now, new_id=visit.desk.new_id)
        except Invalid as refused:
            form = form.with_refusal(refused).with_error("question", refused.message)
        else:
            said = "Votre question est transmise. La personne qui vous accompagne va vous appeler."
            return redirect(request, f"/moi/{token}", Flash(said))
    return visit.page(status=422, form=form)

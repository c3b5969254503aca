"""`/entreprises`: what referents do with firms. Search, see, confirm who speaks for one, note what it did."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.contracts.access import Staff
from services.contracts.actors import Actor
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.commitment import Pledge
from services.employers.domain.company import Company
from services.employers.domain.refusals import Invalid
from services.employers.entrypoints.desk import desk_of, reading_uow, writing_uow
from services.employers.entrypoints.showing import StaffWriting, show
from services.employers.use_cases.commit_for_the_year import record_act
from services.employers.use_cases.judge_holder import JudgeHolder, judge_holder
from services.employers.use_cases.search_companies import LABELS, Filter, search_companies
from services.employers.use_cases.show_company import show_company, who_knows_whom
from services.employers.use_cases.standing import company_for
from services.employers.use_cases.tend_company import Qualities, pause_company, resume_company, set_qualities
from services.kernel.problems import Problem
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)
Answers = Annotated[Typed, Depends(typed_form)]
A_PAGE = 30


class ActForm(BaseModel):
    """Something the firm did that nothing else counts."""

    model_config = ConfigDict(extra="ignore")

    pledge: str
    on: date
    count: int = Field(default=1, ge=-1000, le=1000)


class QualityForm(BaseModel):
    """What a referent checked on paper."""

    model_config = ConfigDict(extra="ignore")

    accredited_civic_service: bool = False
    is_temp_agency: bool = False
    is_siae: bool = False


class Search(BaseModel):
    """What the address of the list carries."""

    model_config = ConfigDict(extra="ignore")

    q: str = Field(default="", max_length=200)
    filtre: list[Filter] = Field(default_factory=list, max_length=5)
    page: int = Field(default=1, ge=1, le=1000)


@router.get("/entreprises", response_class=HTMLResponse)
def search(request: Request, connection: Reading, actor: Staff, asked: Annotated[Search, Query()]) -> Response:
    """Search by words, trade and place; filters keep their counts."""
    uow = reading_uow(request, connection, actor)
    q, page, chosen = asked.q, asked.page, list(dict.fromkeys(asked.filtre))
    results = search_companies(q, chosen, uow=uow)
    first = (page - 1) * A_PAGE
    chips = [
        {
            "label": label,
            "count": results.counts[name],
            "current": name in chosen,
            "href": _address(q, [one for one in chosen if one != name] if name in chosen else [*chosen, name]),
        }
        for name, label in LABELS.items()
    ]
    return show(
        request,
        "entreprises.html",
        q=q,
        chosen=chosen,
        chips=chips,
        results=results,
        found=results.found[first : first + A_PAGE],
        next_href=_address(q, chosen, page + 1) if len(results.found) > first + A_PAGE else None,
        previous_href=_address(q, chosen, page - 1) if page > 1 else None,
        asking=_asking(uow),
    )


@router.get("/entreprises/{company_id}", response_class=HTMLResponse)
def one(request: Request, connection: Reading, actor: Staff, company_id: UUID) -> Response:
    """Commitments, history, who knows whom."""
    uow = reading_uow(request, connection, actor)
    return _company(request, company_for(company_id, by=actor, uow=uow), by=(actor, uow))


@router.post("/entreprises/{company_id}/comptes/{account_id}")
def judge(asking: StaffWriting, company_id: UUID, account_id: UUID, typed: Answers) -> Response:
    """Say whether an account speaks for the firm."""
    said = typed.answers.get("jugement", ("",))[0]
    if said not in ("confirmer", "refuser"):
        raise Invalid("Dites si ce compte parle pour l'entreprise, ou non.")
    command = JudgeHolder(company_id, account_id, said == "confirmer")
    base = desk_of(asking.request).public_address("")
    judge_holder(command, by=asking.actor, uow=asking.uow, public_base=base)
    told = (
        "C’est confirmé. Ses offres sont publiées." if command.confirm else "C’est noté : ce compte ne verra personne."
    )
    return redirect(asking.request, f"/entreprises/{company_id}", Flash(told))


@router.post("/entreprises/{company_id}/actes", response_class=HTMLResponse)
def note_act(request: Request, connection: Writing, actor: Staff, company_id: UUID, typed: Answers) -> Response:
    """Note a visit, a mock interview, a tutor trained."""
    uow = writing_uow(request, connection, actor)
    form: Form[ActForm] = typed.into(ActForm)
    if form.value is not None:
        try:
            with connection.begin_nested():
                pledge = next((one for one in Pledge if one.value == form.value.pledge), None)
                if pledge is None:
                    raise Invalid("Choisissez ce qui a été fait.", faults=())
                record_act(company_id, pledge, form.value.on, form.value.count, by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(request, f"/entreprises/{company_id}", Flash("C’est noté au compte de l’entreprise."))
    return _company(request, company_for(company_id, by=actor, uow=uow), by=(actor, uow), act_form=form, status=422)


@router.post("/entreprises/{company_id}/qualites")
def qualities(request: Request, connection: Writing, actor: Staff, company_id: UUID, typed: Answers) -> Response:
    """Record an accreditation, a temp agency, an SIAE."""
    uow = writing_uow(request, connection, actor)
    checked = typed.into(QualityForm).value or QualityForm()
    given = Qualities(checked.accredited_civic_service, checked.is_temp_agency, checked.is_siae)
    set_qualities(company_id, given, by=actor, uow=uow)
    return redirect(request, f"/entreprises/{company_id}", Flash("C’est enregistré."))


@router.post("/entreprises/{company_id}/pause")
def pause(request: Request, connection: Writing, actor: Staff, company_id: UUID) -> Response:
    """Stop introductions at the firm's request."""
    pause_company(company_id, by=actor, uow=writing_uow(request, connection, actor))
    return redirect(request, f"/entreprises/{company_id}", Flash("L’entreprise est en pause."))


@router.post("/entreprises/{company_id}/reprise")
def resume(request: Request, connection: Writing, actor: Staff, company_id: UUID) -> Response:
    """Introductions may reach it again."""
    resume_company(company_id, by=actor, uow=writing_uow(request, connection, actor))
    return redirect(request, f"/entreprises/{company_id}", Flash("Les présentations peuvent reprendre."))


def _company(
    request: Request,
    company: Company,
    *,
    by: tuple[Actor, SqlUnitOfWork],
    act_form: Form[ActForm] | None = None,
    status: int = 200,
) -> Response:
    actor, uow = by
    view = show_company(company, by=actor, uow=uow)
    return show(
        request,
        "entreprise_referent.html",
        status=status,
        view=view,
        holders=uow.holders.of_company(company.id),
        acquaintances=who_knows_whom(view),
        acts=uow.commitments.acts(company.id)[:30],
        pledges=[(pledge.value, pledge.label.capitalize()) for pledge in Pledge],
        act_form=act_form or blank_form(on=uow.today, count=1),
        quality_form=blank_form(
            accredited_civic_service=company.accredited_civic_service,
            is_temp_agency=company.is_temp_agency,
            is_siae=company.is_siae,
        ),
    )


def _asking(uow: SqlUnitOfWork) -> list[dict[str, object]]:
    waiting = uow.holders.waiting()
    names = {company.id: company for company in uow.companies.some([holder.company_id for holder in waiting])}
    return [{"holder": holder, "company": names[holder.company_id]} for holder in waiting if holder.company_id in names]


def _address(words: str, filters: list[Filter], page: int = 1) -> str:
    pairs = [("q", words)] if words else []
    pairs += [("filtre", name.value) for name in filters]
    if page > 1:
        pairs.append(("page", str(page)))
    return f"/entreprises?{urlencode(pairs)}" if pairs else "/entreprises"

"""`/personnes/{id}/profil`: the profile read, and edited in place (a page of its own without JavaScript)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.legal_conditions import conditions_on
from services.candidates.domain.profile import missing_parts
from services.candidates.entrypoints.profile_form import ProfileForm, profile_form, skill_rows, wish_labels
from services.candidates.entrypoints.showing import Answers, Asked, ReferentReads, ReferentWrites
from services.candidates.use_cases.describe_profile import describe_profile
from services.candidates.use_cases.opening import opened
from services.kernel.problems import Conflict, Invalid
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form
from services.kernel.web.pages import wants_fragment

router = APIRouter(prefix="/personnes/{person_id}", include_in_schema=False)


@router.get("/profil", response_class=HTMLResponse)
def read(person_id: UUID, asked: ReferentReads) -> Response:
    """The profile, to be read."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return _shown(asked, case)


@router.get("/profil/modifier", response_class=HTMLResponse)
def edit(person_id: UUID, asked: ReferentReads) -> Response:
    """The profile, to be edited."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    form = profile_form(case.profile.description, case.profile.version, asked.territory, asked.desk.towns())
    return _editing(asked, case, form)


@router.post("/profil/modifier", response_class=HTMLResponse)
def save(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Keep the profile; with « Ajouter ce métier », the form stays open."""
    form = typed.into(ProfileForm)
    if form.value is not None:
        was = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now).profile.description.origin
        try:
            with asked.connection.begin_nested():
                case = describe_profile(
                    person_id,
                    form.value.description(typed, asked.territory, asked.desk.towns(), was),
                    seen_version=form.value.version,
                    by=asked.actor,
                    uow=asked.uow,
                    now=asked.now,
                )
        except (Invalid, Conflict) as refused:
            form = form.with_refusal(refused)
        else:
            return _kept(asked, case, stays_open=bool(form.text("_ajouter")))
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return _editing(asked, case, form, 422)


def _kept(asked: Asked, case: CaseFile, *, stays_open: bool) -> Response:
    if not wants_fragment(asked.request):
        to = f"/personnes/{case.id}" + ("/profil/modifier" if stays_open else "#profil")
        return redirect(asked.request, to, Flash("Le profil est enregistré."))
    if stays_open:
        form = profile_form(case.profile.description, case.profile.version, asked.territory, asked.desk.towns())
        return _editing(asked, case, form, changed=("profil",))
    return asked.fragment("_profil.html", changed=("profil",), **_read_values(asked, case), said=True)


def _read_values(asked: Asked, case: CaseFile) -> dict[str, Any]:
    return {
        "case": case,
        "missing": missing_parts(case.profile.description),
        "legal": conditions_on(case.identity.born, case.status, asked.today),
    }


def _shown(asked: Asked, case: CaseFile) -> Response:
    values = _read_values(asked, case)
    if wants_fragment(asked.request):
        return asked.fragment("_profil.html", **values)
    return asked.page("profil.html", **values)


def _editing(
    asked: Asked, case: CaseFile, form: Form[ProfileForm], status: int = 200, *, changed: tuple[str, ...] = ()
) -> Response:
    values: dict[str, Any] = {
        "case": case,
        "form": form,
        "wishes": wish_labels(form),
        "rows": skill_rows(form),
        "place": asked.territory.name,
    }
    if wants_fragment(asked.request):
        return asked.fragment("_profil_modifier.html", status=status, changed=changed, inside=True, **values)
    return asked.page("profil_modifier.html", status=status, inside=False, **values)

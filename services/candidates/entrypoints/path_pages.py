"""The acts on a person's path and standing: steps, judgement, schemes, status before the law, cohort, contracts."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.candidates.entrypoints import file_forms
from services.candidates.entrypoints.file_acts import Section, Work, done
from services.candidates.entrypoints.showing import Answers, ReferentWrites
from services.candidates.use_cases import change_file
from services.kernel.problems import Invalid

router = APIRouter(prefix="/personnes/{person_id}", include_in_schema=False)


@router.post("/etapes", response_class=HTMLResponse)
def add_step(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Enter a step of a path."""

    def act(form: file_forms.StepForm, work: Work) -> object:
        try:
            path, step = form.chosen()
        except ValueError:
            raise Invalid("Cette étape n'existe pas.", fields={"step": "Cette étape n'existe pas."}) from None
        return change_file.enter_step(person_id, path, step, **work)

    section = Section("step", "parcours", "L'étape est notée.")
    return done(asked, person_id, typed, file_forms.StepForm, act, section=section)


@router.post("/jugement", response_class=HTMLResponse)
def judge(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Judge the person ready, or not yet."""

    def act(form: file_forms.JudgementForm, work: Work) -> object:
        return change_file.judge_readiness(person_id, ready=form.ready == "oui", reason=form.reason, **work)

    section = Section("judgement", "parcours", "Votre avis est noté.")
    return done(asked, person_id, typed, file_forms.JudgementForm, act, section=section)


@router.post("/dispositifs", response_class=HTMLResponse)
def add_scheme(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Record a scheme."""

    def act(form: file_forms.SchemeForm, work: Work) -> object:
        return change_file.record_scheme(person_id, form.scheme, since=form.since, until=form.until, **work)

    section = Section("scheme", "parcours", "Le dispositif est noté.")
    return done(asked, person_id, typed, file_forms.SchemeForm, act, section=section)


@router.post("/dispositifs/fin", response_class=HTMLResponse)
def finish_scheme(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Record the end of a scheme."""

    def act(form: file_forms.SchemeEndForm, work: Work) -> object:
        return change_file.end_scheme(person_id, form.scheme, until=form.until, **work)

    section = Section("scheme_end", "parcours", "La fin du dispositif est notée.")
    return done(asked, person_id, typed, file_forms.SchemeEndForm, act, section=section)


@router.post("/statut", response_class=HTMLResponse)
def set_status(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Record what the person can show."""

    def act(form: file_forms.StatusForm, work: Work) -> object:
        known = form.status()
        return change_file.record_status(person_id, known, at_mission_locale=form.at_mission_locale, **work)

    section = Section("status", "statut", "Le statut est enregistré.")
    return done(asked, person_id, typed, file_forms.StatusForm, act, section=section)


@router.post("/groupe", response_class=HTMLResponse)
def set_cohort(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Assign a cohort."""

    def act(form: file_forms.CohortForm, work: Work) -> object:
        return change_file.assign_cohort(person_id, form.cohort or None, **work)

    section = Section("cohort", "statut", "Le groupe est enregistré.")
    return done(asked, person_id, typed, file_forms.CohortForm, act, section=section)


@router.post("/contrats", response_class=HTMLResponse)
def add_contract(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Add a contract seen on paper."""

    def act(form: file_forms.ContractForm, work: Work) -> object:
        return change_file.add_contract(person_id, form.kind, starts=form.starts, ends=form.ends, **work)

    section = Section("contract", "experience", "Le contrat est ajouté.")
    return done(asked, person_id, typed, file_forms.ContractForm, act, section=section)

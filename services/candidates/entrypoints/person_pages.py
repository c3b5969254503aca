"""`/personnes/{id}`: the file of a person; its offers; the export; the erasure."""

import json
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.candidates.entrypoints.caseload_pages import NewPersonForm
from services.candidates.entrypoints.person_view import person_page
from services.candidates.entrypoints.showing import Answers, Asked, ReferentReads, ReferentWrites
from services.candidates.use_cases.change_file import (
    correct_identity,
    end_follow_up,
    note_warning,
    resume_follow_up,
)
from services.candidates.use_cases.erase_person import erase_person
from services.candidates.use_cases.export_person import export_person
from services.candidates.use_cases.opening import opened
from services.kernel.problems import Invalid
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, blank_form

router = APIRouter(prefix="/personnes", include_in_schema=False)


@router.get("/{person_id}", response_class=HTMLResponse)
def person(person_id: UUID, asked: ReferentReads) -> Response:
    """The story, the next step, the offers, the profile."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return person_page(asked, case)


@router.get("/{person_id}/offres", response_class=HTMLResponse)
def offers(person_id: UUID, asked: ReferentReads) -> Response:
    """The ranked offers, on a page of their own."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return asked.page("personne_offres.html", density="dense", case=case)


@router.get("/{person_id}/identite", response_class=HTMLResponse)
def identity_form(person_id: UUID, asked: ReferentReads) -> Response:
    """The identity, to be corrected."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    who = case.identity
    district = None if who.in_district is None else ("oui" if who.in_district else "non")
    form = blank_form(
        first_name=who.first_name,
        last_name=who.last_name,
        born=who.born,
        phone=who.phone,
        email=who.email,
        address=who.address,
        emergency_contact=who.emergency_contact,
        sex=who.sex,
        in_district=district,
    )
    return _identity_page(asked, person_id, form)


def _identity_page(asked: Asked, person_id: UUID, form: Form[NewPersonForm], status: int = 200) -> Response:
    return asked.page("personne_identite.html", status=status, person_id=person_id, form=form)


@router.post("/{person_id}/identite", response_class=HTMLResponse)
def correct(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Correct the identity."""
    form = typed.into(NewPersonForm)
    if form.value is not None:
        try:
            who = form.value.identity(asked.today)
        except Invalid as refused:
            form = form.with_refusal(refused)
        else:
            correct_identity(person_id, who, by=asked.actor, uow=asked.uow, now=asked.now)
            return redirect(asked.request, f"/personnes/{person_id}", Flash("L'identité est corrigée."))
    return _identity_page(asked, person_id, form, 422)


@router.post("/{person_id}/suivi/{verb}")
def follow_up(person_id: UUID, verb: str, asked: ReferentWrites) -> Response:
    """End the follow-up, take it up again, or note that the person was warned."""
    acts = {
        "terminer": (end_follow_up, "Le parcours est terminé. Le dossier reste consultable."),
        "reprendre": (resume_follow_up, "Le parcours a repris."),
        "prevenue": (note_warning, "C'est noté : la personne est prévenue. Le dossier sera effacé dans 30 jours."),
    }
    if verb not in acts:
        raise Invalid("Cette action n'existe pas.")
    act, said = acts[verb]
    act(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return redirect(asked.request, f"/personnes/{person_id}", Flash(said))


@router.post("/{person_id}/copie")
def export(person_id: UUID, asked: ReferentWrites) -> Response:
    """All that is kept, in a file to be given to the person."""
    document = export_person(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    body = json.dumps(document, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="dossier-{person_id}.json"'}
    return Response(body, media_type="application/json", headers=headers)


@router.get("/{person_id}/effacer", response_class=HTMLResponse)
def before_erasing(person_id: UUID, asked: ReferentReads) -> Response:
    """What erasing does, before it is done."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return asked.page("personne_effacer.html", case=case)


@router.post("/{person_id}/effacer")
def erase(person_id: UUID, asked: ReferentWrites) -> Response:
    """Erase the person everywhere."""
    erase_person(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    said = "Le dossier est effacé ici, et les autres parties du service effacent le leur. Rien ne peut le rétablir."
    return redirect(asked.request, "/mes-personnes", Flash(said))

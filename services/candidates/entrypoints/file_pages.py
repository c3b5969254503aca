"""The acts of a person's file, one address each: contacts, agreements, freins, relays, prescriptions, links."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.candidates.entrypoints import file_forms
from services.candidates.entrypoints.file_acts import Section, Work, done
from services.candidates.entrypoints.person_view import person_page
from services.candidates.entrypoints.showing import Answers, ReferentWrites
from services.candidates.use_cases.delegate import delegate, end_delegation, hand_over
from services.candidates.use_cases.identify_frein import identify_frein
from services.candidates.use_cases.issue_personal_link import cut_personal_links
from services.candidates.use_cases.lift_frein import lift_frein
from services.candidates.use_cases.opening import opened
from services.candidates.use_cases.prescribe import tell_prescriber
from services.candidates.use_cases.record_agreement import record_agreement, withdraw_agreement
from services.candidates.use_cases.record_contact import record_contact
from services.candidates.use_cases.work_on_frein import note_partner_answer, work_on_frein
from services.kernel.problems import NotFound
from services.kernel.web.flash import Flash, redirect

router = APIRouter(prefix="/personnes/{person_id}", include_in_schema=False)


@router.post("/contacts", response_class=HTMLResponse)
def add_contact(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Record a contact."""

    def act(form: file_forms.ContactForm, work: Work) -> object:
        command = form.command(now=asked.now, zone=asked.territory.zone)
        return record_contact(person_id, command, new_id=asked.desk.new_id, **work)

    section = Section("contact", "histoire", "Le contact est noté.")
    return done(asked, person_id, typed, file_forms.ContactForm, act, section=section)


@router.post("/accords", response_class=HTMLResponse)
def add_agreement(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Record what the person said of a proposition."""

    def act(form: file_forms.AgreementForm, work: Work) -> object:
        command = form.command(now=asked.now, zone=asked.territory.zone)
        return record_agreement(person_id, command, new_id=asked.desk.new_id, **work)

    section = Section("agreement", "accords", "La réponse de la personne est notée.")
    return done(asked, person_id, typed, file_forms.AgreementForm, act, section=section)


@router.post("/accords/{agreement_id}/retrait", response_class=HTMLResponse)
def take_back(person_id: UUID, agreement_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """The person takes an agreement back."""

    def act(form: file_forms.WithdrawalForm, work: Work) -> object:
        return withdraw_agreement(person_id, agreement_id, channel=form.channel, **work)

    section = Section("agreement", "accords", "L'accord est retiré. L'entreprise ne voit plus la fiche.")
    return done(asked, person_id, typed, file_forms.WithdrawalForm, act, section=section)


@router.post("/freins", response_class=HTMLResponse)
def add_frein(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Identify an obstacle."""

    def act(form: file_forms.FreinForm, work: Work) -> object:
        new_id = asked.desk.new_id
        return identify_frein(person_id, form.kind, note=form.note, priority=form.priority, new_id=new_id, **work)

    section = Section("frein", "difficultes", "C'est noté.")
    return done(asked, person_id, typed, file_forms.FreinForm, act, section=section)


@router.post("/freins/{frein_id}/travail", response_class=HTMLResponse)
def work(person_id: UUID, frein_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Start working, or ask a partner."""

    def act(form: file_forms.WorkForm, work: Work) -> object:
        return work_on_frein(person_id, frein_id, partner=form.partner, structure_id=form.structure_id, **work)

    section = Section("work", "difficultes", "C'est noté, avec la date.")
    return done(asked, person_id, typed, file_forms.WorkForm, act, section=section)


@router.post("/freins/{frein_id}/reponse", response_class=HTMLResponse)
def partner_answer(person_id: UUID, frein_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Note a partner's answer."""

    def act(form: file_forms.AnswerForm, work: Work) -> object:
        return note_partner_answer(person_id, frein_id, form.index, form.answer, **work)

    section = Section("answer", "difficultes", "La réponse du partenaire est notée.")
    return done(asked, person_id, typed, file_forms.AnswerForm, act, section=section)


@router.post("/freins/{frein_id}/{verb}")
def close_frein(person_id: UUID, frein_id: UUID, verb: str, asked: ReferentWrites) -> Response:
    """Lift an obstacle (« lever »), or give it up (« abandonner »)."""
    if verb not in {"lever", "abandonner"}:
        raise NotFound("Cette action n'existe pas.")
    lift_frein(person_id, frein_id, lifted=verb == "lever", by=asked.actor, uow=asked.uow, now=asked.now)
    said = "Une difficulté de moins." if verb == "lever" else "C'est noté."
    return redirect(asked.request, f"/personnes/{person_id}#difficultes", Flash(said))


@router.post("/releves", response_class=HTMLResponse)
def add_delegation(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Ask a colleague to stand in."""

    def act(form: file_forms.DelegationForm, work: Work) -> object:
        new_id = asked.desk.new_id
        return delegate(person_id, to=form.to, since=form.since, until=form.until, new_id=new_id, **work)

    section = Section("delegation", "releve", "La relève est enregistrée.")
    return done(asked, person_id, typed, file_forms.DelegationForm, act, section=section)


@router.post("/releves/{delegation_id}/fin")
def finish_delegation(person_id: UUID, delegation_id: UUID, asked: ReferentWrites) -> Response:
    """End a relay today."""
    end_delegation(person_id, delegation_id, by=asked.actor, uow=asked.uow, now=asked.now)
    back = f"/personnes/{person_id}#releve" if asked.uow.people.get(person_id).referent_id == asked.actor.id else ""
    return redirect(asked.request, back or "/mes-personnes", Flash("La relève se termine ce soir."))


@router.post("/referent", response_class=HTMLResponse)
def change_referent(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Hand the file over for good."""
    form = typed.into(file_forms.HandOverForm)
    if form.value is None:
        case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
        return person_page(asked, case, status=422, forms={"handover": form}, opened="releve")
    hand_over(person_id, to=form.value.to, by=asked.actor, uow=asked.uow, now=asked.now)
    return redirect(asked.request, "/mes-personnes", Flash("Le dossier a changé de référent."))


@router.post("/prescriptions/{prescription_id}", response_class=HTMLResponse)
def tell(person_id: UUID, prescription_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """Say to the prescriber what became of it."""

    def act(form: file_forms.PrescriptionForm, work: Work) -> object:
        return tell_prescriber(person_id, prescription_id, form.state, **work)

    section = Section("prescription", "prescriptions", "Le partenaire le verra.")
    return done(asked, person_id, typed, file_forms.PrescriptionForm, act, section=section)


@router.post("/liens/couper")
def cut_links(person_id: UUID, asked: ReferentWrites) -> Response:
    """Cut every personal link."""
    cut_personal_links(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    said = "Les liens personnels ne s'ouvrent plus. Imprimez une nouvelle fiche pour en donner un autre."
    return redirect(asked.request, f"/personnes/{person_id}#droits", Flash(said))

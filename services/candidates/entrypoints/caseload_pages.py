"""`/mes-personnes` and `/personnes/nouvelle`: today first, then everybody; and how a file is opened."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.candidates.domain.identity import Identity, Sex, identity
from services.candidates.entrypoints.caseload import BY_NAME, ORDERS, Caseload, as_rows, line_of
from services.candidates.entrypoints.caseload import Filters as Wanted
from services.candidates.entrypoints.showing import Answers, Asked, Filters, ReferentReads, ReferentWrites
from services.candidates.use_cases.delegate import take_in_charge
from services.candidates.use_cases.register_person import RegisterPerson, register_person
from services.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form
from services.kernel.web.spreadsheet import table_file

router = APIRouter(include_in_schema=False)


@router.get("/mes-personnes", response_class=HTMLResponse)
def my_people(asked: ReferentReads, filters: Filters) -> Response:
    """Who to call, what is due, what moved; then the caseload."""

    wanted = _wanted(filters)
    waiting = asked.uow.people.waiting_in(asked.actor.structure_id) if asked.actor.structure_id else ()
    view = _caseload(asked).view(wanted)
    return asked.page("mes_personnes.html", density="dense", view=view, waiting=waiting, wanted=wanted)


@router.get("/mes-personnes.csv")
def my_people_as_a_file(asked: ReferentWrites, filters: Filters) -> Response:
    """The same list for a spreadsheet, in the same order. It is written down who took it, and of how many people."""
    view = _caseload(asked).view(_wanted(filters))
    asked.uow.audit("caseload.exported", asked.actor.reference, actor=asked.actor.reference, people=len(view.lines))
    return table_file(as_rows(view.lines), name=f"mes-personnes-{asked.today:%Y-%m-%d}")


def _wanted(filters: Typed) -> Wanted:
    def given(name: str) -> str:
        return " ".join(filters.answers.get(name, ()))[:200].replace("\x00", "")

    order = given("tri")
    known = order if order in dict(ORDERS) else BY_NAME
    return Wanted(given("q").strip(), given("groupe"), given("situation"), given("etat"), known)


def _caseload(asked: Asked) -> Caseload:
    files = asked.uow.people.accompanied_by(asked.actor.id, asked.today)
    lines = [line_of(case, asked.territory, asked.actor.id, asked.today) for case in files]
    return Caseload(lines, asked.territory, asked.today)


class NewPersonForm(BaseModel):
    """What is asked at a first contact."""

    model_config = ConfigDict(extra="ignore")

    first_name: Annotated[str, Field(max_length=400)]
    last_name: Annotated[str, Field(max_length=400)]
    born: date
    phone: Annotated[str, Field(max_length=60)] = ""
    email: Annotated[str, Field(max_length=300)] = ""
    address: Annotated[str, Field(max_length=800)] = ""
    emergency_contact: Annotated[str, Field(max_length=400)] = ""
    sex: Sex | None = None
    in_district: Annotated[str, Field(pattern="^(oui|non)$")] | None = None
    cohort: Annotated[str, Field(max_length=60)] | None = None
    somebody_else: bool = False

    def identity(self, today: date) -> Identity:
        """The same, judged by the rules."""
        return identity(
            first_name=self.first_name,
            last_name=self.last_name,
            born=self.born,
            today=today,
            phone=self.phone,
            email=self.email,
            address=self.address,
            sex=self.sex,
            in_district=None if self.in_district is None else self.in_district == "oui",
            emergency_contact=self.emergency_contact,
        )


def _new_person_page(asked: Asked, form: Form[NewPersonForm], status: int = 200) -> Response:
    cohorts = [(one.code, f"{one.label} ({one.ages()})") for one in asked.territory.cohorts]
    return asked.page("personne_nouvelle.html", status=status, form=form, cohorts=cohorts)


@router.get("/personnes/nouvelle", response_class=HTMLResponse)
def new_person(asked: ReferentReads) -> Response:
    """The form of a first contact."""
    return _new_person_page(asked, blank_form())


@router.post("/personnes/nouvelle", response_class=HTMLResponse)
def open_file(asked: ReferentWrites, typed: Answers) -> Response:
    """Open a file."""
    form = typed.into(NewPersonForm)
    if form.value is not None:
        try:
            who = form.value.identity(asked.today)
            command = RegisterPerson(who, cohort=form.value.cohort, somebody_else=form.value.somebody_else)
            case = register_person(command, by=asked.actor, uow=asked.uow, now=asked.now, new_id=asked.desk.new_id)
        except (Invalid, Conflict, NotFound, Forbidden) as refused:
            form = form.with_refusal(refused)
        else:
            said = "Le dossier est ouvert. Décrivez maintenant ce que la personne cherche."
            return redirect(asked.request, f"/personnes/{case.id}", Flash(said))
    return _new_person_page(asked, form, 422)


@router.post("/personnes/{person_id}/prendre")
def take(person_id: UUID, asked: ReferentWrites) -> Response:
    """Take in charge a file that nobody accompanies yet."""
    take_in_charge(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    said = "Vous accompagnez maintenant cette personne. Premier pas : l'appeler."
    return redirect(asked.request, f"/personnes/{person_id}", Flash(said))

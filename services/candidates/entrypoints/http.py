"""The JSON API of `candidates`: for referents alone, and only the people they accompany."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from services.candidates.domain.identity import identity
from services.candidates.domain.legal_conditions import conditions_on
from services.candidates.domain.next_acts import acts
from services.candidates.entrypoints import shapes
from services.candidates.entrypoints.showing import ReferentReads, ReferentWrites
from services.candidates.use_cases.describe_profile import describe_profile
from services.candidates.use_cases.erase_person import erase_person
from services.candidates.use_cases.export_person import export_person
from services.candidates.use_cases.issue_personal_link import issue_personal_link
from services.candidates.use_cases.opening import opened
from services.candidates.use_cases.record_agreement import RecordAgreement, record_agreement, withdraw_agreement
from services.candidates.use_cases.register_person import RegisterPerson, register_person
from services.kernel import idempotency
from services.kernel.clock import new_id
from services.kernel.problems import Malformed

router = APIRouter(prefix="/candidates/api", tags=["candidates"])
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]
M = TypeVar("M", bound=BaseModel)


def _again(status: int, body: bytes, model: type[M], response: Response) -> M:
    response.status_code = status
    return model.model_validate_json(body)


@router.get("/people")
def list_people(
    asked: ReferentReads,
    cursor: Annotated[str | None, Query(max_length=36)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> shapes.Caseload:
    """The people the referent accompanies, in a stable order, with what is due for each."""
    day = asked.today
    found = asked.uow.people.page(asked.actor.id, day, after=_cursor(cursor), limit=limit + 1)
    shown = [shapes.person_shown(case, acts(case, day)) for case in found[:limit]]
    return shapes.Caseload(items=shown, next_cursor=str(shown[-1].id) if len(found) > limit else None)


def _cursor(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Malformed("Ce curseur n'est pas valable : reprenez la liste depuis le début.") from None


@router.post("/people", status_code=201)
def create_person(
    body: shapes.NewPerson,
    response: Response,
    asked: ReferentWrites,
    key: IdempotencyKey = None,
) -> shapes.Registered:
    """Open the file of a person."""

    def act() -> tuple[int, bytes]:
        given = body.model_dump(exclude={"cohort", "somebody_else"})
        who = identity(**given, today=asked.today)
        command = RegisterPerson(who, cohort=body.cohort, somebody_else=body.somebody_else)
        case = register_person(command, by=asked.actor, uow=asked.uow, now=asked.now, new_id=new_id)
        return 201, shapes.Registered(id=case.id, profile_id=case.profile.id).model_dump_json().encode()

    status, answer = idempotency.once(
        asked.connection,
        scope=f"{asked.actor.id}:POST /candidates/api/people",
        key=key,
        request=body.model_dump_json().encode(),
        now=asked.now,
        act=act,
    )
    return _again(status, answer, shapes.Registered, response)


@router.get("/people/{person_id}/profile")
def read_profile(person_id: UUID, asked: ReferentReads) -> shapes.ProfileShown:
    """The profile of a person, with what the law lets them sign today."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return shapes.profile_shown(case, conditions_on(case.identity.born, case.status, asked.today))


@router.put("/people/{person_id}/profile")
def write_profile(person_id: UUID, body: shapes.ProfileEntry, asked: ReferentWrites) -> shapes.ProfileShown:
    """Replace the whole description. Sending the same twice changes nothing."""
    case = describe_profile(
        person_id, body.description(), seen_version=body.version, by=asked.actor, uow=asked.uow, now=asked.now
    )
    return shapes.profile_shown(case, conditions_on(case.identity.born, case.status, asked.today))


@router.post("/people/{person_id}/agreements", status_code=201)
def create_agreement(
    person_id: UUID,
    body: shapes.AgreementEntry,
    response: Response,
    asked: ReferentWrites,
    key: IdempotencyKey = None,
) -> shapes.AgreementShown:
    """Record the person's answer for one employer. The same answer again gives the agreement already there."""

    def act() -> tuple[int, bytes]:
        command = RecordAgreement(body.company_id, body.introduction_id, body.agrees, body.channel, body.at)
        made = record_agreement(person_id, command, by=asked.actor, uow=asked.uow, now=asked.now, new_id=new_id)
        return 201, shapes.agreement_shown(made).model_dump_json().encode()

    status, answer = idempotency.once(
        asked.connection,
        scope=f"{asked.actor.id}:POST /candidates/api/people/{person_id}/agreements",
        key=key,
        request=body.model_dump_json().encode(),
        now=asked.now,
        act=act,
    )
    return _again(status, answer, shapes.AgreementShown, response)


@router.post("/people/{person_id}/agreements/{agreement_id}/withdraw")
def withdraw(
    person_id: UUID,
    agreement_id: UUID,
    body: shapes.WithdrawalEntry,
    asked: ReferentWrites,
) -> shapes.AgreementShown:
    """The person takes an agreement back."""
    gone = withdraw_agreement(
        person_id, agreement_id, channel=body.channel, by=asked.actor, uow=asked.uow, now=asked.now
    )
    return shapes.agreement_shown(gone)


@router.post("/people/{person_id}/links", status_code=201)
def create_link(person_id: UUID, asked: ReferentWrites) -> shapes.LinkShown:
    """Issue a personal link. The address is shown this once."""
    token = issue_personal_link(person_id, by=asked.actor, uow=asked.uow, now=asked.now, new_id=new_id)
    return shapes.LinkShown(url=f"{asked.desk.settings.public_base}/moi/{token}")


@router.get("/people/{person_id}/export")
def export(person_id: UUID, asked: ReferentWrites) -> JSONResponse:
    """All that is kept about a person, to be given to them."""
    document: dict[str, Any] = export_person(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    headers = {"Content-Disposition": f'attachment; filename="dossier-{person_id}.json"'}
    return JSONResponse(document, headers=headers)


@router.delete("/people/{person_id}", status_code=204)
def erase(person_id: UUID, asked: ReferentWrites) -> Response:
    """Erase a person everywhere. It cannot be undone."""
    erase_person(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    return Response(status_code=204)


names = APIRouter(tags=["candidates"])


@names.get("/candidates/noms")
def names_of(
    asked: ReferentReads,
    ids: Annotated[str, Query(max_length=20_000, description="Ids of profiles or persons, separated by commas")],
) -> dict[str, shapes.Named]:
    """How these profiles or persons are called: those the referent accompanies, the others are left out."""
    wanted = {part.strip() for part in ids.split(",") if part.strip()}
    found: dict[str, shapes.Named] = {}
    for case in asked.uow.people.accompanied_by(asked.actor.id, asked.today):
        named = shapes.Named(name=case.identity.full_name, url=f"/personnes/{case.id}")
        found |= {key: named for key in (str(case.id), str(case.profile.id)) if key in wanted}
    return found

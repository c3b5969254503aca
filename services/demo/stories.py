"""What happened to each invented person, played by the referents, the firms and the people themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, time, timedelta
from uuid import UUID

from services.candidates.domain.contacts import ContactPlace, Reached
from services.candidates.domain.freins import FreinKind
from services.candidates.domain.identity import Identity, Sex
from services.candidates.domain.legal_conditions import LegalStatus
from services.candidates.domain.profile import Avoid, Description, Skill, WishedTrade, coarse
from services.candidates.use_cases.change_file import add_contract, judge_readiness, record_status
from services.candidates.use_cases.describe_profile import describe_profile
from services.candidates.use_cases.identify_frein import identify_frein
from services.candidates.use_cases.lift_frein import lift_frein
from services.candidates.use_cases.record_contact import RecordContact, record_contact
from services.candidates.use_cases.register_person import RegisterPerson, register_person
from services.contracts.actors import Actor
from services.contracts.vocabulary import Channel, HalfDay, Language, Licence, OfferKind, TravelMode
from services.demo.companies import PLACES
from services.demo.director import Director, staff
from services.demo.people import PATTERNS, PEOPLE, Invented
from services.demo.territory import CODE, REFERENT_OF
from services.demo.trades import TRADES
from services.kernel.clock import new_id

FREINS = {
    "mobility": FreinKind.MOBILITY,
    "housing": FreinKind.HOUSING,
    "childcare": FreinKind.CHILDCARE,
    "family": FreinKind.CHILDCARE,
    "administrative": FreinKind.ADMINISTRATIVE,
    "access_to_rights": FreinKind.RIGHTS,
    "health": FreinKind.HEALTH,
    "rqth": FreinKind.DISABILITY_FILE,
    "addiction": FreinKind.ADDICTION,
    "isolation": FreinKind.ISOLATION,
    "digital": FreinKind.DIGITAL,
    "language": FreinKind.LANGUAGE,
}
MET_AT = tuple(ContactPlace)[:5]
NOON = time(12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Played:
    """A person once registered."""

    invented: Invented
    person_id: UUID
    profile_id: UUID
    referent: Actor
    notes: dict[str, UUID] = field(default_factory=dict)


def play_people(director: Director) -> list[Played]:
    """Register everybody, describe the work they look for, note contacts and obstacles."""
    played = []
    for rank, invented in enumerate(PEOPLE):
        director.days_ago(150 - (rank * 11) % 60)
        played.append(_register(director, invented, rank))
    director.pump()
    return played


def _register(director: Director, invented: Invented, rank: int) -> Played:
    by = staff(REFERENT_OF[invented.cohort])
    desk = director.state("candidates", "desk")
    with director.writing("candidates") as connection:
        uow = desk.work(connection, CODE)
        case = register_person(
            RegisterPerson(identity_of(invented, director.present_day), cohort=invented.cohort),
            by=by,
            uow=uow,
            now=director.now,
            new_id=new_id,
        )
        record_contact(case.id, _contact(director, rank, 0), by=by, uow=uow, now=director.now, new_id=new_id)
        for told in invented.freins:
            _frein(case.id, told, by=by, director=director, uow=uow)
        if invented.wishes:
            describe_profile(case.id, _description(invented, rank), by=by, uow=uow, now=director.now)
        if any(TRADES[rome].with_children for rome in invented.wishes):
            checked = LegalStatus(record_checked_on=director.today, registered_jobseeker=True)
            record_status(case.id, checked, at_mission_locale=False, by=by, uow=uow, now=director.now)
        if invented.cohort == "jeunes" and invented.stage not in {"new", "described"}:
            reason = "Le projet est clair et les freins avancent." if invented.freins else ""
            judge_readiness(case.id, ready=True, reason=reason, by=by, uow=uow, now=director.now)
        profile_id = uow.people.get(case.id).profile.id
    return Played(invented, case.id, profile_id, by)


def identity_of(invented: Invented, today: date) -> Identity:
    """Who this invented person is."""
    rank = PEOPLE.index(invented)
    woman = invented.cohort == "femmes" or invented.first in WOMEN
    return Identity(
        first_name=invented.first,
        last_name=invented.last,
        born=invented.birth_date(today),
        phone=f"06 39 98 {rank:02d} {(rank * 7) % 100:02d}" if rank % 5 else "",
        email=f"personne{rank}@demo.example" if rank % 3 == 0 else "",
        address=f"{3 + rank} rue de l’Exemple, 17000 La Rochelle",
        sex=Sex.WOMAN if woman else Sex.MAN,
        in_district=rank % 6 != 0,
    )


WOMEN = frozenset(
    [
        "Lina",
        "Awa",
        "Jade",
        "Inaya",
        "Manon",
        "Chloé",
        "Emma",
        "Kenza",
        "Assia",
        "Christine",
        "Martine",
        "Patricia",
        "Brigitte",
        "Rachida",
    ]
)


def play_recent_contacts(director: Director, played: Sequence[Played]) -> None:
    """What was said of late: most people were seen this month, a few wait for a call."""
    for rank, one in enumerate(played):
        if rank % 9 == 8:
            continue
        director.days_ago(1 + (rank * 5) % 24)
        with director.writing("candidates") as connection:
            uow = director.state("candidates", "desk").work(connection, CODE)
            told = _contact(director, rank, 1)
            record_contact(one.person_id, told, by=one.referent, uow=uow, now=director.now, new_id=new_id)
    director.pump()


def _contact(director: Director, rank: int, index: int) -> RecordContact:
    place = MET_AT[(rank + index) % len(MET_AT)]
    soon = director.present_day + timedelta(days=(rank * 3) % 12 - 1)
    following = soon if rank % 2 and index else None
    return RecordContact(
        at=director.now,
        place=place,
        channel=Channel.IN_PERSON,
        reached=Reached.REACHED,
        note="Nous avons parlé de ce qui l’intéresse et de ses disponibilités.",
        next_on=following,
    )


def _frein(person_id: UUID, told: str, *, by: Actor, director: Director, uow: object) -> None:
    kind, _, state = told.partition(":")
    work = uow
    case = identify_frein(person_id, FREINS[kind], by=by, uow=work, now=director.now, new_id=new_id)  # type: ignore[arg-type]
    if state == "lifted":
        lift_frein(person_id, case.freins[-1].id, by=by, uow=work, now=director.now)  # type: ignore[arg-type]


def _description(invented: Invented, rank: int) -> Description:
    _, _, latitude, longitude = PLACES["villeneuve"]
    first = TRADES[invented.wishes[0]]
    return Description(
        wishes=tuple(WishedTrade(rome, TRADES[rome].label, rank=at) for at, rome in enumerate(invented.wishes, 1)),
        skills=tuple(
            Skill(f"{invented.wishes[0]}-{at}", skill, 1 + (rank + at) % 3)
            for at, skill in enumerate(first.skills[:2], 1)
        ),
        kinds=tuple(OfferKind(kind) for kind in invented.kinds),
        available=tuple(HalfDay(half) for half in PATTERNS[invented.hours]),
        modes=tuple(TravelMode(mode) for mode in invented.modes),
        travel_minutes_max=invented.minutes,
        licences=tuple(Licence(code) for code in invented.licences),
        origin=coarse(latitude + (rank % 3 - 1) * 0.004, longitude + (rank % 4 - 2) * 0.004),
        avoids=tuple(Avoid(code) for code in invented.avoids),
        languages=tuple(Language(code) for code in invented.languages),
    )


def play_contracts(director: Director, played: Sequence[Played]) -> None:
    """Those who found work or a training: contracts of different lengths, towards the six months."""
    lengths = {"civic_service": 240, "temporary": 60, "training": 120, "cddi": 190}
    for rank, one in enumerate(each(played, "hired")):
        director.days_ago(2)
        kind = OfferKind(one.invented.hired_as)
        starts = director.present_day - timedelta(days=30 + rank * 17)
        lasts = lengths.get(kind.value)
        ends = starts + timedelta(days=max(lasts, 45 + rank * 17)) if lasts else None
        with director.writing("candidates") as connection:
            uow = director.state("candidates", "desk").work(connection, CODE)
            add_contract(one.person_id, kind, starts=starts, ends=ends, by=one.referent, uow=uow, now=director.now)
    director.pump()


def each(played: Sequence[Played], *stages: str) -> list[Played]:
    """The people at these stages."""
    return [one for one in played if one.invented.stage in stages]

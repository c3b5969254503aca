"""What is done around a person by several: partners who refer and help, the groupe opérationnel, the fonds d'urgence."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from services.candidates.domain.emergency_fund import Purpose
from services.candidates.domain.freins import FreinState
from services.candidates.domain.operational_group import EVERY, Meeting, Session
from services.candidates.domain.prescriptions import Motive, PrescriptionState
from services.candidates.domain.sharing import Item
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.ask_fund import ask_fund, decide_fund, settle_fund
from services.candidates.use_cases.prescribe import Prescribe, prescribe, tell_prescriber
from services.candidates.use_cases.review_together import (
    agree_to_share,
    finish_action,
    hold_session,
    open_review,
    propose_action,
)
from services.candidates.use_cases.work_on_frein import note_partner_answer, work_on_frein
from services.contracts.vocabulary import Channel
from services.demo.director import Director, staff
from services.demo.stories import Played, identity_of
from services.demo.territory import (
    CCAS,
    CLAIRE,
    CODE,
    DIAGONALES,
    KARIM,
    MARC,
    MISSION_LOCALE,
    NADIA,
    POINT_EMPLOI,
    SOPHIE,
)
from services.kernel.clock import new_id

REFERRED = (
    ("Lina", Motive.FIND_WORK, 40, PrescriptionState.JOINED),
    ("Sofiane", Motive.NETWORK, 33, PrescriptionState.JOINED),
    ("Emma", Motive.DISCOVER, 30, PrescriptionState.JOINED),
    ("Hugo", Motive.FIND_WORK, 9, PrescriptionState.RECEIVED),
    ("Rayan", Motive.CLUB_ONLY, 5, PrescriptionState.CONTACTED),
)
"""First name, why, how many days ago, and what became of it."""

ASKED_PARTNERS = (
    ("Lina", POINT_EMPLOI, 12, "Une place au garage solidaire lundi, avec un scooter prêté un mois."),
    ("Ibrahim", POINT_EMPLOI, 8, ""),
    ("Aminata", CCAS, 15, "Deux matinées de garde par semaine à partir du mois prochain."),
    ("Fatima", DIAGONALES, 6, ""),
    ("Christine", POINT_EMPLOI, 10, "Atelier du mardi, inscrite."),
)
"""First name, partner, how many days ago, answer (none yet when empty): about the first difficulty being worked on."""

FUND = (
    ("Mehdi", Purpose.DRIVING, 18_000, "Cinq leçons pour passer l'examen avant l'embauche.", "paid"),
    ("Chloé", Purpose.BAFA, 39_000, "Le stage d'approfondissement du BAFA.", "granted"),
    ("Samira", Purpose.CHILDCARE, 9_600, "Garde du mercredi pendant le premier mois.", "paid"),
    ("Ibrahim", Purpose.CLOTHES, 7_500, "Chaussures de sécurité pour commencer.", "asked"),
    ("Alain", Purpose.TRANSPORT, 60_000, "Réparer la voiture.", "refused"),
)
"""First name, what for, cents, why, and where the request is."""

REVIEWED = (
    (
        "Jade",
        "Elle n'a pas encore de lieu d'immersion pendant les vacances.",
        "Appeler deux salons du club",
        MISSION_LOCALE,
    ),
    ("Sofiane", "Les réponses des électriciens se font attendre.", "Une visite d'atelier avec le référent", CCAS),
    ("Hanane", "Les horaires proposés commencent trop tôt.", "Chercher un accueil après 9 heures", DIAGONALES),
)
"""First name, the problem named, the solution and the structure in charge."""


def play_together(director: Director, played: Sequence[Played]) -> None:
    """Everything above, each at its date."""
    by_name = {one.invented.first: one for one in played}
    _refer(director, by_name)
    _ask_partners(director, by_name)
    _ask_fund(director, by_name)
    _meet(director, by_name)
    director.pump()


def _refer(director: Director, people: Mapping[str, Played]) -> None:
    for first, motive, days, state in REFERRED:
        director.days_ago(days)
        one = people[first]
        with director.writing("candidates") as connection:
            uow = _work(director, connection)
            command = Prescribe(identity_of(one.invented, director.present_day), CCAS, motive)
            sent = prescribe(command, by=staff(KARIM), uow=uow, now=director.now, new_id=new_id)
            if state is not PrescriptionState.RECEIVED:
                director.now += timedelta(days=2)
                tell_prescriber(one.person_id, sent.id, state, by=one.referent, uow=uow, now=director.now)


def _ask_partners(director: Director, people: Mapping[str, Played]) -> None:
    for first, structure, days, answer in ASKED_PARTNERS:
        director.days_ago(days)
        one = people[first]
        with director.writing("candidates") as connection:
            uow = _work(director, connection)
            open_ones = [f for f in uow.people.get(one.person_id).freins if f.state is FreinState.IDENTIFIED]
            if not open_ones:
                continue
            frein = open_ones[0].id
            work_on_frein(one.person_id, frein, structure_id=structure, by=one.referent, uow=uow, now=director.now)
            if answer:
                director.now += timedelta(days=3)
                note_partner_answer(one.person_id, frein, 0, answer, by=one.referent, uow=uow, now=director.now)


def _ask_fund(director: Director, people: Mapping[str, Played]) -> None:
    for rank, (first, purpose, cents, why, state) in enumerate(FUND):
        director.days_ago(20 - 3 * rank)
        one = people[first]
        with director.writing("candidates") as connection:
            uow = _work(director, connection)
            asked = ask_fund(
                one.person_id,
                purpose,
                amount_cents=cents,
                why=why,
                by=one.referent,
                uow=uow,
                now=director.now,
                new_id=new_id,
            )
            if state == "asked":
                continue
            director.now += timedelta(days=2)
            granted = state != "refused"
            committee = tuple(member.id for member in (CLAIRE, NADIA, SOPHIE, MARC) if member.id != one.referent.id)
            decide_fund(
                asked.id,
                granted=granted,
                amount_cents=cents if granted else None,
                committee=committee,
                reason="" if granted else "Une aide du droit commun existe : la demande y est orientée.",
                by=staff(CLAIRE),
                uow=uow,
                now=director.now,
            )
            if state == "paid":
                settle_fund(asked.id, paid=True, by=staff(CLAIRE), uow=uow, now=director.now)


def _meet(director: Director, people: Mapping[str, Played]) -> None:
    """A session four weeks ago, with what the people looked at had agreed to share; the next one is to come."""
    table = frozenset({CCAS, DIAGONALES, MISSION_LOCALE})
    told = frozenset({Item.NAME, Item.WISHES, Item.AVAILABILITY, Item.MOVES})
    director.days_ago(EVERY.days - 14)
    with director.writing("candidates") as connection:
        uow = _work(director, connection)
        for first, *_ in REVIEWED:
            one = people[first]
            for structure in table:
                agree_to_share(
                    one.person_id,
                    structure,
                    items=told,
                    channel=Channel.IN_PERSON,
                    by=one.referent,
                    uow=uow,
                    now=director.now,
                    new_id=new_id,
                )
        session = hold_session(
            Meeting.OPERATIONAL,
            director.today,
            structures=table,
            by=staff(CLAIRE),
            uow=uow,
            now=director.now,
            new_id=new_id,
        )
        for rank, told_of in enumerate(REVIEWED):
            _review(director, uow, session, told_of, one=people[told_of[0]], done=rank == 0)


def _review(
    director: Director, uow: UnitOfWork, session: Session, told: tuple[str, str, str, UUID], *, one: Played, done: bool
) -> None:
    _, problem, what, structure = told
    by, now = one.referent, director.now
    opened = open_review(session.id, one.person_id, problem, by=by, uow=uow, now=now, new_id=new_id)
    planned = propose_action(
        opened.id,
        what=what,
        structure_id=structure,
        due=director.today + timedelta(days=21),
        by=by,
        uow=uow,
        now=now,
        new_id=new_id,
    )
    if done:
        finish_action(planned.id, planned.actions[0].id, by=by, uow=uow, now=now + timedelta(days=10))


def _work(director: Director, connection: object) -> UnitOfWork:
    work: UnitOfWork = director.state("candidates", "desk").work(connection, CODE)
    return work

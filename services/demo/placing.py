"""Introductions, meetings, placements and badges of the demonstration: each at the stage its person has reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.badges.adapters import tables as badge_tables
from services.badges.entrypoints.shop import unit_of_work
from services.badges.use_cases.accept_award import Acceptance, accept
from services.candidates.use_cases.record_agreement import RecordAgreement, record_agreement
from services.contracts.actors import Actor
from services.contracts.vocabulary import Channel, HiredAs, Objective, OfferKind, PlacementOutcome, RefusalReason
from services.demo.companies import Firm
from services.demo.director import Director, holder
from services.demo.stories import Played, each
from services.demo.territory import CODE, known_id
from services.demo.trades import TRADES
from services.employers.adapters.sql import SqlUnitOfWork as ClubWork
from services.employers.domain.evaluation import SkillSeen
from services.employers.domain.introduction import Answer as Reply
from services.employers.use_cases.answer_introduction import AnswerIntroduction, answer_introduction, mark_seen
from services.employers.use_cases.evaluate_placement import EvaluatePlacement, evaluate_placement
from services.kernel.clock import new_id
from services.kernel.problems import Problem
from services.matching.domain.placements.bilan import StopReason
from services.matching.domain.placements.hours import Week, read_periods
from services.matching.domain.placements.signatures import Signer
from services.matching.domain.placements.terms import Content
from services.matching.use_cases.agree_placement import Agreed, agree_placement
from services.matching.use_cases.delegate_prescription import Delegate, delegate_prescription
from services.matching.use_cases.introduce import introduce_kept
from services.matching.use_cases.keep_offer import KeepOffer, keep_offer
from services.matching.use_cases.record_answer import record_meeting
from services.matching.use_cases.sign_convention import Sign, sign_convention
from services.matching.use_cases.stop_placement import stop_placement
from services.matching.use_cases.validate_placement import validate_placement

PLACED = frozenset({"running", "ended", "done", "cancelled"})
PATH = ("kept", "agreed", "introduced", "seen", "meeting", "refused", *sorted(PLACED))
WEEK = Week({day: read_periods("9:00-12:00") for day in range(5)})


@dataclass(frozen=True, slots=True)
class Posted:
    """An offer of a firm of the demonstration."""

    id: UUID
    company_id: UUID
    firm: Firm
    kind: OfferKind
    rome: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The offer a referent kept for somebody."""

    played: Played
    offer_id: UUID
    company_id: UUID
    firm: Firm
    kind: OfferKind
    rome: str


def lend_prescription(director: Director, structures: Sequence[UUID], by: Actor) -> None:
    """The mission locale lends its right to prescribe immersions (code du travail, L5135-2) for a year."""
    director.days_ago(120)
    day = director.today
    with director.writing("matching") as connection:
        uow = director.state("matching", "matching").work_on(connection, CODE)
        for structure in structures:
            lent = Delegate(structure, "mission_locale", "Mission locale", day, day + timedelta(days=365))
            delegate_prescription(lent, new_id=new_id(), by=by, uow=uow, now=director.now)
    director.pump()


def play_introductions(director: Director, played: Sequence[Played], offers: Sequence[Posted]) -> list[str]:
    """Bring each person to their stage; return what could not be played, in words."""
    refused = []
    taken: dict[UUID, int] = {}
    for rank, one in enumerate(each(played, *PATH)):
        chosen = _choose(one, offers, taken)
        if chosen is None:
            refused.append(f"{one.invented.first} : aucune offre ne convient")
            continue
        taken[chosen.company_id] = taken.get(chosen.company_id, 0) + 1
        try:
            _play(director, chosen, rank)
        except Problem as problem:
            refused.append(f"{one.invented.first} ({one.invented.stage}) : {problem.message}")
    return refused


def _choose(one: Played, offers: Sequence[Posted], taken: dict[UUID, int]) -> Chosen | None:
    """The first offer of a wished trade and kind, of the firm that was asked least."""
    wanted = one.invented
    immersion = wanted.stage in PLACED
    fitting = [
        offer
        for offer in offers
        if offer.rome in wanted.wishes
        and wanted.firm in {"", offer.firm.key}
        and (offer.kind is OfferKind.IMMERSION if immersion else offer.kind.value in wanted.kinds)
    ]
    fitting.sort(key=lambda offer: (taken.get(offer.company_id, 0), offer.firm.key))
    if not fitting:
        return None
    found = fitting[0]
    return Chosen(one, found.id, found.company_id, found.firm, found.kind, found.rome)


def _play(director: Director, chosen: Chosen, rank: int) -> None:
    stage = chosen.played.invented.stage
    start = {"done": 62 - rank % 12, "ended": 30, "running": 16 - rank % 3, "cancelled": 30}.get(
        stage, 2 + (rank * 5) % 16
    )
    director.days_ago(start)
    introduction = _keep(director, chosen)
    if stage == "kept":
        return
    _agree(director, chosen, introduction)
    if stage == "agreed":
        return
    _introduce(director, chosen, introduction)
    if stage == "introduced":
        return
    _answer(director, chosen, introduction, stage)
    if stage in PLACED:
        _place(director, chosen, introduction, stage)


def _keep(director: Director, chosen: Chosen) -> UUID:
    with director.writing("matching") as connection:
        uow = _work(director, connection)
        order = KeepOffer(chosen.played.profile_id, chosen.offer_id, new_id())
        tools = director.state("matching", "matching").tools
        kept = keep_offer(order, by=chosen.played.referent, uow=uow, now=director.now, tools=tools)
    director.pump()
    return kept.id


def _agree(director: Director, chosen: Chosen, introduction: UUID) -> None:
    director.now += timedelta(hours=3)
    with director.writing("candidates") as connection:
        uow = director.state("candidates", "desk").work(connection, CODE)
        order = RecordAgreement(chosen.company_id, introduction, agrees=True, channel=Channel.IN_PERSON)
        record_agreement(
            chosen.played.person_id, order, by=chosen.played.referent, uow=uow, now=director.now, new_id=new_id
        )
    director.pump()


def _introduce(director: Director, chosen: Chosen, introduction: UUID) -> None:
    with director.writing("matching") as connection:
        uow = _work(director, connection)
        introduce_kept(introduction, by=chosen.played.referent, uow=uow, now=director.now)
    director.pump()


def _answer(director: Director, chosen: Chosen, introduction: UUID, stage: str) -> None:
    director.now += timedelta(hours=20)
    speaker = _speaker(chosen)
    with director.writing("employers") as connection:
        uow = ClubWork(connection, territory=CODE, now=director.now, actor=speaker.reference)
        mark_seen(introduction, by=speaker, uow=uow)
        if stage == "refused":
            order = AnswerIntroduction(introduction, Reply.REFUSED, RefusalReason.NO_PLACE, share_reason=True)
            answer_introduction(order, by=speaker, uow=uow)
        elif stage != "seen":
            later = director.now + timedelta(days=2)
            answer_introduction(AnswerIntroduction(introduction, Reply.MEET, meeting_at=later), by=speaker, uow=uow)
    director.pump()


def _place(director: Director, chosen: Chosen, introduction: UUID, stage: str) -> None:
    """Meet, agree, sign on paper, validate; then end, or cancel."""
    director.now += timedelta(days=3)
    by = chosen.played.referent
    starts = director.today + timedelta(days=4)
    starts += timedelta(days=(7 - starts.weekday()) % 7)
    agreed = Agreed(
        starts_on=starts,
        ends_on=starts + timedelta(days=11),
        objective=Objective.CONFIRM,
        week=WEEK,
        content=Content(
            goals="Découvrir les gestes du métier et confirmer le projet.",
            tasks="Accompagner l’équipe, puis faire seul les gestes simples.",
            skills=TRADES[chosen.rome].skills,
            equipment="Fourni par l’entreprise",
            prevention="Consignes données le premier jour",
            insurance="Responsabilité civile de la structure",
            tutor_named=True,
            emergency_contact_known=True,
            host_duties_accepted=True,
        ),
    )
    with director.writing("matching") as connection:
        uow = _work(director, connection)
        record_meeting(introduction, by=by, uow=uow, now=director.now)
        placement = agree_placement(introduction, agreed, new_id=new_id(), by=by, uow=uow, now=director.now)
        for signer in placement.waits_for:
            order = Sign(placement.id, Signer(signer), Channel.PAPER, director.today)
            sign_convention(order, by=by, uow=uow, now=director.now)
        validate_placement(placement.id, by=by, uow=uow, now=director.now)
        if stage == "cancelled":
            stop_placement(placement.id, StopReason.OUTSIDE, by=by, uow=uow, now=director.now)
    director.pump()
    if stage == "done":
        _finish(director, chosen, placement.id)


def _finish(director: Director, chosen: Chosen, placement: UUID) -> None:
    """The tutor evaluates after the last day; the person takes the badge."""
    director.now += timedelta(days=20)
    speaker = _speaker(chosen)
    seen = tuple(SkillSeen(skill, 2 + index % 2) for index, skill in enumerate(TRADES[chosen.rome].skills))
    hired = HiredAs.CDD_SHORT if len(chosen.firm.contact) % 3 == 0 else HiredAs.NONE
    with director.writing("employers") as connection:
        uow = ClubWork(connection, territory=CODE, now=director.now, actor=speaker.reference)
        order = EvaluatePlacement(placement, PlacementOutcome.COMPLETED, hired, seen, endorses_badge=True)
        evaluate_placement(order, by=speaker, uow=uow)
    director.pump()
    if len(chosen.played.invented.first) % 3:
        _take_badge(director, chosen, placement)


def _take_badge(director: Director, chosen: Chosen, placement: UUID) -> None:
    """The person agrees in front of the referent: the badge is signed."""
    shop = director.state("badges", "badges")
    with director.writing("badges") as connection:
        table = badge_tables.awards
        query = select(table.c.id).where(table.c.placement_id == str(placement))
        award = connection.execute(query).scalar_one_or_none()
        if award is None:
            return
        choice = Acceptance(channel=Channel.IN_PERSON, public_page=True)
        accept(
            UUID(award),
            choice,
            by=chosen.played.referent,
            uow=unit_of_work(connection, director.now),
            workshop=shop.workshop,
            now=director.now,
        )
    director.pump()


def _work(director: Director, connection: Any) -> Any:
    return director.state("matching", "matching").work_on(connection, CODE)


def _speaker(chosen: Chosen) -> Actor:
    return holder(known_id("account", chosen.firm.key), chosen.company_id, chosen.firm.contact)

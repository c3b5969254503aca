"""« Aujourd'hui »: who to call, what is due, what moved, computed from one person's file.

Each rule looks at one part of the file and yields acts with a day and a French sentence. Nothing is decided here:
an act is a reminder, the referent chooses. Acts of all files together, sorted, make the top of « mes personnes ».
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.candidates.domain import contacts as meetings
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.followed_moves import FollowedIntroduction, FollowedPlacement
from services.candidates.domain.prescriptions import CALL_WITHIN_DAYS, PrescriptionState
from services.candidates.domain.profile import missing_parts
from services.candidates.domain.retention import Keeping, keeping
from services.contracts.vocabulary import AwardStatus, IntroductionState, Labelled, PlacementStatus

SILENCE_DAYS = 30
"""Without any contact for this long, a call is due."""
PARTNER_DAYS = 14
REMIND_EVALUATION = (3, 10)
"""Reminders of the bilan after the end of a placement, in days."""
CHECK_IN_DAYS = (15, 45, 90, 150)
"""Check-ins after a start of contract, until six months are reached."""
RECENT_DAYS = 3


class ActKind(Labelled):
    CALL = "call", "Appeler"
    ASK = "ask", "Recueillir l'accord"
    INTRODUCE = "introduce", "Présenter à l'entreprise"
    MEET = "meet", "Rendez-vous"
    VISIT = "visit", "Visiter"
    EVALUATE = "evaluate", "Faire le bilan"
    CHASE = "chase", "Relancer"
    DESCRIBE = "describe", "Compléter le profil"
    MOVED = "moved", "Nouveau"
    KEEP = "keep", "Décider du dossier"


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do for one person. ``due`` before today is late."""

    kind: ActKind
    due: date
    text: str
    introduction_id: UUID | None = None
    placement_id: UUID | None = None
    lasting: bool = False
    """Has been so for a while: it comes after what has a day of its own."""

    def late_days(self, today: date) -> int:
        """How many days late, 0 when not."""
        return max(0, (today - self.due).days)


def french_day(day: date) -> str:
    """« mardi 3 mars »."""
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    months = (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    )  # fmt: skip
    number = "1er" if day.day == 1 else str(day.day)
    return f"{days[day.weekday()]} {number} {months[day.month - 1]}"


def _of_introduction(one: FollowedIntroduction, today: date) -> Iterator[Act]:
    told = f"{one.offer_title}, {one.company_name}" if one.company_name else one.offer_title
    due = one.due_at.date() if one.due_at else None
    if one.state is IntroductionState.KEPT:
        yield Act(ActKind.ASK, due or one.at.date(), f"Demander son accord : {told}", one.id)
    elif one.state is IntroductionState.AGREED:
        yield Act(ActKind.INTRODUCE, due or one.at.date(), f"D'accord : à présenter ({told})", one.id)
    elif one.state is IntroductionState.MEETING and one.meeting_at is not None:
        if one.meeting_at.date() >= today:
            yield Act(
                ActKind.MEET, one.meeting_at.date(), f"Rencontre {french_day(one.meeting_at.date())} : {told}", one.id
            )
        else:
            yield Act(ActKind.CALL, one.meeting_at.date(), f"Comment s'est passée la rencontre ? {told}", one.id)
    elif one.state in (IntroductionState.INTRODUCED, IntroductionState.SEEN) and due is not None:
        yield Act(ActKind.CHASE, due, f"Sans réponse de l'entreprise : {told}", one.id)
    elif one.state is IntroductionState.REFUSED and (today - one.at.date()).days <= RECENT_DAYS:
        yield Act(ActKind.MOVED, one.at.date(), f"Refus de l'entreprise, à annoncer : {told}", one.id)


def _of_placement(one: FollowedPlacement, today: date) -> Iterator[Act]:
    told = f"{one.title}, {one.company_name}"
    if one.status in (PlacementStatus.DRAFT, PlacementStatus.READY_TO_SIGN, PlacementStatus.PARTLY_SIGNED):
        yield Act(
            ActKind.CHASE, one.starts_on - timedelta(days=5), f"Signatures attendues : {told}", placement_id=one.id
        )
    if one.status is not PlacementStatus.VALIDATED:
        return
    eve = one.starts_on - timedelta(days=1)
    if eve <= today <= one.starts_on:
        yield Act(ActKind.CALL, eve, f"Commence {french_day(one.starts_on)} : {told}", placement_id=one.id)
    if one.ends_on is not None and one.ends_on < today:
        late = (today - one.ends_on).days
        step = max((days for days in REMIND_EVALUATION if days <= late), default=0)
        due = one.ends_on + timedelta(days=step)
        yield Act(ActKind.EVALUATE, due, f"Terminé le {french_day(one.ends_on)} : {told}", placement_id=one.id)
    elif one.running(today):
        lasts = (one.ends_on - one.starts_on).days if one.ends_on else None
        visit = one.starts_on + timedelta(days=min(7, (lasts or 14) // 2))
        if visit <= today <= visit + timedelta(days=RECENT_DAYS):
            yield Act(ActKind.VISIT, visit, f"Passer sur place : {told}", placement_id=one.id)
        for days in CHECK_IN_DAYS:
            day = one.starts_on + timedelta(days=days)
            if day <= today <= day + timedelta(days=7):
                yield Act(ActKind.CALL, day, f"Prendre des nouvelles du travail : {told}", placement_id=one.id)


def _of_contacts(case: CaseFile, today: date) -> Iterator[Act]:
    planned = meetings.planned(case.contacts)
    if planned is not None and planned <= today:
        yield Act(ActKind.CALL, planned, f"Contact prévu {french_day(planned)}")
        return
    last = max((one.at.date() for one in case.contacts), default=case.registered_on)
    if planned is None and (today - last).days >= SILENCE_DAYS:
        yield Act(
            ActKind.CALL, last + timedelta(days=SILENCE_DAYS), f"Aucun contact depuis {french_day(last)}", lasting=True
        )


def _of_partners(case: CaseFile, today: date) -> Iterator[Act]:
    waits = timedelta(days=PARTNER_DAYS)
    for frein in case.freins:
        asked = frein.waiting_since()
        if frein.open and asked is not None and asked + waits <= today:
            yield Act(ActKind.CHASE, asked + waits, f"Partenaire sans réponse depuis {french_day(asked)}")
    for one in case.prescriptions:
        if one.state is PrescriptionState.RECEIVED:
            yield Act(ActKind.CALL, one.on + timedelta(days=CALL_WITHIN_DAYS), "Prescription : premier appel")


def _of_file(case: CaseFile, today: date) -> Iterator[Act]:
    missing = missing_parts(case.profile.description)
    if case.followed and missing:
        yield Act(ActKind.DESCRIBE, case.registered_on + timedelta(days=7), f"Il manque {missing[0]}", lasting=True)
    for award in case.awards:
        if award.status is AwardStatus.PROPOSED:
            yield Act(ActKind.ASK, award.at.date(), f"Badge proposé, à lui montrer : {award.name}")
    kept = keeping(case.last_activity(), today)
    if kept is not Keeping.KEEP:
        yield Act(ActKind.KEEP, today, "Dossier sans activité depuis près de 24 mois : prévenir la personne")


def acts(case: CaseFile, today: date) -> tuple[Act, ...]:
    """Return what is due or worth knowing for this person, the most pressing first.

    ``today`` is the day in the territory's zone. Acts to come within two days are kept, later ones are left out.
    """
    found = [act for one in case.introductions for act in _of_introduction(one, today)]
    found += [act for one in case.placements for act in _of_placement(one, today)]
    for rule in (_of_contacts, _of_partners, _of_file):
        found += rule(case, today)
    soon = today + timedelta(days=2)
    return tuple(sorted((act for act in found if act.due <= soon), key=pressing))


def pressing(act: Act) -> tuple[bool, date, int]:
    """The order of acts: what has a day of its own first, the oldest day first."""
    return act.lasting, act.due, list(ActKind).index(act.kind)

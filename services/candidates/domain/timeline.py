"""The story of a person, newest first: every dated thing of the file as one line of plain French."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.followed_moves import FollowedPlacement
from services.contracts.vocabulary import AwardStatus, HiredAs, Labelled, PlacementStatus


class Chapter(Labelled):
    """What a line is about: chooses its icon and its filter."""

    CONTACT = "contact", "Contact"
    PATH = "path", "Parcours"
    FREIN = "frein", "Difficulté"
    AGREEMENT = "agreement", "Accord"
    INTRODUCTION = "introduction", "Mise en relation"
    PLACEMENT = "placement", "Immersion, stage, emploi"
    BADGE = "badge", "Badge"
    RELAY = "relay", "Relève"
    PRESCRIPTION = "prescription", "Prescription"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``at`` is given when the hour is known; ``href`` leads to the thing, empty when nowhere."""

    on: date
    chapter: Chapter
    text: str
    detail: str = ""
    at: datetime | None = None
    href: str = ""


def _meetings(case: CaseFile) -> Iterator[Line]:
    for one in case.contacts:
        told = f"{one.reached.label.capitalize()}, {one.place.label}, {one.channel.label}"
        yield Line(one.at.date(), Chapter.CONTACT, told, one.note, one.at)
    for entry in case.steps:
        yield Line(entry.on, Chapter.PATH, f"Étape : {entry.step.label}")
    if case.judgement is not None:
        told = "Jugée prête à l'emploi" if case.judgement.ready else "Pas encore prête à l'emploi"
        yield Line(case.judgement.on, Chapter.PATH, told, case.judgement.reason)
    for scheme in case.enrolments:
        until = f", jusqu'au {scheme.until:%d/%m/%Y}" if scheme.until else ""
        yield Line(scheme.since, Chapter.PATH, f"Dispositif : {scheme.scheme}{until}")
    for sent in case.prescriptions:
        told = f"Prescription ({sent.motive.label}) : {sent.state.label}"
        yield Line(sent.moved_on or sent.on, Chapter.PRESCRIPTION, told, sent.reason)
    for relay in case.delegations:
        yield Line(relay.since, Chapter.RELAY, f"Relève jusqu'au {relay.until:%d/%m/%Y}")


def _obstacles(case: CaseFile) -> Iterator[Line]:
    for frein in case.freins:
        yield Line(frein.identified_on, Chapter.FREIN, f"{frein.kind.label} : identifié", frein.note)
        for asked in frein.solicitations:
            yield Line(asked.asked_on, Chapter.FREIN, f"{frein.kind.label} : demande à {asked.partner}")
            if asked.answered_on is not None:
                told = f"{frein.kind.label} : réponse de {asked.partner}"
                yield Line(asked.answered_on, Chapter.FREIN, told, asked.answer)
        if frein.closed_on is not None:
            yield Line(frein.closed_on, Chapter.FREIN, f"{frein.kind.label} : {frein.state.label}")


def _placement_words(one: FollowedPlacement) -> str:
    if one.status is PlacementStatus.ENDED:
        ended = one.outcome.label if one.outcome is not None else one.status.label
        hired = f" ; embauche : {one.hired_as.label}" if one.hired_as is not HiredAs.NONE else ""
        return f"{one.kind.label} : {ended}{hired}"
    return f"{one.kind.label} : {one.status.label}"


def _moves(case: CaseFile) -> Iterator[Line]:
    titles = {one.id: f"{one.offer_title}, {one.company_name}" for one in case.introductions}
    for one in case.introductions:
        told = f"{one.state.label.capitalize()}"
        yield Line(one.at.date(), Chapter.INTRODUCTION, told, titles[one.id], one.at)
    for agreement in case.agreements:
        for_whom = titles.get(agreement.introduction_id, "") if agreement.introduction_id else ""
        told = f"{agreement.status.label.capitalize()}, {agreement.channel.label}"
        yield Line(agreement.at.date(), Chapter.AGREEMENT, told, for_whom, agreement.at)
    for placement in case.placements:
        yield Line(
            placement.at.date(),
            Chapter.PLACEMENT,
            _placement_words(placement),
            f"{placement.title}, {placement.company_name}",
            placement.at,
        )
    for award in case.awards:
        if award.status is not AwardStatus.REVOKED:
            told = f"Badge {award.status.label} : {award.name}"
            yield Line(award.at.date(), Chapter.BADGE, told, "", award.at, award.page)


def story(case: CaseFile) -> tuple[Line, ...]:
    """Return every line of the file, newest first; the hour decides within a day, then the chapter."""
    lines = [Line(case.registered_on, Chapter.PATH, "Dossier ouvert")]
    for part in (_meetings, _obstacles, _moves):
        lines += part(case)
    order = list(Chapter)
    return tuple(
        sorted(
            lines,
            key=lambda line: (line.on, line.at.isoformat() if line.at else "", -order.index(line.chapter)),
            reverse=True,
        )
    )

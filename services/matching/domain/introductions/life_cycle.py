"""The life of an introduction, as data: each act, the states it may leave, the state it reaches, and who may act.

Announces nothing. Refuses an act that the table does not hold (`Conflict`) or that is somebody else's
(`Forbidden`). An offer without an account here (act asked « candidater » or « appeler ») follows the same table:
its employer's answers are told by the referent.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.vocabulary import IntroductionState, Labelled
from services.kernel.problems import Conflict, Forbidden

S = IntroductionState


class Doer(Labelled):
    REFERENT = "referent", "le référent"
    PERSON = "person", "la personne"
    EMPLOYER = "employer", "l'entreprise"
    CLOCK = "clock", "le calendrier"


class Act(Labelled):
    KEEP = "keep", "retenir"
    SET_ASIDE = "set_aside", "mettre de côté"
    AGREE = "agree", "noter l'accord de la personne"
    DECLINE = "decline", "noter que la personne ne souhaite pas"
    INTRODUCE = "introduce", "présenter"
    SEE = "see", "ouvrir la présentation"
    ACCEPT = "accept", "recevoir la personne"
    POSTPONE = "postpone", "répondre « pas maintenant »"
    REFUSE = "refuse", "refuser"
    MEET = "meet", "noter que la rencontre a eu lieu"
    PLACE = "place", "convenir d'une immersion ou d'un contrat"
    REOPEN = "reopen", "reprendre après un projet abandonné"
    CLOSE = "close", "clore"


@dataclass(frozen=True, slots=True)
class Transition:
    """``act`` leads from any of ``sources`` to ``target``; ``doers`` may perform it."""

    act: Act
    sources: frozenset[IntroductionState]
    target: IntroductionState
    doers: frozenset[Doer]


def _row(act: Act, sources: Iterable[IntroductionState], target: IntroductionState, *doers: Doer) -> Transition:
    return Transition(act, frozenset(sources), target, frozenset(doers))


ANSWERABLE = frozenset({S.INTRODUCED, S.SEEN, S.NOT_NOW, S.MEETING, S.MET})
"""Reached the employer and not finished: the person may still withdraw, the employer may still say no."""

UNFINISHED = frozenset({S.KEPT, S.AGREED}) | ANSWERABLE

ANSWERS = frozenset({S.MEETING, S.NOT_NOW, S.REFUSED, S.MET, S.PLACED})
"""States that only an employer's word can reach: reaching one is an answer (seeing is not)."""

TRANSITIONS: tuple[Transition, ...] = (
    _row(Act.KEEP, {S.PROPOSED, S.SET_ASIDE}, S.KEPT, Doer.REFERENT),
    _row(Act.SET_ASIDE, {S.PROPOSED, S.KEPT, S.AGREED}, S.SET_ASIDE, Doer.REFERENT),
    _row(Act.AGREE, {S.KEPT, S.DECLINED}, S.AGREED, Doer.PERSON),
    _row(Act.DECLINE, UNFINISHED, S.DECLINED, Doer.PERSON),
    _row(Act.INTRODUCE, {S.AGREED}, S.INTRODUCED, Doer.REFERENT),
    _row(Act.SEE, {S.INTRODUCED}, S.SEEN, Doer.EMPLOYER),
    _row(Act.ACCEPT, {S.INTRODUCED, S.SEEN, S.NOT_NOW, S.REFUSED, S.MEETING}, S.MEETING, Doer.EMPLOYER, Doer.REFERENT),
    _row(Act.POSTPONE, {S.INTRODUCED, S.SEEN, S.MEETING}, S.NOT_NOW, Doer.EMPLOYER, Doer.REFERENT),
    _row(Act.REFUSE, ANSWERABLE, S.REFUSED, Doer.EMPLOYER, Doer.REFERENT),
    _row(Act.MEET, {S.INTRODUCED, S.SEEN, S.NOT_NOW, S.MEETING}, S.MET, Doer.REFERENT, Doer.EMPLOYER),
    _row(Act.PLACE, ANSWERABLE, S.PLACED, Doer.REFERENT),
    _row(Act.REOPEN, {S.PLACED}, S.MET, Doer.REFERENT, Doer.CLOCK),
    _row(Act.CLOSE, UNFINISHED, S.CLOSED, Doer.REFERENT, Doer.CLOCK),
)

WAITS_FOR: dict[IntroductionState, Doer | None] = {
    S.PROPOSED: Doer.REFERENT,
    S.KEPT: Doer.PERSON,
    S.SET_ASIDE: None,
    S.AGREED: Doer.REFERENT,
    S.DECLINED: None,
    S.INTRODUCED: Doer.EMPLOYER,
    S.SEEN: Doer.EMPLOYER,
    S.MEETING: Doer.EMPLOYER,
    S.NOT_NOW: Doer.EMPLOYER,
    S.REFUSED: None,
    S.MET: Doer.REFERENT,
    S.PLACED: None,
    S.CLOSED: None,
}
"""Whose move it is in each state; None when the introduction rests."""


def row_for(act: Act, state: IntroductionState) -> Transition | None:
    """The row of the table that this act follows from this state, None when there is none."""
    return next((row for row in TRANSITIONS if row.act is act and state in row.sources), None)


def target(act: Act, state: IntroductionState, *, by: Doer) -> IntroductionState:
    """The state that the act reaches. Raises Conflict (not from here) or Forbidden (not by this party)."""
    row = row_for(act, state)
    if row is None:
        told = f"Cette mise en relation est « {state.label} » : il n'est pas possible de {act.label}."
        raise Conflict(told, code="introduction-state")
    if by not in row.doers:
        raise Forbidden(f"Il ne revient pas à {by.label.replace('le ', 'un ')} de {act.label}.", code="not-your-act")
    return row.target


def acts_from(state: IntroductionState, *, by: Doer) -> tuple[Act, ...]:
    """What this party may do from this state, in the order of the table."""
    return tuple(row.act for row in TRANSITIONS if state in row.sources and by in row.doers)

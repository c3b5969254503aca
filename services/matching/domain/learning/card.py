"""The model card of a version: data, figures, limits, fairness; JSON that a machine keeps, French that people read.

Holds figures and closed words only. Refuses nothing; `ranker` reads its refusals and doubts before a promotion.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.matching.domain.equity import hidden_if_small
from services.matching.domain.learning.audit import DIMENSIONS, GroupGap
from services.matching.domain.learning.evaluation import Measures
from services.matching.domain.learning.intervals import Interval
from services.matching.domain.learning.judgement import GroupJudgement
from services.matching.domain.learning.lessons import Lesson, decided
from services.matching.domain.learning.outcome import OUTSIDE
from services.matching.domain.learning.success import GroupSuccess
from services.matching.domain.learning.trade_off import Compromise, curve_written
from services.matching.domain.ranking.features import VERSION, Side

GROUP_LINE, JUDGEMENT_LINE = "Équité, ", "Mises de côté, "
LATER_PEOPLE = 20
"""People with something to order after the learning, under whom nothing can be said of a version."""
LIMITS = (
    "Il a appris de choix faits sur des listes déjà classées : ce qui était en bas de liste est moins bien connu.",
    "Il ne voit ni la motivation, ni l'ambiance d'une entreprise, ni la qualité d'un tuteur.",
    "Ses chiffres viennent d'un seul territoire et de douze mois au plus : une saison peut manquer.",
    "Il ne décide rien : un référent lit, corrige et choisit.",
)


def taught(lessons: Sequence[Lesson], *, invented: bool, circumstances: float = 1.0) -> dict[str, Any]:
    """What the version learned from, and the part of the circumstances that it keeps (`trade_off`)."""
    return {
        "data": {
            "rows": len(lessons),
            "outside_lists": sum(one.position == OUTSIDE for one in lessons),
            "people": len({one.profile_id for one in lessons}),
            "since": lessons[0].on.isoformat(),
            "until": lessons[-1].on.isoformat(),
            "features_version": VERSION,
            "invented": invented,
            "circumstances": circumstances,
            **{side.value: _answers(lessons, side) for side in Side},
        },
        "limits": list(LIMITS),
    }


def _answers(lessons: Sequence[Lesson], side: Side) -> dict[str, int]:
    return {"known": decided(lessons, side), "yes": sum(one.answer(side) is True for one in lessons)}


def evaluated(
    *,
    on: date,
    since: date,
    people: int,
    prior: Measures,
    candidate: Measures,
    gain: Interval | None,
    calibration: Mapping[Side, float | None],
    gaps: Sequence[GroupGap],
    judgements: Sequence[GroupJudgement],
    curve: Sequence[Compromise],
    refused: Sequence[str],
    unsure: Sequence[str],
) -> dict[str, Any]:
    """What was measured of it, on outcomes later than those it learned from."""
    return {
        "on": on.isoformat(),
        "since": since.isoformat(),
        "people": people,
        "prior": measures_written(prior),
        "candidate": measures_written(candidate),
        "gain_over_prior": gain.written() if gain else None,
        "calibration_error": {side.value: value for side, value in calibration.items()},
        "fairness": [gap_written(gap) for gap in gaps],
        "judgements": [judgement_written(one) for one in judgements],
        "trade_off": curve_written(curve),
        "refusals": list(refused),
        "doubts": list(unsure),
    }


def measures_written(found: Measures) -> dict[str, Any]:
    """As JSON keeps them."""
    return {
        "ndcg_10": found.ndcg.written() if found.ndcg else None,
        "recall_first_tenth": found.recall.written() if found.recall else None,
        "congestion": found.congestion,
        "coverage": found.coverage,
        "gini": found.gini,
    }


def gap_written(gap: GroupGap) -> dict[str, Any]:
    """As JSON keeps it."""
    return {
        "dimension": gap.dimension,
        "group": gap.group,
        "people": hidden_if_small(gap.people),
        "conditional": gap.conditional.written() if gap.conditional else None,
        "change": gap.change.written() if gap.change else None,
        "verdict": gap.said,
    }


def judgement_written(one: GroupJudgement) -> dict[str, Any]:
    """As JSON keeps it."""
    return {
        "dimension": one.dimension,
        "group": one.group,
        "people": hidden_if_small(one.people),
        "gap": one.gap.written() if one.gap else None,
        "verdict": one.said,
    }


def success_written(one: GroupSuccess) -> dict[str, Any]:
    """As JSON keeps it."""
    return {
        "dimension": one.dimension,
        "group": one.group,
        "people": hidden_if_small(one.people),
        "part": one.part.written() if one.part else None,
        "verdict": one.said,
    }


def in_french(card: Mapping[str, Any]) -> tuple[str, ...]:
    """The card in sentences, for the page, the terminal and whoever asks."""
    data = card.get("data")
    if not data:
        return ()
    gain, chance = data[Side.GAIN.value], data[Side.CHANCE.value]
    outside = data.get("outside_lists", 0)
    lines = [
        f"Appris de {data['rows']} suites de {data['people']} personnes, du {_day(data['since'])} au "
        f"{_day(data['until'])}{' (territoire inventé)' if data['invented'] else ''}"
        f"{f', dont {outside} retenues hors des listes' if outside else ''}.",
        f"Ce que la personne y gagne : {gain['yes']} réponses favorables sur {gain['known']} connues. "
        f"La réponse de l'employeur : {chance['yes']} oui sur {chance['known']} connues.",
    ]
    if (kept := data.get("circumstances", 1.0)) < 1:
        lines.append(
            f"Version prudente : le trajet, les horaires et l'attente y pèsent {100 * kept:.0f} % de leur poids."
        )
    measured = card.get("evaluation")
    lines += _measured(measured) if measured else ["Pas encore évalué sur des suites plus récentes."]
    return tuple(lines)


def decision_said(card: Mapping[str, Any]) -> str:
    """« Marc Rivière, le 02/03/2026 » when somebody signed."""
    told = card.get("decision")
    return f"{told['by']}, le {_day(told['on'])}" if told else ""


def _measured(measured: Mapping[str, Any]) -> list[str]:
    gain = measured["gain_over_prior"]
    ours, theirs = measured["candidate"]["ndcg_10"], measured["prior"]["ndcg_10"]
    lines = [f"Jugé le {_day(measured['on'])} sur les suites depuis le {_day(measured['since'])}."]
    if gain and ours and theirs:
        lines.append(
            f"Qualité des dix premières places (NDCG@10) : {_said(ours)}, contre {_said(theirs)} pour le classement "
            f"documenté, soit {Interval(**gain).said_in_percent()} pour {gain['count']} personnes."
        )
    for gap in measured["fairness"]:
        told = Interval(**gap["conditional"]).said_in_percent() if gap["conditional"] else "non affiché"
        lines.append(f"{GROUP_LINE}{DIMENSIONS[gap['dimension']]} « {gap['group']} » : {told}, {gap['verdict']}.")
    lines += _judgements(measured)
    return [*lines, *measured["refusals"], *measured["doubts"]]


def _judgements(measured: Mapping[str, Any]) -> list[str]:
    """One line per group; none for what was measured before they were looked at."""
    return [
        f"{JUDGEMENT_LINE}{DIMENSIONS[one['dimension']]} « {one['group']} » : {gap_in_points(one)}, {one['verdict']}."
        for one in measured.get("judgements", [])
    ]


def gap_in_points(judgement: Mapping[str, Any]) -> str:
    """« +4,1 points [+1,2 ; +7,0] », or that it is not shown."""
    return Interval(**judgement["gap"]).said_in_points() if judgement["gap"] else "non affiché"


def _said(found: Mapping[str, Any]) -> str:
    return Interval(**found).said()


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"


def check_in_french(check: Mapping[str, Any]) -> tuple[str, ...]:
    """A check of fairness in sentences (`check_fairness`): exposure, judgements, success, its cost, what to read."""
    rows = check["rows"]
    lines = [
        f"Équité du classement « {check['version']} », le {_day(check['on'])}"
        f"{' (territoire inventé)' if check['invented'] else ''} : {rows['kept']} suites, dont {rows['outside']} "
        f"retenues hors des listes et {rows['without_features']} sans traits.",
    ]
    for gap in check["fairness"]:
        told = Interval(**gap["conditional"]).said_in_percent() if gap["conditional"] else "non affiché"
        lines.append(f"Exposition, {DIMENSIONS[gap['dimension']]} « {gap['group']} » : {told}, {gap['verdict']}.")
    lines += _judgements(check)
    for one in check["success"]:
        told = Interval(**one["part"]).said_as_part() if one["part"] else "non affiché"
        lines.append(f"Réussites, {DIMENSIONS[one['dimension']]} « {one['group']} » : {told}, {one['verdict']}.")
    for point in check["trade_off"]:
        lines.append(f"Avec {100 * point['strength']:.0f} % des circonstances : {point_said(point)}.")
    unsure = [*check["refusals"], *check["doubts"]]
    return (*lines, *unsure, *(["Un humain doit lire ces points et dire ce qu'il en fait."] if unsure else []))


def point_said(point: Mapping[str, Any]) -> str:
    """« NDCG@10 0,351 …, écart le plus large -4,1 % … (groupe « seniors »), conforme »."""
    order = _said(point["ndcg_10"]) if point["ndcg_10"] else "non mesuré"
    gap = "non affiché"
    if point["gap"]:
        named = f"{DIMENSIONS[point['dimension']]} « {point['group']} »"
        gap = f"{Interval(**point['gap']).said_in_percent()} ({named})"
    return f"NDCG@10 {order}, écart le plus large {gap}, {point['verdict']}"

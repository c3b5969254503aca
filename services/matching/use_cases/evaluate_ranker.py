"""Judge a version on outcomes later than those it learned from, and audit whom it would show; write it on its card.

Announces nothing. Reads in one transaction, writes with `keep_evaluation` in a short one. ``groups`` are lent by
`candidates` for the time of the audit and are not kept: the card holds counts and gaps, none under five people.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from services.matching.domain.learning.audit import Groups, Pair, audit, doubts, refusals
from services.matching.domain.learning.card import LATER_PEOPLE, evaluated
from services.matching.domain.learning.evaluation import by_table, calibration_error, gain_over, lists_of, measure
from services.matching.domain.learning.intervals import Interval
from services.matching.domain.learning.judgement import harsh, judged_alike, unread
from services.matching.domain.learning.lessons import lessons_of
from services.matching.domain.learning.ranker import Ranker
from services.matching.domain.learning.trade_off import trade_off
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import Side, read_all
from services.matching.domain.ranking.market import evidence_of, sift
from services.matching.ports import UnitOfWork
from services.matching.use_cases.gather_market import gather_market, signals_for
from services.matching.use_cases.note_outcomes import KEPT
from services.matching.use_cases.rank_offers_for_profile import Tools
from services.matching.use_cases.words_of_offers import must_be_heard

LOSES = "Il ne fait pas mieux que le classement documenté sur les suites plus récentes : {gain}."
UNPROVEN = "Il fait mieux que le classement documenté en moyenne, sans que ce soit prouvé : {gain}."


def evaluate_ranker(version: str, *, groups: Groups, uow: UnitOfWork, tools: Tools, now: datetime) -> Ranker:
    """The version with its figures, not kept yet. Raises NotFound, Unavailable."""
    ranker = uow.rankings.get(version)
    until = date.fromisoformat(ranker.card["data"]["until"])
    market = gather_market(uow, now=now)
    rows = uow.outcomes.since(market.today - KEPT)
    later = [one for one in lessons_of(rows) if one.on > until]
    lists = lists_of(later)
    ours, documented = by_table(ranker.table), by_table(prior.TABLE)
    gain = gain_over(lists, ours, documented)
    loses, unproven = against_the_prior(gain)
    pairs = tuple(pairs_today(uow=uow, tools=tools, now=now))
    gaps, judgements = audit(pairs, ranker.table, groups), judged_alike(rows, groups)
    entries = [entry for one in lists for entry in one.entries]
    found = evaluated(
        on=market.today,
        since=later[0].on if later else market.today,
        people=len(lists),
        prior=measure(lists, documented),
        candidate=measure(lists, ours),
        gain=gain,
        calibration={side: calibration_error(ranker.table, side, entries) for side in Side},
        gaps=gaps,
        judgements=judgements,
        curve=trade_off(ranker.table, lists, pairs, groups),
        refused=(*loses, *refusals(gaps), *harsh(judgements)),
        unsure=(*unproven, *doubts(gaps), *unread(judgements)),
    )
    return replace(ranker, card={**ranker.card, "evaluation": found})


def keep_evaluation(judged: Ranker, *, by: str, uow: UnitOfWork, now: datetime) -> Ranker:
    """Write the figures on the card, wherever the version stands by now, and that they were made. Raises NotFound."""
    found = judged.card["evaluation"]
    kept = replace(uow.rankings.get(judged.version), card=judged.card)
    uow.rankings.save(kept)
    details = {"refusals": len(found["refusals"]), "doubts": len(found["doubts"]), "people": found["people"]}
    uow.journal.note("ranker.evaluated", f"ranker:{kept.version}", details, actor=by, at=now)
    return kept


def against_the_prior(gain: Interval | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why it is refused beside the prior, and what a human has to say of it; neither when it is proven better."""
    if gain is None or gain.count < LATER_PEOPLE:
        count = gain.count if gain else 0
        few = f"Trop peu de suites plus récentes pour juger : {count} personnes, il en faut {LATER_PEOPLE}."
        return (few,), ()
    if gain.mean <= 0:
        return (LOSES.format(gain=gain.said_in_percent()),), ()
    return (), (UNPROVEN.format(gain=gain.said_in_percent()),) if gain.low <= 0 else ()


def pairs_today(*, uow: UnitOfWork, tools: Tools, now: datetime) -> Iterator[Pair]:
    """Everyone who is followed before every offer that she may have today."""
    market = gather_market(uow, now=now)
    for kept in uow.profiles.active():
        cases = sift(kept.profile, market).eligible
        wanted = [case.offer.id for case in cases]
        wants = kept.profile.wants
        signals = must_be_heard(
            signals_for(wants, wanted, territory=uow.territory, trades=tools.trades, index=tools.index)
        )
        for case in cases:
            yield Pair(kept.profile.id, case.offer.id, read_all(evidence_of(case, signals)))

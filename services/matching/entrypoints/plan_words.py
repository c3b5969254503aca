"""What the page of the group's plan says of lines and prices: whole points, people named by the page alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.matching.domain.assignment.choices import Choice
from services.matching.domain.assignment.plan import Placed, Plan
from services.matching.domain.assignment.prices import Moved, Price
from services.matching.domain.assignment.seats import HUNDREDTHS
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking.wording import plural
from services.matching.use_cases.draw_plan import Drawn


def points(hundredths: int) -> int:
    """Whole points."""
    return round(hundredths / HUNDREDTHS)


def signed(count: int) -> str:
    """« +4 », « −4 », « 0 »."""
    return f"+{count}" if count > 0 else f"−{-count}" if count < 0 else "0"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a choice does to somebody else. ``profile_id`` None when the reader does not accompany her."""

    profile_id: UUID | None
    text: str


def effects(price: Price, mine: frozenset[UUID], sheets: Mapping[UUID, OfferSheet]) -> list[Effect]:
    """One sentence per person touched, the deprived first; people of others are told without being pointed at."""
    order = sorted(price.moved, key=lambda one: (one.to is not None, one.before is None, one.profile_id.int))
    return [Effect(one.profile_id if one.profile_id in mine else None, _effect(one, sheets)) for one in order]


def _effect(moved: Moved, sheets: Mapping[UUID, OfferSheet]) -> str:
    before, to = _titled(moved.before, sheets), _titled(moved.to, sheets)
    if moved.to is None:
        return f"n'aurait plus de proposition (aujourd'hui : {before})."
    if moved.before is None:
        return f"aurait une proposition : {to}."
    change = points(moved.to.worth) - points(moved.before.worth)
    return f"passerait de {before} à {to} ({signed(change)} points)."


def _titled(placed: Placed | None, sheets: Mapping[UUID, OfferSheet]) -> str:
    sheet = sheets.get(placed.offer_id) if placed else None
    if sheet is None:
        return "une autre offre"
    firm = f", {sheet.offer.company_name}" if sheet.offer.company_name else ""
    return f"« {sheet.offer.title} »{firm}"


def price_in_short(price: Price, plan: Plan) -> str:
    """« Prive 1 personne de proposition ; total −12 points. »"""
    if not price.possible:
        return "Pas possible : toutes ses places sont déjà retenues pour d'autres personnes."
    total = points(price.merit.total) - points(plan.merit.total)
    gained = price.merit.served - plan.merit.served
    if price.deprived:
        first = f"Prive {plural(len(price.deprived), 'personne', 'personnes')} de proposition"
    elif price.moved:
        first = f"Change la proposition de {plural(len(price.moved), 'personne', 'personnes')}"
    elif gained > 0:
        first = "Donne une proposition de plus"
    else:
        first = "Ne change rien pour les autres"
    return f"{first} ; total pour le groupe : {signed(total)} points."


def figures(drawn: Drawn) -> dict[str, int]:
    """The figures of the whole group and of the reader's people."""
    lines = drawn.plan.lines
    return {
        "people": len(lines),
        "served": drawn.plan.merit.served,
        "mine": len(drawn.mine),
        "mine_served": drawn.served(drawn.mine),
        "contested": sum(line.contested for line in lines),
        "without_offer": sum(line.options == 0 for line in lines),
        "least": points(drawn.plan.merit.least),
        "with_reserve": sum(len(line.reserves) > 0 for line in lines),
    }


def refused_of(drawn: Drawn, profile_id: UUID) -> Sequence[UUID]:
    """The offers refused for a person."""
    return [one.offer_id for one in drawn.choices if one.profile_id == profile_id and one.choice is Choice.REFUSED]

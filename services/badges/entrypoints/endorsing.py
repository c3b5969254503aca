"""The employer's page: the badges delivered after its placements, and its own opinion of each, signed.

Says nothing of a badge that is not delivered: whether a person declined is not the employer's business.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.badges.domain.award import AwardState
from services.badges.domain.endorsement import COMMENT, LONGEST_COMMENT
from services.badges.entrypoints.shop import shop_of, unit_of_work
from services.badges.ports import AwardFilter
from services.badges.use_cases.endorse_badge import endorse
from services.contracts.access import Employer
from services.contracts.pages import page_context
from services.kernel.problems import Conflict, Invalid
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Typed, typed_form
from services.kernel.web.pages import Pages, wants_fragment
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)
PAGE = "/badges/entreprise"
SHOWN = 50


@router.get(PAGE)
def delivered(request: Request, actor: Employer, connection: Reading) -> Response:
    """The delivered badges of the employer's placements, the newest first."""
    uow = unit_of_work(connection, shop_of(request).clock())
    wanted = AwardFilter(actor.territory, company_ids=actor.company_ids, state=AwardState.ISSUED)
    awards = uow.awards.page(wanted, after=None, limit=SHOWN)
    cards = [(award, uow.endorsements.of_award(award.id)) for award in awards]
    pages: Pages = request.app.state.pages
    answer = pages.fragment if wants_fragment(request) else pages.page
    template = "badges/endorse_cards.html" if wants_fragment(request) else "badges/endorse.html"
    return answer(page_context(request, actor), template, cards=cards, sentence=COMMENT, longest=LONGEST_COMMENT)


@router.post(f"{PAGE}/{{award_id}}/appuyer")
def endorse_one(
    award_id: UUID,
    request: Request,
    actor: Employer,
    connection: Writing,
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """The employer signs its opinion, then sees its page again."""
    shop = shop_of(request)
    now = shop.clock()
    comment = "".join(typed.answers.get("comment", ()))
    try:
        endorse(award_id, comment, by=actor, uow=unit_of_work(connection, now), workshop=shop.workshop, now=now)
    except (Conflict, Invalid) as refused:
        return redirect(request, PAGE, Flash(refused.message, "warning"))
    return redirect(request, PAGE, Flash("Votre avis est signé : il accompagne le badge."))

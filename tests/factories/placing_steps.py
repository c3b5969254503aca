"""The steps of a placement on the real records, each from the one before: introduced, agreed, signed, validated."""

from typing import Any
from uuid import UUID

from services.contracts.matching import PlacementChanged
from services.contracts.vocabulary import (
    Channel,
    PlacementStatus,
)
from services.kernel.clock import new_id
from services.matching.domain.placements.placement import Placement
from services.matching.use_cases.agree_placement import agree_placement
from services.matching.use_cases.introduce import introduce
from services.matching.use_cases.sign_convention import Sign, sign_convention
from services.matching.use_cases.validate_placement import validate_placement
from tests.factories.placing import (
    Bench,
    referent,
    two_weeks,
)


def introduced(bench: Bench, *, who: UUID | None = None, company: UUID | None = None, **offer: Any) -> UUID:
    """A person introduced to a firm (hers and its offer unless told), with her agreement."""
    company = company or bench.firm()
    who = who or bench.somebody()
    offer_id = bench.offer(company, **offer)
    bench.agree(who, company)
    with bench.work() as uow:
        return introduce(bench.keep(who, offer_id), by=referent(), uow=uow, now=bench.now).id


def agreed(bench: Bench, introduction: UUID | None = None, **terms: Any) -> Placement:
    """Two weeks agreed upon, after an introduction."""
    introduction = introduction or introduced(bench)
    with bench.work() as uow:
        return agree_placement(introduction, two_weeks(**terms), new_id=new_id(), by=referent(), uow=uow, now=bench.now)


def signed(bench: Bench, placement: Placement | None = None) -> Placement:
    """Signed on paper by each party."""
    placement = placement or agreed(bench)
    for signer in placement.signers:
        with bench.work() as uow:
            placement = sign_convention(
                Sign(placement.id, signer, Channel.PAPER), by=referent(), uow=uow, now=bench.now
            )
    return placement


def validated(bench: Bench, placement: Placement | None = None) -> Placement:
    """Signed, and validated by the referent."""
    placement = signed(bench, placement)
    with bench.work() as uow:
        return validate_placement(placement.id, by=referent(), uow=uow, now=bench.now)


def told(bench: Bench) -> list[PlacementStatus]:
    """The states that were announced, in order."""
    return [fact.status for fact in bench.told(PlacementChanged)]

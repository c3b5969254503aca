"""Which of the skills that an offer names does the person have? Compared by words, folded, or by code.

An exact comparison on purpose: a wrong « vous savez déjà » costs more trust than a missed one.
"""

from functools import lru_cache

from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.text.folding import fold


@lru_cache(maxsize=65536)
def _key(label: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(label)).split())


def held_skills(wants: Wants, offer: Offer) -> tuple[str, ...]:
    """Labels of the offer's skills that the person has, in the offer's order, each once."""
    if not wants.skills or not offer.skills:
        return ()
    known = {_key(skill.label) for skill in wants.skills} | {skill.code for skill in wants.skills if skill.code}
    return tuple(label for label in dict.fromkeys(offer.skills) if _key(label) in known or label in known)

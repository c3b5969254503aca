"""The form of the profile: wished trades by free text, skills, half-days, travel, limits. Read, and filled again.

A wished trade travels as « code|appellation|label » in a ticked box; a new one as its words with the code that the
suggestion gave, or written by hand (« G1603 Aide de cuisine »). Skills are lines of words with a level.
"""

import re
from datetime import date, time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.candidates.domain.profile import Avoid, Description, Origin, Skill, WishedTrade
from services.candidates.domain.refusals import Invalid
from services.candidates.domain.territory import Territory
from services.candidates.domain.wording import keepable
from services.candidates.entrypoints.page_words import half_day_answers, half_days_of
from services.contracts.vocabulary import Language, Licence, OfferKind, TravelMode
from services.kernel.folding import folded
from services.kernel.towns import Towns
from services.kernel.web.forms import Form, Typed, blank_form

SKILL_ROWS = 4
MOST_SKILL_ROWS = 60
WITH_CODE = re.compile(r"\s*([A-Na-n]\d{4})\s+(.{2,})")
HERE, ELSEWHERE = "ici", "ailleurs"


class ProfileForm(BaseModel):
    """What the person says of the work sought."""

    model_config = ConfigDict(extra="ignore")

    version: Annotated[int, Field(ge=0)]
    wishes: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=20)] = []
    trade: Annotated[str, Field(max_length=200)] = ""
    rome: Annotated[str, Field(max_length=5)] = ""
    kinds: list[OfferKind] = []
    available: Annotated[list[str], Field(max_length=30)] = []
    available_from: date | None = None
    weekly_hours_max: Annotated[int, Field(ge=1, le=48)] | None = None
    earliest_start: time | None = None
    latest_end: time | None = None
    modes: list[TravelMode] = []
    travel_minutes_max: Annotated[int, Field(ge=5, le=180)] | None = None
    licences: list[Licence] = []
    origin: Annotated[str, Field(max_length=20)] = ""
    town: Annotated[str, Field(max_length=200)] = ""
    avoids: list[Avoid] = []
    languages: list[Language] = []

    def description(self, typed: Typed, territory: Territory, towns: Towns, was: Origin | None) -> Description:
        """The same, for the domain. ``was``: the origin known before, kept while its town's name is left as it was.

        Raises Invalid for a trade without a code, or a town that the table does not know.
        """
        return Description(
            wishes=self._wishes(),
            skills=skills_of(typed),
            kinds=tuple(self.kinds),
            available=half_days_of(self.available),
            available_from=self.available_from,
            weekly_hours_max=self.weekly_hours_max,
            earliest_start=f"{self.earliest_start:%H:%M}" if self.earliest_start else "",
            latest_end=f"{self.latest_end:%H:%M}" if self.latest_end else "",
            modes=tuple(self.modes),
            travel_minutes_max=self.travel_minutes_max,
            licences=tuple(self.licences),
            origin=self._origin(territory, towns, was),
            avoids=tuple(self.avoids),
            languages=tuple(self.languages),
        )

    def _wishes(self) -> tuple[WishedTrade, ...]:
        found = []
        for rank, known in enumerate(self.wishes, 1):
            rome, _, rest = known.partition("|")
            ogr, _, label = rest.partition("|")
            found.append(WishedTrade(rome, label, ogr or None, rank))
        if self.trade.strip():
            found.append(self._new_trade(len(found) + 1))
        return tuple(found)

    def _new_trade(self, rank: int) -> WishedTrade:
        if self.rome:
            return WishedTrade(self.rome, self.trade.strip(), None, rank)
        by_hand = WITH_CODE.fullmatch(self.trade)
        if by_hand is None:
            raise Invalid(
                "Choisissez ce métier parmi les propositions, ou écrivez son code ROME devant : "
                "« G1603 Aide de cuisine ».",
                field="trade",
            )
        return WishedTrade(by_hand[1].upper(), by_hand[2].strip(), None, rank)

    def _origin(self, territory: Territory, towns: Towns, was: Origin | None) -> Origin | None:
        if self.origin == HERE:
            return Origin(territory.latitude, territory.longitude)
        if self.origin != ELSEWHERE:
            return None
        if was is not None and self.town.strip() == town_of(was, towns):
            return was
        town = towns.one(self.town, field="town")
        return Origin(town.latitude, town.longitude)


def town_of(origin: Origin, towns: Towns) -> str:
    """The nearest town of an origin, as it is written in the form; its figures when the table is empty."""
    nearest = towns.nearest(origin.latitude, origin.longitude)
    return nearest.told if nearest else f"{origin.latitude} {origin.longitude}"


def skills_of(typed: Typed) -> tuple[Skill, ...]:
    """The lines that have words; the level is « à l'aise » when none is chosen. Raises Invalid for sensitive words."""
    found = {}
    for row in range(MOST_SKILL_ROWS):
        label = " ".join(typed.answers.get(f"skill-{row}", ())).strip()
        level = "".join(typed.answers.get(f"level-{row}", ()))
        if label:
            code = folded(label)[:200]
            kept = keepable(label, field=f"skill-{row}")[:200]
            found[code] = Skill(code, kept, int(level) if level in {"1", "2", "3"} else 2)
    return tuple(found.values())


def profile_form(description: Description, version: int, territory: Territory, towns: Towns) -> Form[ProfileForm]:
    """The form as it opens."""
    here = Origin(round(territory.latitude, 2), round(territory.longitude, 2))
    origin = description.origin
    rows: dict[str, object] = {}
    for row, skill in enumerate(description.skills):
        rows[f"skill-{row}"] = skill.label
        rows[f"level-{row}"] = skill.level
    return blank_form(
        version=version,
        wishes=[f"{wish.rome}|{wish.ogr or ''}|{wish.label}" for wish in description.wishes],
        kinds=description.kinds,
        available=half_day_answers(description.available),
        available_from=description.available_from,
        weekly_hours_max=description.weekly_hours_max,
        earliest_start=description.earliest_start or None,
        latest_end=description.latest_end or None,
        modes=description.modes,
        travel_minutes_max=description.travel_minutes_max,
        licences=description.licences,
        origin=None if origin is None else (HERE if origin == here else ELSEWHERE),
        town=None if origin is None or origin == here else town_of(origin, towns),
        avoids=description.avoids,
        languages=description.languages,
        **rows,
    )


def wish_labels(form: Form[ProfileForm]) -> list[tuple[str, str]]:
    """The ticked trades of a form: what travels, and what is read."""
    return [(known, known.split("|", 2)[-1]) for known in form.all("wishes")]


def skill_rows(form: Form[ProfileForm]) -> range:
    """As many lines as are filled, and a few more."""
    filled = [row for row in range(MOST_SKILL_ROWS) if form.text(f"skill-{row}")]
    return range(min(MOST_SKILL_ROWS, max(len(filled) + 2, SKILL_ROWS)))

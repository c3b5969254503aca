"""The JSON shapes of the API of `badges`."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.badges.domain.award import Award, AwardState
from services.badges.domain.endorsement import LONGEST_COMMENT
from services.contracts.actors import Actor, Role
from services.contracts.vocabulary import AwardStatus, Channel


class Strict(BaseModel):
    """A body where an unknown field is refused."""

    model_config = ConfigDict(extra="forbid")


class AcceptBody(Strict):
    """What the person chose. ``channel`` says how she agreed, when a referent records it."""

    channel: Channel | None = None
    did: str | None = Field(default=None, max_length=500)
    email: str | None = Field(default=None, max_length=320)
    public_page: bool = False


class PublishBody(Strict):
    """How the person agreed, when a referent records it."""

    channel: Channel | None = None


class EndorseBody(Strict):
    """The employer's own words; the house's sentence is signed when there are none."""

    comment: str = Field(default="", max_length=LONGEST_COMMENT)


class Skill(BaseModel):
    """A skill observed; ``level``: 1 discovered, 2 done with help, 3 done alone."""

    label: str
    level: int


class Files(BaseModel):
    """Paths of the badge in its forms."""

    json_: str = Field(alias="json")
    jwt: str
    png: str
    svg: str


class AwardShown(BaseModel):
    """An award. ``profile_id`` is told to those who accompany the person, never to an employer."""

    award_id: UUID
    name: str
    status: AwardStatus
    state: AwardState
    placement_id: UUID
    profile_id: UUID | None = None
    company_id: UUID | None = None
    skills: list[Skill] = []
    endorsed: bool
    proposed_at: datetime
    issued_at: datetime | None = None
    public: bool
    page: str = ""
    files: Files | None = None


class AwardPage(BaseModel):
    """A page of awards, the newest first. ``next_cursor`` is absent on the last page."""

    items: list[AwardShown]
    next_cursor: str | None = None


def shown(award: Award, actor: Actor) -> AwardShown:
    """The award as this actor may read it."""
    path = f"/badges/{award.id}"
    near = actor.has(Role.PERSON, Role.REFERENT, Role.COORDINATION)
    return AwardShown(
        award_id=award.id,
        name=award.name,
        status=award.wire_status,
        state=award.state,
        placement_id=award.placement_id,
        profile_id=award.profile_id if near else None,
        company_id=award.company_id,
        skills=[Skill(label=skill.label, level=skill.level) for skill in award.observed],
        endorsed=award.endorsed,
        proposed_at=award.proposed_at,
        issued_at=award.issued_at,
        public=award.public,
        page=path if award.public else "",
        files=_files(path) if award.state is AwardState.ISSUED else None,
    )


def _files(path: str) -> Files:
    return Files(json=f"{path}.json", jwt=f"{path}.jwt", png=f"{path}.png", svg=f"{path}.svg")

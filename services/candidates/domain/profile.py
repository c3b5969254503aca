"""The profile: what the person chose to say about the work sought, and nothing about who they are.

It is the whole of what leaves this service towards `matching`. The point where travel starts is rounded to about
one kilometre; limits on the work come from a closed list, never with their cause. A description that changes
nothing keeps its version, so that nothing is announced twice.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.candidates.domain.identity import clean
from services.candidates.domain.refusals import Conflict, Invalid
from services.contracts.vocabulary import HalfDay, Labelled, Language, Licence, OfferKind, TravelMode

ROME = re.compile(r"[A-N]\d{4}")
OGR = re.compile(r"\d{5,6}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_WISHES = 10
MOST_SKILLS = 60
LABEL_LENGTH = 200
MOST_WEEKLY_HOURS = 48
"""Code du travail, art. L3121-20."""
TRAVEL_MINUTES = range(5, 181)


class Avoid(Labelled):
    """Limits on the work, chosen with the person. The value travels, the cause is never recorded."""

    HEAVY_LOADS = "heavy_loads", "porter des charges lourdes"
    STANDING = "standing", "rester longtemps debout"
    NIGHT = "night", "travailler la nuit"
    OUTDOORS = "outdoors", "travailler dehors"
    CROWDS = "crowds", "être au milieu de beaucoup de monde"
    READING = "reading", "lire et écrire beaucoup"


@dataclass(frozen=True, slots=True)
class WishedTrade:
    """A trade confirmed among suggestions. ``rank`` starts at 1, the dearest."""

    rome: str
    label: str
    ogr: str | None = None
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Skill:
    """``level``: 1 started, 2 at ease, 3 could show others."""

    code: str
    label: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Origin:
    """Where travel starts, in degrees rounded to 0.01 (about one kilometre): never an address."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Description:
    """Everything the person may say. Empty or None always means « not said »."""

    wishes: tuple[WishedTrade, ...] = ()
    skills: tuple[Skill, ...] = ()
    kinds: tuple[OfferKind, ...] = ()
    available: tuple[HalfDay, ...] = ()
    available_from: date | None = None
    weekly_hours_max: int | None = None
    earliest_start: str = ""
    """Local time ``HH:MM`` before which the work must not start (school, first bus)."""
    latest_end: str = ""
    """Local time ``HH:MM`` by which the work must be over."""
    modes: tuple[TravelMode, ...] = ()
    travel_minutes_max: int | None = None
    licences: tuple[Licence, ...] = ()
    origin: Origin | None = None
    avoids: tuple[Avoid, ...] = ()
    languages: tuple[Language, ...] = ()
    """Those in which she says that she can work. Neither how well, nor since when: a difficulty with French is a frein,
    and stays one."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A description and its version, which grows by one at each announced change."""

    id: UUID
    version: int = 0
    description: Description = field(default_factory=Description)


def coarse(latitude: float, longitude: float) -> Origin:
    """Round a point to 0.01 degree. Raises Invalid outside of the globe."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Invalid("Ce point de départ n'est pas sur la carte.", field="origin")
    return Origin(round(latitude, 2), round(longitude, 2))


def _wishes(wishes: tuple[WishedTrade, ...]) -> tuple[WishedTrade, ...]:
    if len(wishes) > MOST_WISHES:
        raise Invalid(f"Gardez {MOST_WISHES} métiers au plus : les plus importants.", field="wishes")
    ordered: dict[tuple[str, str | None], WishedTrade] = {}
    for wish in sorted(wishes, key=lambda one: one.rank):
        label = clean(wish.label)
        if not ROME.fullmatch(wish.rome):
            raise Invalid(f"Le métier « {label} » n'a pas de code ROME connu.", field="wishes")
        if wish.ogr is not None and not OGR.fullmatch(wish.ogr):
            raise Invalid(f"L'appellation « {label} » n'a pas de code connu.", field="wishes")
        if not label or len(label) > LABEL_LENGTH:
            raise Invalid("Un métier souhaité n'a pas de nom, ou un nom trop long.", field="wishes")
        ordered.setdefault((wish.rome, wish.ogr), replace(wish, label=label))
    return tuple(replace(wish, rank=rank) for rank, wish in enumerate(ordered.values(), 1))


def _skills(skills: tuple[Skill, ...]) -> tuple[Skill, ...]:
    if len(skills) > MOST_SKILLS:
        raise Invalid(f"Gardez {MOST_SKILLS} compétences au plus.", field="skills")
    kept: dict[str, Skill] = {}
    for skill in skills:
        label = clean(skill.label)
        if skill.level not in (1, 2, 3):
            raise Invalid(f"Le niveau de « {label} » va de 1 à 3.", field="skills")
        if not skill.code or not label or len(label) > LABEL_LENGTH or len(skill.code) > LABEL_LENGTH:
            raise Invalid("Une compétence n'a pas de nom, ou un nom trop long.", field="skills")
        kept[skill.code] = replace(skill, label=label)
    return tuple(kept.values())


def checked(description: Description) -> Description:
    """Return the description with each list in its own order and without doubles. Raises Invalid at a field."""
    hours, minutes = description.weekly_hours_max, description.travel_minutes_max
    if hours is not None and not 1 <= hours <= MOST_WEEKLY_HOURS:
        raise Invalid(
            f"Le temps de travail va de 1 à {MOST_WEEKLY_HOURS} heures par semaine.",
            field="weekly_hours_max",
            article="code du travail, art. L3121-20",
        )
    if minutes is not None and minutes not in TRAVEL_MINUTES:
        raise Invalid("Le temps de trajet va de 5 à 180 minutes.", field="travel_minutes_max")
    for field_name, at in (("earliest_start", description.earliest_start), ("latest_end", description.latest_end)):
        if at and not CLOCK.fullmatch(at):
            raise Invalid("Écrivez une heure, par exemple 8 h 30.", field=field_name)
    if description.earliest_start and description.latest_end and description.latest_end <= description.earliest_start:
        raise Invalid("L'heure de fin est avant l'heure de début.", field="latest_end")
    origin = description.origin
    return replace(
        description,
        wishes=_wishes(description.wishes),
        skills=_skills(description.skills),
        kinds=tuple(kind for kind in OfferKind if kind in description.kinds),
        available=tuple(half for half in HalfDay if half in description.available),
        modes=tuple(mode for mode in TravelMode if mode in description.modes),
        licences=tuple(licence for licence in Licence if licence in description.licences),
        avoids=tuple(avoid for avoid in Avoid if avoid in description.avoids),
        languages=tuple(language for language in Language if language in description.languages),
        origin=None if origin is None else coarse(origin.latitude, origin.longitude),
    )


def described(profile: Profile, description: Description, *, seen_version: int | None = None) -> Profile:
    """Return the profile with a new description, or the same profile when nothing changes.

    ``seen_version`` is the version that was on the screen: raises Conflict when somebody changed it since.
    """
    if seen_version is not None and seen_version != profile.version:
        raise Conflict(
            "Cette fiche a été modifiée entre-temps : rien n'a été enregistré. Relisez-la puis recommencez.",
            field="version",
        )
    wanted = checked(description)
    if wanted == profile.description and profile.version:
        return profile
    return replace(profile, description=wanted, version=profile.version + 1)


def missing_parts(description: Description) -> tuple[str, ...]:
    """Return in French what a useful list of offers still lacks, the most useful first."""
    asked = (
        (description.wishes, "les métiers souhaités"),
        (description.kinds, "ce qui est cherché (immersion, stage, emploi)"),
        (description.modes, "les moyens de transport"),
        (description.origin, "le quartier de départ"),
        (description.available, "les disponibilités"),
        (description.travel_minutes_max, "le temps de trajet accepté"),
    )
    return tuple(label for value, label in asked if not value)

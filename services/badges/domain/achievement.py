"""What a badge recognises: a kind of experience in a trade, with its criteria and its ROME alignment.

One achievement serves everyone who lived the same kind of experience in the same trade: its wording holds
nothing about a person, an employer or a place. Its id is computed, so that a replay makes no second one.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from services.contracts.vocabulary import OfferKind

ROME_PAGE = "https://candidat.francetravail.fr/metierscope/fiche-metier/"
WORDING = 2
"""Version of the sentences below: a change makes new achievements, those already signed keep theirs."""


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of experience as badges name it: never the contract, which could tell a scheme."""

    code: str
    label: str
    description: str
    criteria: str


IMMERSION = Family(
    "immersion",
    "Immersion",
    "Immersion en entreprise menée à son terme dans le métier : {trade}.",
    "Présence jusqu’au terme convenu, dans une entreprise, auprès d’un tuteur ou d’une tutrice du métier, "
    "qui a observé le travail et rempli le bilan.",
)
INTERNSHIP = Family(
    "stage",
    "Stage",
    "Stage mené à son terme dans le métier : {trade}.",
    "Présence jusqu’au terme convenu, avec un tuteur ou une tutrice de l’entreprise, qui a rempli le bilan.",
)
CIVIC_SERVICE = Family(
    "service-civique",
    "Service civique",
    "Mission de service civique menée à son terme : {trade}.",
    "Mission accomplie jusqu’au terme convenu dans un organisme d’accueil, avec un tuteur ou une tutrice.",
)
TRAINING = Family(
    "formation",
    "Formation",
    "Formation suivie jusqu’à son terme : {trade}.",
    "Présence jusqu’au terme convenu et bilan rempli par l’organisme d’accueil.",
)
EXPERIENCE = Family(
    "experience",
    "Expérience",
    "Expérience professionnelle menée à son terme dans le métier : {trade}.",
    "Contrat mené jusqu’au terme convenu, confirmé par l’employeur.",
)

FAMILIES: dict[OfferKind, Family | None] = {
    OfferKind.IMMERSION: IMMERSION,
    OfferKind.INTERNSHIP: INTERNSHIP,
    OfferKind.CIVIC_SERVICE: CIVIC_SERVICE,
    OfferKind.TRAINING: TRAINING,
    OfferKind.VISIT: None,
    OfferKind.MOCK_INTERVIEW: None,
}
"""A visit or a mock interview is too short for a badge; every other kind is an experience."""


@dataclass(frozen=True, slots=True)
class Achievement:
    """``rome`` is a ROME 4.0 code, or empty when the trade has none."""

    id: UUID
    territory: str
    family: str
    label: str
    """The family in words: « Immersion »."""
    trade: str
    rome: str
    name: str
    description: str
    criteria: str

    @property
    def rome_page(self) -> str:
        return f"{ROME_PAGE}{self.rome}"


def family_of(kind: OfferKind) -> Family | None:
    """The family of badges that this kind of placement earns, None when it earns none."""
    return FAMILIES.get(kind, EXPERIENCE)


def achievement_of(*, issuer_id: UUID, territory: str, family: Family, trade: str, rome: str) -> Achievement:
    """The achievement of this issuer for this family and trade."""
    inside = " / ".join(_inside(name) for name in trade.split(" / "))
    return Achievement(
        id=uuid5(issuer_id, f"{family.code}/{rome}/{trade.casefold()}/{WORDING}"),
        territory=territory,
        family=family.code,
        label=family.label,
        trade=trade,
        rome=rome,
        name=f"{family.label} : {inside}",
        description=family.description.format(trade=inside),
        criteria=family.criteria,
    )


def _inside(name: str) -> str:
    """A name of trade as it is written inside a sentence: an acronym keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or not name[1:2].isalpha() else name

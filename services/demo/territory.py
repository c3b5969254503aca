"""The invented territory of the demonstration, shaped on the real figures of April 2021: structures, cohorts, staff.

Everything here is invented; coordinates are those of real places so that distances make sense.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from services.accounts.domain.territories import Cohort, Structure, Territory

CODE = "demonstration"
PASSWORD = "soleil sur les salines"  # noqa: S105  the public password of invented accounts
NAMESPACE = UUID("6f1c1c1e-52a6-4f5e-9a11-2f0e6f3b7d10")


def known_id(*parts: object) -> UUID:
    """The same id at each demonstration."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))


CCAS = known_id("structure", "ccas")
DIAGONALES = known_id("structure", "diagonales")
MISSION_LOCALE = known_id("structure", "mission-locale")
POINT_EMPLOI = known_id("structure", "point-emploi")
AGGLOMERATION = known_id("structure", "agglomeration")

TERRITORY = Territory(
    code=CODE,
    version=1,
    name="Villeneuve-les-Salines (démonstration)",
    public_name="Passerelles Atlantique",
    time_zone="Europe/Paris",
    latitude=46.1524,
    longitude=-1.1241,
    structures=(
        Structure(CCAS, "CCAS de La Rochelle", "ccas", "05 46 00 00 01"),
        Structure(DIAGONALES, "Régie de quartier Diagonales", "regie", "05 46 00 00 02"),
        Structure(MISSION_LOCALE, "Mission locale", "mission_locale", "05 46 00 00 03"),
        Structure(POINT_EMPLOI, "Point emploi DEFI", "association", "05 46 00 00 04"),
        Structure(AGGLOMERATION, "Agglomération de La Rochelle", "agglomeration", "05 46 00 00 05"),
    ),
    cohorts=(
        Cohort("jeunes", "Jeunes", CCAS, 16, 25, True),
        Cohort("femmes", "Femmes", DIAGONALES, 27, 49),
        Cohort("seniors", "Seniors", DIAGONALES, 50, 60),
    ),
    exclusive_schemes=("CEJ",),
    experience_months=6,
    introductions_per_month=8,
    emergency_fund_cents=1_200_000,
    invented=True,
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works there."""

    key: str
    name: str
    structure_id: UUID
    roles: tuple[str, ...]
    phone: str

    @property
    def email(self) -> str:
        """The address that signs in."""
        return f"{self.key}@demo.example"

    @property
    def id(self) -> UUID:
        """The account's id."""
        return known_id("staff", self.key)


NADIA = Member("nadia", "Nadia Benali", CCAS, ("referent",), "05 46 00 01 01")
SOPHIE = Member("sophie", "Sophie Martin", DIAGONALES, ("referent",), "05 46 00 01 02")
MARC = Member("marc", "Marc Lefèvre", DIAGONALES, ("referent",), "05 46 00 01 03")
CLAIRE = Member("claire", "Claire Dubois", AGGLOMERATION, ("coordination",), "05 46 00 01 04")
KARIM = Member("karim", "Karim Haddad", MISSION_LOCALE, ("prescriber",), "05 46 00 01 05")
EXPLOITATION = Member("exploitation", "Équipe technique", AGGLOMERATION, ("operator",), "05 46 00 01 06")
STAFF = (NADIA, SOPHIE, MARC, CLAIRE, KARIM, EXPLOITATION)
REFERENT_OF = {"jeunes": NADIA, "femmes": SOPHIE, "seniors": MARC}
EMPLOYER_EMAIL = "entreprise@demo.example"

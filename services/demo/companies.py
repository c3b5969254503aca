"""Forty invented firms around real communes, with valid invented SIRETs and what they offer."""

from dataclasses import dataclass
from uuid import UUID

from stdnum import luhn

from services.demo.territory import known_id
from services.kernel.towns import Town

PLACES: dict[str, tuple[str, str, float, float]] = {
    "villeneuve": ("17000", "La Rochelle", 46.1524, -1.1241),
    "centre": ("17000", "La Rochelle", 46.1603, -1.1511),
    "port": ("17000", "La Rochelle", 46.1465, -1.1683),
    "lapallice": ("17000", "La Rochelle", 46.1620, -1.2130),
    "mireuil": ("17000", "La Rochelle", 46.1735, -1.1860),
    "beaulieu": ("17138", "Puilboreau", 46.1840, -1.1160),
    "perigny": ("17180", "Périgny", 46.1530, -1.0950),
    "aytre": ("17440", "Aytré", 46.1350, -1.1130),
    "lagord": ("17140", "Lagord", 46.1890, -1.1560),
    "angoulins": ("17690", "Angoulins", 46.1067, -1.1062),
    "chatelaillon": ("17340", "Châtelaillon-Plage", 46.0740, -1.0890),
    "nieul": ("17137", "Nieul-sur-Mer", 46.2060, -1.1660),
    "dompierre": ("17139", "Dompierre-sur-Mer", 46.1880, -1.0640),
    "salles": ("17220", "Salles-sur-Mer", 46.1130, -1.0560),
}
"""Postcode, commune, latitude and longitude (degrees) of neighbourhoods and communes."""


def invented_towns() -> list[Town]:
    """The communes of these places, each at the first of them."""
    found: dict[str, Town] = {}
    for postcode, name, latitude, longitude in PLACES.values():
        found.setdefault(name, Town(name, (postcode,), latitude, longitude))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented firm. ``offers`` are pairs kind, trade code; ``flags``: civic, agency, siae."""

    name: str
    naf: str
    place: str
    street: str
    contact: str
    offers: tuple[tuple[str, str], ...]
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A stable word for ids and addresses."""
        return "".join(letter for letter in self.name.lower() if letter.isascii() and letter.isalpha())

    @property
    def id(self) -> UUID:
        """The company's id in every demonstration."""
        return known_id("company", self.key)


def _of(*pairs: str) -> tuple[tuple[str, str], ...]:
    return tuple((pair.split(":")[0], pair.split(":")[1]) for pair in pairs)


# fmt: off
FIRMS: tuple[Firm, ...] = (
    Firm("Le Fournil des Salines", "10.71C", "villeneuve", "4 avenue Billaud-Varenne", "Paul Renaud", _of("immersion:D1102", "apprenticeship:D1102", "part_time_break:D1106")),
    Firm("La Table du Canal", "56.10A", "villeneuve", "18 rue du Moulin", "Inès Morel", _of("immersion:G1602", "cdd:G1603", "part_time_break:G1605")),
    Firm("Net’Océan", "81.21Z", "perigny", "3 rue de l’Industrie", "Bruno Caillaud", _of("immersion:K2204", "cdi:K2204", "part_time_break:K2204")),
    Firm("Jardins du Littoral", "81.30Z", "aytre", "12 route de Surgères", "Lucie Garnier", _of("immersion:A1203", "cdd:A1203", "apprenticeship:A1203")),
    Firm("Marché des Deux Moulins", "47.11F", "villeneuve", "Place du 14-Juillet", "Sarah Petit", _of("immersion:D1507", "cdd:D1505", "part_time_break:D1505")),
    Firm("Crèche Les Petits Mousses", "88.91A", "villeneuve", "7 allée des Mouettes", "Agnès Roy", _of("immersion:K1303", "internship:K1303", "cdd:K1303")),
    Firm("Résidence Les Embruns", "87.10A", "lagord", "25 avenue du Fief", "Hélène Faure", _of("immersion:J1501", "cdi:J1501", "cdd:K2204")),
    Firm("Atlantique Services à Domicile", "88.10A", "centre", "9 rue Saint-Louis", "Martine Blanc", _of("immersion:K1302", "cdi:K1302", "cdd:K1302")),
    Firm("Chantier naval Minimes", "30.12Z", "port", "2 quai du Lazaret", "Yann Le Goff", _of("immersion:I1605", "apprenticeship:I1605", "visit:I1605")),
    Firm("Garage de la Genette", "45.20A", "centre", "31 avenue Coligny", "Thierry Masson", _of("immersion:I1604", "apprenticeship:I1604")),
    Firm("Hôtel de la Tour Bleue", "55.10Z", "centre", "6 rue du Port", "Camille Royer", _of("immersion:G1501", "cdd:G1501", "apprenticeship:G1703")),
    Firm("Logis Aunis Logistique", "52.10B", "perigny", "14 boulevard des Métiers", "Olivier Noël", _of("immersion:N1103", "cdd:N1101", "cdd:N1103")),
    Firm("Intérim des Deux Rives", "78.20Z", "centre", "40 rue des Fleurs", "Julie Marchand", _of("temporary:N1103", "temporary:K2204", "temporary:H2102"), ("agency",)),
    Firm("Recyclerie La Seconde Vague", "38.32Z", "lapallice", "5 rue de la Repentie", "Antoine Simon", _of("immersion:K2304", "cddi:K2304", "cddi:D1214"), ("siae",)),
    Firm("Les Paniers de Salles", "01.13Z", "salles", "Chemin des Vignes", "Élodie Bernard", _of("immersion:A1414", "cddi:A1414"), ("siae",)),
    Firm("Huîtres Guérin", "03.21Z", "chatelaillon", "Port du Loiron", "Hervé Guérin", _of("immersion:A1404", "cdd:A1404")),
    Firm("Salon Mèche à Mèche", "96.02A", "villeneuve", "2 place de l’Atlantique", "Fatou Diallo", _of("immersion:D1202", "apprenticeship:D1202")),
    Firm("Peintures Rochelaises", "43.34Z", "aytre", "22 rue de la Cotinière", "Denis Leroy", _of("immersion:F1606", "apprenticeship:F1606", "cdi:F1606")),
    Firm("Maçonnerie Brunet", "43.99C", "dompierre", "1 rue des Artisans", "Gilles Brunet", _of("immersion:F1703", "professionalisation:F1703")),
    Firm("Élec Horizon", "43.21A", "perigny", "8 rue Ampère", "Rachid Amrani", _of("immersion:F1602", "apprenticeship:F1602")),
    Firm("Centre de loisirs Les Dunes", "93.29Z", "villeneuve", "10 avenue de l’Europe", "Mélanie Girard", _of("immersion:G1203", "part_time_break:G1203", "civic_service:G1203"), ("civic",)),
    Firm("Association Vivre Ensemble", "94.99Z", "villeneuve", "3 allée du Cuivre", "Samira Kaci", _of("civic_service:M1601", "immersion:M1601"), ("civic",)),
    Firm("Mairie annexe (exemple)", "84.11Z", "villeneuve", "Place de la Mairie", "Pascale Henry", _of("immersion:M1601", "internship:M1607", "part_time_break:G1203")),
    Firm("Cuisine centrale des Écoles", "56.29B", "perigny", "6 rue Pasteur", "Franck Dupuy", _of("immersion:G1602", "cdd:G1603", "part_time_break:G1605")),
    Firm("Textile du Port", "14.13Z", "lapallice", "19 rue de Québec", "Nathalie Colin", _of("immersion:B1803", "professionalisation:B1803")),
    Firm("Sécurité Aunis", "80.10Z", "beaulieu", "4 rue du Commerce", "Patrick Vidal", _of("cdi:K2503", "training:K2503")),
    Firm("Hyper Beaulieu (exemple)", "47.11F", "beaulieu", "Zone de Beaulieu", "Laure Perrin", _of("immersion:D1505", "cdd:D1507", "apprenticeship:D1106", "mock_interview:D1505")),
    Firm("Mode et Marée", "47.71Z", "centre", "12 rue du Palais", "Chloé Robin", _of("immersion:D1214", "cdd:D1214")),
    Firm("Transports Océane", "49.41A", "perigny", "33 avenue Louis-Lumière", "Éric Lambert", _of("immersion:N4105", "cdi:N4105", "training:N4105")),
    Firm("Biscuiterie de Nieul", "10.72Z", "nieul", "2 rue du Moulin à vent", "Sandrine Fabre", _of("immersion:H2102", "cdd:H2102", "visit:H2102")),
    Firm("Brasserie des Parcs", "56.10A", "chatelaillon", "5 boulevard de la Mer", "Loïc Mercier", _of("immersion:G1803", "cdd:G1803", "cdd:G1605")),
    Firm("Propreté de l’Agglomération (exemple)", "38.11Z", "aytre", "Rue du 18-Juin", "Karine Adam", _of("immersion:K2303", "cdd:K2303")),
    Firm("Pharmacie des Salines", "47.73Z", "villeneuve", "16 avenue Billaud-Varenne", "Benoît Charrier", _of("immersion:D1106", "internship:M1601")),
    Firm("Cabinet comptable Aunis", "69.20Z", "lagord", "7 rue du Bois d’Huré", "Valérie Texier", _of("internship:M1607", "immersion:M1607", "mock_interview:M1607")),
    Firm("Blanchisserie Atlantique", "96.01A", "perigny", "11 rue Newton", "Didier Pasquier", _of("immersion:G1501", "cdi:G1501")),
    Firm("Atelier Vélo Solidaire", "95.29Z", "villeneuve", "21 rue des Pêcheurs", "Manon Picard", _of("immersion:I1604", "civic_service:I1604", "cddi:I1604"), ("civic", "siae")),
    Firm("Camping Les Sables", "55.30Z", "angoulins", "Route de la plage", "Stéphane Moulin", _of("cdd:G1501", "cdd:G1703", "immersion:A1203")),
    Firm("École de voile des Minimes", "85.51Z", "port", "Avenue de la Capitainerie", "Gaëlle Prigent", _of("immersion:M1601", "civic_service:G1203"), ("civic",)),
    Firm("Traiteur Saveurs d’ici", "56.21Z", "lagord", "3 rue des Entrepreneurs", "Aïcha Traoré", _of("immersion:G1602", "part_time_break:G1603", "apprenticeship:G1602")),
    Firm("Imprimerie du Vieux Port", "18.12Z", "centre", "27 rue Bazoges", "Alain Bouyer", _of("visit:M1607", "immersion:N1103")),
)


# fmt: on


def invented_siret(rank: int) -> str:
    """A SIRET that passes every check and that no firm has: its SIREN begins with 99."""
    siren = f"99{rank:06d}"
    siren += luhn.calc_check_digit(siren)
    nic = f"{siren}0001"
    return nic + luhn.calc_check_digit(nic)

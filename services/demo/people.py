"""The forty-four invented people: 19 jeunes, 15 femmes aged 27 to 49, 10 seniors aged 50 to 60, at every stage."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.demo.territory import known_id

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
MORNINGS = tuple(f"{day}_am" for day in WORKDAYS)
AFTERNOONS = tuple(f"{day}_pm" for day in WORKDAYS)
PATTERNS: dict[str, tuple[str, ...]] = {
    "day": (*MORNINGS, *AFTERNOONS),
    "morning": MORNINGS,
    "afternoon": AFTERNOONS,
    "school": (*MORNINGS, "mon_pm", "tue_pm", "thu_pm", "fri_pm"),
    "any": (*MORNINGS, *AFTERNOONS, *(f"{day}_ev" for day in WORKDAYS), "sat_am", "sat_pm"),
    "": (),
}


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented person. ``freins`` are kinds with their state.

    ``stage``: new, described, kept, agreed, introduced, meeting, refused, running, ended (the firm has still to
    evaluate), done, cancelled, or hired with the kind of contract. ``firm`` is the one they meet, when it must be that one.
    """

    first: str
    last: str
    cohort: str
    age: int
    wishes: tuple[str, ...]
    hours: str
    modes: tuple[str, ...]
    minutes: int | None
    kinds: tuple[str, ...]
    stage: str
    firm: str = ""
    hired_as: str = ""
    freins: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def key(self) -> UUID:
        """A stable id from which others are made."""
        return known_id("person", self.first, self.last)

    def birth_date(self, today: date) -> date:
        """A birth date that gives the age today."""
        shift = sum(map(ord, self.first + self.last)) % 300
        return date.fromordinal(date(today.year - self.age, today.month, min(today.day, 28)).toordinal() - shift)


def _all(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("+") if part)


def _read(line: str) -> Invented:
    parts = [part.strip() for part in line.split("|")]
    first, last, cohort, age, wishes, hours, modes, minutes, kinds, stage, freins, licences, avoids, languages = parts
    stage, _, firm = stage.partition("@")
    told, _, hired_as = stage.partition("=")
    return Invented(
        first,
        last,
        cohort,
        int(age),
        _all(wishes),
        hours,
        _all(modes),
        int(minutes) if minutes else None,
        _all(kinds),
        told,
        firm,
        hired_as,
        _all(freins),
        _all(licences),
        _all(avoids),
        _all(languages),
    )


_TABLE = """
Lina|Moreau|jeunes|19|G1602+G1803|day|bus+walk|30|immersion+apprenticeship|meeting|mobility:working|||french+english
Enzo|Petit|jeunes|22|A1203+F1606|morning|bike|25|immersion+cdd|hired=cdi|housing:lifted|||french
Mehdi|Saïdi|jeunes|20|I1604|day|bus|35|immersion+apprenticeship|running|mobility:identified|||
Awa|Sow|jeunes|18|K1303+G1203|school|bus+walk|30|immersion+internship+civic_service|done||||french+english
Théo|Garnier|jeunes|24|N1103+N4105|any|car|40|cdd+cdi+temporary|introduced||B||french
Jade|Leroux|jeunes|17|D1202|day|bus|30|immersion|kept|family:working|||
Rayan|Benamar|jeunes|23|K2503+N1103|any|scooter|30|cdi+cdd|refused||||
Inaya|Diarra|jeunes|21|M1601+D1106|day|bus|45|immersion+civic_service|agreed|digital:lifted|||french+english
Lucas|Roy|jeunes|19|I1605|day|bike+bus|40|immersion+apprenticeship|done||||
Sofiane|Kaci|jeunes|25|F1602|day|bus|40|immersion+professionalisation|refused|administrative:lifted|||
Manon|Robin|jeunes|18|D1102|morning|walk|20|immersion+apprenticeship|running||||french
Yanis|Ould|jeunes|20|G1605+G1603|afternoon|bus|30|cdd+part_time_break|hired=civic_service|housing:working|||
Chloé|Texier|jeunes|22|G1203|afternoon|bike|25|part_time_break+civic_service|introduced||||french+english
Ibrahim|Camara|jeunes|23|K2204|morning|bus|35|cdd+cdi+temporary|cancelled|language:working|||
Emma|Faure|jeunes|17|M1601|day|bus|30|civic_service|hired=civic_service||||french
Noah|Perrot|jeunes|21|K2304|day|bike|20|immersion+cddi|hired=civic_service|addiction:working|||french+spanish
Kenza|Amrani|jeunes|24|J1501|day|bus|40|immersion+cdd|done||||french+english
Hugo|Blanchet|jeunes|20||||||new|isolation:identified|||
Assia|Messaoudi|jeunes|22|D1214+D1505|day|bus|30|immersion+cdd|seen||||french+english
Samira|Haddad|femmes|34|K2204+G1501|school|bus|30|cdi+cdd+part_time_break|hired=cdi|childcare:lifted|||french
Fatima|El Idrissi|femmes|41|G1602|school|bus+walk|30|immersion+cdd|running|language:working||night|
Aminata|Traoré|femmes|29|K1303|school|bus|35|immersion+internship|meeting|childcare:working|||
Sandra|Lopes|femmes|38|D1505+D1106|school|car|25|cdd+part_time_break|hired=temporary||B||french+spanish
Nathalie|Gauthier|femmes|47|M1607|day|car|40|immersion+cdd|done|digital:working|B||french+english
Kadiatou|Bah|femmes|31|K1302|school|bus|40|cdi+cdd|hired=training|mobility:working|||french
Leïla|Mansouri|femmes|36|B1803|day|bus|30|immersion+professionalisation|introduced||||french+english
Sonia|Ferreira|femmes|44|G1501|morning|bus|35|temporary+cdd|hired=temporary|health:working||heavy_loads|french
Oumou|Diallo|femmes|27|D1102+D1202|school|bus|30|immersion|ended@lefournildessalines|childcare:identified|||
Céline|Bouchet|femmes|39|A1414|morning|car|35|immersion+cddi|agreed||B||french+signs
Rosa|Da Silva|femmes|49|K2204|morning|walk+bus|25|cdi+part_time_break|hired=training||||
Hanane|Zeroual|femmes|33|M1601|school|bus|30|immersion+training|refused|childcare:working|||french
Mariama|Sylla|femmes|30|J1501|day|bus|45|training+cdd|done||||
Valérie|Noël|femmes|45|K2304+D1214|day|bike|20|cddi|hired=cddi|housing:lifted|||french
Naïma|Cherif|femmes|42||||||new|access_to_rights:identified|||
Alain|Bertin|seniors|56|N4105|day|car|40|cdi+cdd|hired=temporary||B||french+german
Christine|Moulin|seniors|52|M1607+M1601|day|bus|40|immersion+cdi|meeting|digital:working|||french+english
Joël|Ricard|seniors|58|A1203|morning|bike|25|cdd+cddi|running|health:working||heavy_loads|
Martine|Pineau|seniors|54|K1302|school|car|30|cdi|hired=cdi|family:working|B||french
Mustapha|Brahimi|seniors|50|F1703+F1606|day|bus|40|cdi+cdd|introduced|rqth:working||heavy_loads|
Patricia|Lucas|seniors|57|G1605+G1603|afternoon|bus|30|part_time_break+cdd|kept|isolation:working|||french
Daniel|Chauvin|seniors|60|K2503|any|car|30|cdi+cdd|refused||B||french+english
Brigitte|Samson|seniors|55|G1501|morning|bus|30|cdi+cdd|done|||heavy_loads|french
Rachida|Ould Ali|seniors|51|D1106|day|bus|30|cdd+part_time_break|introduced@lefournildessalines||||
Gérard|Lebrun|seniors|59||||||new|access_to_rights:working|||
"""

PEOPLE: tuple[Invented, ...] = tuple(_read(line) for line in _TABLE.strip().splitlines())

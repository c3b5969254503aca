"""What an employer says of an offer, whatever its kind: trade, dates, hours, place, places, tutor.

Refuses what no kind could accept: no trade, dates that run backwards, no place, an unknown code. What each kind
demands by law is in `offer_law`.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from services.contracts.vocabulary import Language, Licence, Objective, OfferKind
from services.employers.domain.codes import digits_of_phone, is_postcode, is_rome
from services.employers.domain.company import Service, Site
from services.employers.domain.hours import Hours
from services.employers.domain.refusals import Fault

EFFORTS = {
    "heavy_loads": "port de charges lourdes",
    "standing": "debout longtemps",
    "night": "travail de nuit",
    "outdoors": "travail dehors",
    "crowds": "beaucoup de monde",
    "reading": "lire et écrire souvent",
}
"""What the work asks; the closed list that profiles answer by ``avoids``."""

LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 120, 4000, 120
MOST_PLACES, MOST_SKILLS = 50, 12
FURTHEST_START = timedelta(days=550)
LONGEST_LIFE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Tutor:
    """Who hosts. The name and phone stay in `employers`; they are printed on the person's sheet once agreed."""

    name: str = ""
    role: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The offer's content. ``ends_on`` None means « to be agreed » or no end."""

    kind: OfferKind
    title: str
    description: str = ""
    rome: str = ""
    trade_label: str = ""
    objectives: tuple[Objective, ...] = ()
    skills: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    expires_on: date | None = None
    hours: Hours = field(default_factory=Hours)
    site: Site = field(default_factory=Site)
    places: int = 1
    licences: tuple[Licence, ...] = ()
    experience_months: int = 0
    experience_said: bool = True
    """False for an advertisement that does not say whether experience is demanded, or only wishes for it."""
    diploma: str = ""
    languages: tuple[Language, ...] = ()
    dangerous_for_minors: bool = False
    adults_only: bool = False
    with_children: bool = False
    remote: bool = False
    efforts: tuple[str, ...] = ()
    salary: str = ""
    tutor: Tutor = field(default_factory=Tutor)
    service_id: UUID | None = None

    @property
    def open_to_minors(self) -> bool:
        """False when the employer says so, when the work is dangerous, or when the hours are not for minors."""
        stated = self.adults_only or self.dangerous_for_minors
        return not (stated or self.hours.why_not_minors())

    def hosted_by(self, contact: Service) -> "Terms":
        """The same, with this contact of the firm as tutor."""
        return replace(self, tutor=Tutor(contact.contact_name, contact.role, contact.phone))

    def tidy(self) -> "Terms":
        """Spaces trimmed, empty and repeated skills dropped; a title missing is the trade's name."""
        skills = tuple(dict.fromkeys(" ".join(skill.split()) for skill in self.skills if skill.strip()))
        return replace(
            self,
            title=" ".join(self.title.split()) or " ".join(self.trade_label.split()),
            description=self.description.strip(),
            skills=skills,
            tutor=replace(self.tutor, name=" ".join(self.tutor.name.split())),
        )


def shape_faults(terms: Terms, *, today: date, was: Terms | None = None) -> tuple[Fault, ...]:
    """What no kind of offer may have, in the order of the form. ``was`` is the content that an edit replaces: a day

    that it already had may be over by now.
    """
    dates = _dates(terms, today, started=was is not None and was.starts_on == terms.starts_on)
    return (*_words(terms), *dates, *terms.hours.faults(), *_place(terms), *_people(terms))


def _words(terms: Terms) -> list[Fault]:
    faults = []
    if not terms.title:
        faults.append(Fault("trade", "Indiquez le métier : quelques mots suffisent."))
    if len(terms.title) > LONGEST_TITLE:
        faults.append(Fault("trade", f"Le titre dépasse {LONGEST_TITLE} caractères."))
    if terms.rome and not is_rome(terms.rome):
        faults.append(Fault("rome", "Ce code de métier n'existe pas : il a une lettre et quatre chiffres."))
    if len(terms.description) > LONGEST_TEXT:
        faults.append(Fault("description", f"La description dépasse {LONGEST_TEXT} caractères."))
    if len(terms.skills) > MOST_SKILLS or any(len(skill) > LONGEST_LINE for skill in terms.skills):
        faults.append(Fault("skills", f"Au plus {MOST_SKILLS} savoir-faire, de {LONGEST_LINE} caractères chacun."))
    for name, text in (("salary", terms.salary), ("diploma", terms.diploma)):
        if len(text) > LONGEST_LINE:
            faults.append(Fault(name, f"Ce texte dépasse {LONGEST_LINE} caractères."))
    return faults


def _dates(terms: Terms, today: date, *, started: bool) -> list[Fault]:
    faults = []
    if terms.starts_on is not None and terms.starts_on < today and not started:
        faults.append(Fault("starts_on", "La date de début est déjà passée."))
    if terms.starts_on is not None and terms.starts_on > today + FURTHEST_START:
        faults.append(Fault("starts_on", "La date de début est dans plus de dix-huit mois."))
    if terms.ends_on is not None and terms.starts_on is None:
        faults.append(Fault("starts_on", "Indiquez la date de début, puisque vous donnez celle de fin."))
    if terms.starts_on is not None and terms.ends_on is not None and terms.ends_on < terms.starts_on:
        faults.append(Fault("ends_on", "La date de fin est avant la date de début."))
    elif terms.ends_on is not None and terms.ends_on < today:
        faults.append(Fault("ends_on", "La date de fin est déjà passée."))
    if terms.expires_on is not None and not today <= terms.expires_on <= today + LONGEST_LIFE:
        faults.append(Fault("expires_on", "L'offre peut rester visible d'aujourd'hui à un an."))
    return faults


def _place(terms: Terms) -> list[Fault]:
    faults = []
    if not (terms.remote or terms.site.label.strip() or terms.site.commune.strip()):
        faults.append(Fault("place", "Indiquez où se fait le travail : une adresse ou une commune."))
    if terms.site.postcode and not is_postcode(terms.site.postcode):
        faults.append(Fault("postcode", "Le code postal a cinq chiffres."))
    if len(terms.site.label) > LONGEST_LINE * 2 or len(terms.site.commune) > LONGEST_LINE:
        faults.append(Fault("place", "L'adresse est trop longue."))
    latitude, longitude = terms.site.latitude, terms.site.longitude
    if (latitude is None) != (longitude is None):
        faults.append(Fault("place", "Un point sur la carte a une latitude et une longitude."))
    elif latitude is not None and longitude is not None and not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        faults.append(Fault("place", "Ce point n'existe pas sur la carte."))
    return faults


def _people(terms: Terms) -> list[Fault]:
    faults = []
    if not 1 <= terms.places <= MOST_PLACES:
        faults.append(Fault("places", f"Le nombre de places va de 1 à {MOST_PLACES}."))
    if not 0 <= terms.experience_months <= 600:
        faults.append(Fault("experience_months", "L'expérience demandée se compte en mois, de 0 à 600."))
    if any(effort not in EFFORTS for effort in terms.efforts):
        faults.append(Fault("efforts", "Choisissez parmi les efforts proposés."))
    if len(terms.tutor.name) > LONGEST_LINE or len(terms.tutor.role) > LONGEST_LINE:
        faults.append(Fault("tutor", f"Ce nom dépasse {LONGEST_LINE} caractères."))
    if terms.tutor.phone and not digits_of_phone(terms.tutor.phone):
        faults.append(Fault("tutor_phone", "Ce numéro de téléphone n'a pas dix chiffres."))
    return faults

"""What an offer of France Travail (« Offres d'emploi v2 ») says, in the club's words.

Drops ``contact`` and ``agence``: they name people. Refuses, with a reason, an offer without id, title or salaried
contract that we know. What is optional and does not read counts as not said.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from services.contracts.vocabulary import Licence, OfferKind
from services.employers.domain.company import Site
from services.employers.domain.found_offer import FoundOffer, RefusedRow
from services.employers.domain.hours import Hours
from services.employers.domain.languages_asked import languages_asked
from services.employers.domain.licences_asked import licences_asked
from services.employers.domain.offer_terms import LONGEST_LINE, LONGEST_TEXT, MOST_SKILLS, Terms

UNNAMED = "Entreprise non précisée"
KINDS = {
    "CDI": OfferKind.CDI,
    "DIN": OfferKind.CDI,
    "CDD": OfferKind.CDD,
    "SAI": OfferKind.CDD,
    "MIS": OfferKind.TEMPORARY,
    "TTI": OfferKind.TEMPORARY,
    "DDI": OfferKind.CDDI,
}
TOLD_KINDS = {
    "cdi": OfferKind.CDI,
    "contrat à durée indéterminée": OfferKind.CDI,
    "cdd": OfferKind.CDD,
    "contrat à durée déterminée": OfferKind.CDD,
    "saisonnier": OfferKind.CDD,
    "intérim": OfferKind.TEMPORARY,
}
FREELANCE = {"LIB": "profession libérale", "CCE": "profession commerciale", "FRA": "franchise", "REP": "reprise"}
ASKED_WITHOUT_LENGTH = 12
"""Months counted when experience is demanded and no length is told."""

_HOURS = re.compile(r"(?<!\d)(\d{1,2})\s?[hH](?:\s?([0-5]\d)(?!\d))?(?!\w*\s?/\s?(?:mois|jour|an))")
_LENGTH = re.compile(r"(\d{1,3})\s*(an|mois)", re.IGNORECASE)
_BY_NIGHT = re.compile(r"\b(?:de|la) nuit\b", re.IGNORECASE)
_COURSE = re.compile(r"^\W*(?:formations?|poei|poec)\b(?!\s*(?:/|ou\b))", re.IGNORECASE)
"""A course that a board files as the contract that may follow it."""
_SANDWICH = re.compile(
    r"^(apprentie?s?|alternante?s?|alternance)\b|\ben (alternance|apprentissage|contrat d.apprentissage)\b|"
    r"[-–(]\s*(alternance|apprentissage)\b",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(r"^(?:\d{2,3}|2[AB])\s*-\s*")


def found_in(number: int, offer: Any) -> FoundOffer | RefusedRow:
    """The offer of row ``number``, or why it is left aside."""
    if not isinstance(offer, dict):
        return RefusedRow(number, "", "une offre est attendue, entre accolades.")
    ref = _text(offer.get("id"))
    if not ref or len(ref) > 100:
        return RefusedRow(number, "", "l'identifiant de l'offre (« id ») manque ou est trop long.")
    if not (_text(offer.get("intitule")) or _trade(offer)):
        return RefusedRow(number, ref, "l'intitulé de l'offre manque.")
    kind = kind_of(offer)
    if isinstance(kind, str) and not isinstance(kind, OfferKind):
        return RefusedRow(number, ref, kind)
    company = _text(_inside(offer, "entreprise").get("nom"))[:200]
    return FoundOffer(
        line=number,
        ref=ref,
        company_name=company or UNNAMED,
        terms=_terms(offer, kind),
        url=_url(offer),
        posted_at=_moment(offer.get("dateCreation")),
    )


def kind_of(offer: Mapping[str, Any]) -> OfferKind | str:
    """The kind of contract, or why this is none of ours. A title that says « en alternance », or « Formation … », is

    believed.
    """
    told = _kind_told(offer)
    if isinstance(told, OfferKind) and _COURSE.match(_text(offer.get("intitule"))):
        return OfferKind.TRAINING
    dated = told in (OfferKind.CDD, OfferKind.CDI)
    return OfferKind.APPRENTICESHIP if dated and _SANDWICH.search(_text(offer.get("intitule"))) else told


def _kind_told(offer: Mapping[str, Any]) -> OfferKind | str:
    nature, contract = _text(offer.get("natureContrat")).casefold(), _text(offer.get("typeContrat")).upper()
    if "non salarié" in nature or contract in FREELANCE:
        said = FREELANCE.get(contract, "emploi non salarié")
        return f"ce n'est pas un emploi salarié ({said})."
    if "apprentissage" in nature:
        return OfferKind.APPRENTICESHIP
    if "professionnalisation" in nature:
        return OfferKind.PROFESSIONALISATION
    if "insertion" in nature and contract in ("CDD", "DDI"):
        return OfferKind.CDDI
    if contract in KINDS:
        return OfferKind.APPRENTICESHIP if offer.get("alternance") is True else KINDS[contract]
    told = _text(offer.get("typeContratLibelle")).casefold()
    if told.startswith("profession"):
        return f"ce n'est pas un emploi salarié ({told[:40]})."
    for start, kind in TOLD_KINDS.items():
        if told.startswith(start):
            return kind
    if not contract and not told:
        return "le type de contrat (« typeContrat ») manque."
    return f"le type de contrat « {(contract or told)[:40]} » n'est pas connu."


def _terms(offer: Mapping[str, Any], kind: OfferKind) -> Terms:
    rome = _text(offer.get("romeCode"))
    night = "nuit" in _schedule(offer).casefold() or _BY_NIGHT.search(_text(offer.get("intitule"))) is not None
    skills = [_text(_as_map(one).get("libelle")) for one in _list(offer, "competences")]
    places = offer.get("nombrePostes")
    title, description = _text(offer.get("intitule")), _paragraphs(offer.get("description"))
    licences = dict.fromkeys((*licences_of(_list(offer, "permis")), *licences_asked(title, description)))
    return Terms(
        kind=kind,
        title=title,
        description=_shortened(description),
        rome=rome,
        trade_label=_trade(offer),
        skills=tuple(skill[:LONGEST_LINE] for skill in skills if skill)[:MOST_SKILLS],
        hours=Hours(weekly=weekly_hours(_schedule(offer)), label=_schedule(offer)[:LONGEST_LINE]),
        site=_site(_inside(offer, "lieuTravail")),
        places=places if isinstance(places, int) and not isinstance(places, bool) else 1,
        licences=tuple(licences),
        experience_months=experience_months(offer),
        experience_said=_text(offer.get("experienceExige")) in {"D", "E"},
        diploma=_diploma(offer),
        languages=languages_asked(_languages(offer), title, description),
        efforts=("night",) if night else (),
        salary=_text(_inside(offer, "salaire").get("libelle"))[:LONGEST_LINE],
    ).tidy()


def weekly_hours(told: str) -> float | None:
    """« 35H Travail en journée » is 35.0, « 24H30/semaine » is 24.5; None when no week is told."""
    found = _HOURS.search(told)
    if found is None:
        return None
    hours = int(found[1]) + int(found[2] or 0) / 60
    return round(hours, 2) if hours >= 1 else None


def experience_months(offer: Mapping[str, Any]) -> int:
    """Months of experience demanded; 0 when a beginner is welcome or experience is only wished."""
    if _text(offer.get("experienceExige")) != "E":
        return 0
    length = _LENGTH.search(_text(offer.get("experienceLibelle")))
    if length is None:
        return ASKED_WITHOUT_LENGTH
    return min(600, int(length[1]) * (12 if length[2].casefold() == "an" else 1))


def licences_of(told: Sequence[Any]) -> tuple[Licence, ...]:
    """The licences demanded, not those wished: « B - Véhicule léger », « CE - Poids lourd + remorque »."""
    asked = [_text(_as_map(one).get("libelle")).upper() for one in told if _as_map(one).get("exigence") == "E"]
    found = []
    for label in asked:
        category = label.split(" ")[0].strip("-")
        if category.startswith("AM"):
            found.append(Licence.AM)
        elif "CACES" in label:
            found.append(Licence.CACES)
        else:
            letter = category.replace("E", "", 1)[:1]
            found.extend(licence for licence in (Licence.B, Licence.C, Licence.D) if licence.value == letter)
    return tuple(dict.fromkeys(found))


def _site(place: Mapping[str, Any]) -> Site:
    label, postcode = _text(place.get("libelle")), _text(place.get("codePostal"))
    commune = _DEPARTMENT.sub("", label) if _DEPARTMENT.match(label) else ""
    latitude, longitude = _degrees(place.get("latitude")), _degrees(place.get("longitude"))
    both = latitude is not None and longitude is not None
    return Site(
        label="" if commune else label,
        postcode=postcode,
        commune=commune,
        latitude=latitude if both else None,
        longitude=longitude if both else None,
    )


def _diploma(offer: Mapping[str, Any]) -> str:
    for one in map(_as_map, _list(offer, "formations")):
        if one.get("exigence") == "E":
            parts = (_text(one.get("niveauLibelle")), _text(one.get("domaineLibelle")))
            return ", ".join(part for part in parts if part)[:LONGEST_LINE]
    return ""


def _languages(offer: Mapping[str, Any]) -> list[str]:
    told = map(_as_map, _list(offer, "langues"))
    return [_text(one.get("libelle")) for one in told if one.get("exigence") == "E"]


def _trade(offer: Mapping[str, Any]) -> str:
    return _text(offer.get("appellationlibelle")) or _text(offer.get("romeLibelle"))


def _schedule(offer: Mapping[str, Any]) -> str:
    return _text(offer.get("dureeTravailLibelle")) or _text(offer.get("dureeTravailLibelleConverti"))


def _url(offer: Mapping[str, Any]) -> str:
    url = _text(_inside(offer, "origineOffre").get("urlOrigine"))
    return url if url.startswith(("https://", "http://")) and len(url) <= 2000 else ""


def _moment(told: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(told))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _degrees(told: Any) -> float | None:
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        return float(told)
    except ValueError:
        return None


def _text(told: Any) -> str:
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return ""
    return "".join(c for c in " ".join(str(told).split()) if c.isprintable())


def _paragraphs(told: Any) -> str:
    lines = str(told).splitlines() if isinstance(told, str) else []
    return "\n".join(line for line in map(_text, lines) if line)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 5].rstrip()} […]"


def _as_map(told: Any) -> Mapping[str, Any]:
    return told if isinstance(told, dict) else {}


def _inside(offer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _as_map(offer.get(name))


def _list(offer: Mapping[str, Any], name: str) -> Sequence[Any]:
    told = offer.get(name)
    return told if isinstance(told, list) else []

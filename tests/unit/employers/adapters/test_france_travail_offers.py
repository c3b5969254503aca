"""Offers of France Travail in our words: contract, hours, licences, place; names of people never pass."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import ActAsked, Licence, OfferKind
from services.employers.adapters.france_travail_offers import read_france_travail
from services.employers.adapters.france_travail_shape import found_in, weekly_hours
from services.employers.domain.found_offer import FoundOffer, RefusedRow

COOK: dict[str, Any] = {
    "id": "188ABCD",
    "intitule": "Cuisinier / Cuisinière de collectivité (H/F)",
    "description": "Vous préparez les repas.\n\nÉquipe de quatre.",
    "dateCreation": "2025-06-02T09:00:00.000Z",
    "romeCode": "G1606",
    "appellationlibelle": "Cuisinier / Cuisinière de collectivité",
    "typeContrat": "CDD",
    "natureContrat": "Contrat travail",
    "experienceExige": "E",
    "experienceLibelle": "2 An(s)",
    "dureeTravailLibelle": "24H30/semaine\nTravail en journée",
    "permis": [{"libelle": "B - Véhicule léger", "exigence": "E"}, {"libelle": "CE - Poids lourd", "exigence": "S"}],
    "competences": [{"code": "1", "libelle": "Cuire des viandes", "exigence": "E"}],
    "entreprise": {"nom": "Cantines du port"},
    "lieuTravail": {"libelle": "17 - LA ROCHELLE", "codePostal": "17000", "latitude": 46.16, "longitude": -1.15},
    "nombrePostes": 2,
    "contact": {"nom": "Mme Secrète", "courriel": "secrete@example.org"},
    "agence": {"courriel": "agence@example.org"},
    "origineOffre": {"urlOrigine": "https://candidat.francetravail.fr/offres/recherche/detail/188ABCD"},
}


def found(**changes: Any) -> FoundOffer:
    row = found_in(1, {**COOK, **changes})
    assert isinstance(row, FoundOffer)
    return row


def test_an_offer_is_read_whole() -> None:
    offer = found()
    terms = offer.terms
    assert (offer.ref, offer.company_name, offer.act) == ("188ABCD", "Cantines du port", ActAsked.APPLY)
    assert (terms.kind, terms.rome, terms.experience_months, terms.places) == (OfferKind.CDD, "G1606", 24, 2)
    assert (terms.hours.weekly, terms.licences) == (24.5, (Licence.B,))
    assert (terms.site.commune, terms.site.postcode, terms.site.latitude) == ("LA ROCHELLE", "17000", 46.16)
    assert terms.skills == ("Cuire des viandes",)
    assert terms.description == "Vous préparez les repas.\nÉquipe de quatre."


def test_no_contact_passes() -> None:
    assert "ecr" not in repr(found()).replace("Équipe", "")
    assert "agence@" not in repr(found())


def test_without_an_address_the_act_is_to_call() -> None:
    assert found(origineOffre={"urlOrigine": "javascript:alert(1)"}).act is ActAsked.CALL


@pytest.mark.parametrize(
    ("contract", "nature", "apprentice", "kind"),
    [
        ("CDI", "Contrat travail", False, OfferKind.CDI),
        ("MIS", "Contrat travail", False, OfferKind.TEMPORARY),
        ("SAI", "Contrat travail", False, OfferKind.CDD),
        ("CDD", "Contrat apprentissage", True, OfferKind.APPRENTICESHIP),
        ("CDD", "Cont. professionnalisation", True, OfferKind.PROFESSIONALISATION),
        ("CDD", "Insertion par l'activ.éco.", False, OfferKind.CDDI),
        ("DDI", "", False, OfferKind.CDDI),
    ],
)
def test_contracts_become_our_kinds(contract: str, nature: str, apprentice: bool, kind: OfferKind) -> None:
    assert found(typeContrat=contract, natureContrat=nature, alternance=apprentice).terms.kind is kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Apprenti Agent d'entretien et de propreté des locaux (H/F)", OfferKind.APPRENTICESHIP),
        ("Livreur/Livreuse en contrat d'apprentissage (H/F)", OfferKind.APPRENTICESHIP),
        ("SECRETAIRE MEDICALE EN APPRENTISSAGE(H/F)", OfferKind.APPRENTICESHIP),
        ("Conseiller Vendeur H/F en Alternance (H/F)", OfferKind.APPRENTICESHIP),
        ("Technicien en Diagnostics Immobiliers - Alternance (H/F)", OfferKind.APPRENTICESHIP),
        ("Alternant - Préparateur de Commandes (H/F)", OfferKind.APPRENTICESHIP),
        ("Chargé de développement de l'alternance (H/F)", OfferKind.CDD),
        ("Formation préparateur de commandes (H/F)", OfferKind.TRAINING),
        ("POEI - Agent de quai", OfferKind.TRAINING),
        ("Formateur bricolage (H/F)", OfferKind.CDD),
        ("Chargé de formation (H/F)", OfferKind.CDD),
        ("Formateur d'apprentis en cuisine (H/F)", OfferKind.CDD),
        ("Cuisinier (H/F)", OfferKind.CDD),
    ],
)
def test_a_title_that_says_it_is_in_alternance_is_believed(title: str, kind: OfferKind) -> None:
    assert found(intitule=title).terms.kind is kind


@pytest.mark.parametrize(("demand", "said"), [("D", True), ("E", True), ("S", False), (None, False)])
def test_experience_is_said_only_when_it_is_demanded_or_beginners_are_welcome(
    demand: str | None, *, said: bool
) -> None:
    assert found(experienceExige=demand).terms.experience_said is said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"typeContrat": "LIB"}, "ce n'est pas un emploi salarié (profession libérale)."),
        ({"typeContrat": "XYZ"}, "le type de contrat « XYZ » n'est pas connu."),
        ({"typeContrat": None}, "le type de contrat (« typeContrat ») manque."),
        ({"id": ""}, "l'identifiant de l'offre (« id ») manque ou est trop long."),
        ({"intitule": " ", "appellationlibelle": None}, "l'intitulé de l'offre manque."),
    ],
)
def test_what_is_no_offer_is_refused_with_its_reason(changes: dict[str, Any], said: str) -> None:
    refused = found_in(7, {**COOK, **changes})
    assert isinstance(refused, RefusedRow)
    assert (refused.line, refused.reason) == (7, said)


@pytest.mark.parametrize(
    ("told", "hours"),
    [("35H Travail en journée", 35.0), ("temps partiel - 24H", 24.0), ("36H50", 36.83), ("1607H/an", None), ("", None)],
)
def test_weekly_hours_are_read_or_not_said(told: str, hours: float | None) -> None:
    assert weekly_hours(told) == hours


@pytest.mark.parametrize("shape", ["lines", "results", "pretty", "list"])
def test_a_file_is_lines_or_one_document(tmp_path: Path, shape: str) -> None:
    offers = [COOK, {**COOK, "id": "2"}]
    text = {
        "lines": "\n".join(map(json.dumps, offers)),
        "results": json.dumps({"resultats": offers}),
        "pretty": json.dumps({"resultats": offers}, indent=1),
        "list": json.dumps(offers, indent=1),
    }[shape]
    file = tmp_path / "offres.json"
    file.write_text(text, encoding="utf-8")
    assert [row.ref for row in read_france_travail(file)] == ["188ABCD", "2"]


def test_a_broken_line_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "offres.jsonl"
    file.write_bytes(json.dumps(COOK).encode() + b'\n{"id": 1,,}\n\n[3]\n\xff\n' + json.dumps(COOK).encode())
    rows = list(read_france_travail(file))
    assert [row.line for row in rows] == [1, 2, 4, 5, 6]
    assert [isinstance(row, RefusedRow) for row in rows] == [False, True, True, True, False]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["nom", "libelle", "exigence"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(COOK)), JSON))
def test_any_json_object_is_an_offer_or_a_refusal(changes: dict[str, Any]) -> None:
    assert isinstance(found_in(1, {**COOK, **changes}), FoundOffer | RefusedRow)


@pytest.mark.parametrize(
    ("title", "by_night"),
    [
        ("Auxiliaire de vie - Garde de nuit (H/F)", True),
        ("VEILLEUR DE NUIT (H/F)", True),
        ("Serveur (H/F)", False),
        ("Agent d'accueil, Nuits-Saint-Georges", False),
    ],
)
def test_a_title_that_says_it_is_by_night_is_believed(title: str, by_night: bool) -> None:
    assert ("night" in found(intitule=title).terms.efforts) is by_night

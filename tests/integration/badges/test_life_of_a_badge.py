"""From the end of a placement to a badge that a third party verifies, over HTTP."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from services.badges.adapters.baking import unbake_png, unbake_svg
from services.contracts.badges import AwardChanged
from services.contracts.vocabulary import AwardStatus
from tests.factories.badge_service import BadgeService, answers_of, ended, person, referent

HTML = "text/html"


def verified(service: BadgeService, document: str) -> OpenBadgeCredential:
    web = answers_of(service)
    did = json.loads(document)["issuer"]["id"]
    verifier = OB3LdpVerifier.for_issuer_did(did)
    return verifier.verify(document, check_status=True, verify_status_list=False, download=web.__getitem__)


def test_a_badge_goes_from_the_placement_to_a_third_party(service: BadgeService) -> None:
    award = service.proposed()
    assert award.status is AwardStatus.PROPOSED
    answer = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept")
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["status"], shown["name"]) == ("issued", "Immersion : accueil et renseignements")
    document = service.client().get(shown["files"]["json"]).text
    assert verified(service, document).issuer.name == "Parcours Atlantique"


def test_the_token_form_is_accepted_with_the_signed_list(service: BadgeService) -> None:
    award = service.issued()
    token = service.client().get(f"/badges/{award.award_id}.jwt").text
    client = service.client(accept="application/vc+jwt")

    def download(address: str) -> bytes:
        return client.get(address).content

    did = json.loads(service.client().get(f"/badges/{award.award_id}.json").text)["issuer"]["id"]
    read = OB3Verifier.for_issuer_did(did, download=download).verify(token, check_status=True, download=download)
    assert read.name == "Immersion : accueil et renseignements"


def test_the_images_carry_the_same_badge(service: BadgeService) -> None:
    award = service.issued()
    client = service.client()
    document = client.get(f"/badges/{award.award_id}.json").text
    png, svg = client.get(f"/badges/{award.award_id}.png"), client.get(f"/badges/{award.award_id}.svg")
    assert (png.headers["content-type"], svg.headers["content-type"]) == ("image/png", "image/svg+xml")
    assert unbake_png(png.content) == unbake_svg(svg.text) == document


def test_nothing_of_the_person_the_place_or_the_scheme_is_in_any_public_document(service: BadgeService) -> None:
    award = service.issued(employer_endorses=True)
    client = service.client()
    document = client.get(f"/badges/{award.award_id}.json")
    did = json.loads(document.text)["issuer"]["id"].replace("did:web:", "https://").replace(":", "/")
    did = did.replace("https///", "https://")
    texts = [document.text, client.get(f"{did}/did.json").text]
    texts.append(client.get(json.loads(document.text)["credentialStatus"]["statusListCredential"]).text)
    for text in texts:
        for secret in ("port-neuf", "Port-Neuf", "Laleu", str(award.profile_id), str(award.placement_id), "Halles"):
            assert secret not in text


def test_a_badge_without_agreement_has_no_file_and_no_page(service: BadgeService) -> None:
    award = service.proposed()
    for form in (".json", ".png", ".svg", ".jwt", ""):
        assert service.client().get(f"/badges/{award.award_id}{form}").status_code == 404


def test_the_page_shows_the_badge_only_after_the_second_agreement(service: BadgeService) -> None:
    award = service.issued()
    path = f"/badges/{award.award_id}"
    kept = service.client(accept=HTML).get(path)
    assert kept.status_code == 200
    assert "accueil et renseignements" not in kept.text
    assert "n’a pas choisi d’en montrer le contenu" in kept.text
    published = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/publish")
    assert published.json()["page"] == path
    shown = service.client(accept=HTML).get(path).text
    assert "Immersion : accueil et renseignements" in shown
    assert "Accueillir le public" in shown
    assert "Vérifié à l’instant" in shown
    assert service.told()[-1].page == path
    service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/unpublish")
    assert "n’a pas choisi" in service.client(accept=HTML).get(path).text
    assert service.told()[-1].page == ""


def test_both_agreements_may_be_given_in_one_breath(service: BadgeService) -> None:
    award = service.proposed()
    answer = service.client(person(award)).post(
        f"/badges/api/awards/{award.award_id}/accept", json={"public_page": True}
    )
    assert answer.json()["page"] == f"/badges/{award.award_id}"


def test_a_withdrawn_badge_is_gone_and_flagged(service: BadgeService) -> None:
    award = service.issued()
    document = service.client().get(f"/badges/{award.award_id}.json").text
    answer = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/withdraw")
    assert answer.json()["status"] == "revoked"
    for form in (".json", ".png", ".svg", ".jwt"):
        assert service.client().get(f"/badges/{award.award_id}{form}").status_code == 410
    page = service.client(accept=HTML).get(f"/badges/{award.award_id}")
    assert page.status_code == 410
    assert "a été retiré" in page.text
    with pytest.raises(OB3VerificationError, match="revocation"):
        verified(service, document)


def test_no_cache_shows_a_badge_that_was_withdrawn_since(service: BadgeService) -> None:
    award = service.issued()
    service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/publish")
    for form in ("", ".json", ".png", ".svg", ".jwt"):
        for accept in ("*/*", HTML):
            answer = service.client(accept=accept).get(f"/badges/{award.award_id}{form}")
            assert answer.headers["cache-control"] in {"no-cache", "no-store"}, form


def test_the_badge_address_answers_a_program_with_the_document_and_a_person_with_a_page(service: BadgeService) -> None:
    path = f"/badges/{service.issued().award_id}"
    kinds = {
        "*/*": "application/vc+ld+json",
        "application/json": "application/json",
        "application/ld+json": "application/ld+json",
        "application/vc+jwt": "application/vc+jwt",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "text/html; charset=utf-8",
    }
    for accept, kind in kinds.items():
        answer = service.client().get(path, headers={"accept": accept})
        assert answer.headers["content-type"] == kind, accept


def test_anyone_may_read_the_public_documents_from_any_site(service: BadgeService) -> None:
    award = service.issued()
    client = service.client()
    document = client.get(f"/badges/{award.award_id}.json")
    content = json.loads(document.text)
    did = content["issuer"]["id"].rpartition(":")[2]
    addresses = (
        f"/badges/issuers/{did}/did.json",
        content["credentialStatus"]["statusListCredential"],
        content["credentialSubject"]["achievement"]["id"],
        content["credentialSubject"]["achievement"]["image"]["id"],
    )
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "set-cookie" not in answer.headers


def test_the_employers_endorsement_is_a_document_of_its_own(service: BadgeService) -> None:
    award = service.issued(employer_endorses=True)
    service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/publish")
    page = service.client(accept=HTML).get(f"/badges/{award.award_id}").text
    address = page.partition("/badges/endorsements/")[2].partition('"')[0]
    opinion = service.client().get(f"/badges/endorsements/{address}").json()
    assert opinion["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert opinion["issuer"]["name"] == "Les Halles du Port"
    assert opinion["credentialSubject"]["id"] == f"https://badges.example.test/badges/{award.award_id}"
    service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/withdraw")
    assert service.client().get(f"/badges/endorsements/{address}").status_code == 410


def test_a_referent_records_how_the_person_agreed(service: BadgeService) -> None:
    award = service.proposed()
    client = service.client(referent())
    missing = client.post(f"/badges/api/awards/{award.award_id}/accept")
    assert missing.status_code == 422
    assert "channel" in missing.json()["fields"]
    given = client.post(f"/badges/api/awards/{award.award_id}/accept", json={"channel": "paper"})
    assert given.json()["state"] == "issued"


def test_a_person_may_bring_her_own_wallet_and_an_email_that_is_hashed(service: BadgeService) -> None:
    award = service.proposed()
    choice = {"did": "did:key:z6Mkm9etRYYJUVA7AgzghnF9Hep5J6VJh99wsrosCytneXNK", "email": "Lea@Example.test"}
    answer = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept", json=choice)
    assert answer.status_code == 200
    document = service.client().get(f"/badges/{award.award_id}.json").text
    subject = json.loads(document)["credentialSubject"]
    assert subject["id"] == choice["did"]
    assert subject["identifier"][0]["identityHash"].startswith("sha256$")
    assert "lea" not in document.lower().replace("releas", "")


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({"did": "lea"}, "did"),
        ({"email": "lea"}, "email"),
        ({"surprise": 1}, "surprise"),
        ({"channel": "x"}, "channel"),
    ],
)
def test_a_choice_that_cannot_be_read_is_refused_at_its_place(
    service: BadgeService, choice: dict[str, object], field: str
) -> None:
    award = service.proposed()
    answer = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept", json=choice)
    assert answer.status_code == 422
    assert field in str(answer.json()["fields"])
    assert service.told()[-1].status is AwardStatus.PROPOSED


def test_the_same_click_twice_issues_one_badge(service: BadgeService) -> None:
    award = service.proposed()
    client = service.client(person(award))
    path = f"/badges/api/awards/{award.award_id}/accept"
    first = client.post(path, headers={"idempotency-key": "k1"})
    again = client.post(path, headers={"idempotency-key": "k1"})
    assert (again.status_code, again.content) == (200, first.content)
    assert client.post(path).status_code == 409
    assert len([fact for fact in service.told() if fact.status is AwardStatus.ISSUED]) == 1


def test_ten_clicks_at_once_issue_one_badge(service: BadgeService) -> None:
    award = service.proposed()
    actor = person(award)

    def click(_number: int) -> int:
        return service.client(actor).post(f"/badges/api/awards/{award.award_id}/accept").status_code

    with ThreadPoolExecutor(10) as clicks:
        codes = sorted(clicks.map(click, range(10)))
    assert codes == [200] + [409] * 9
    assert [fact.status for fact in service.told()] == [AwardStatus.PROPOSED, AwardStatus.ISSUED]


def test_badges_accepted_at_once_get_different_places_in_the_list(service: BadgeService) -> None:
    awards = [service.proposed() for _ in range(8)]

    def click(award: AwardChanged) -> str:
        shown = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept").json()
        document = service.client().get(shown["files"]["json"]).json()
        return str(document["credentialStatus"]["statusListIndex"])

    with ThreadPoolExecutor(8) as clicks:
        places = list(clicks.map(click, awards))
    assert len(set(places)) == 8


def test_a_second_placement_makes_a_second_badge_with_another_address_for_the_person(service: BadgeService) -> None:
    first = service.issued()
    second = service.issued(profile_id=first.profile_id)
    subjects = {
        service.client().get(f"/badges/{one.award_id}.json").json()["credentialSubject"]["id"]
        for one in (first, second)
    }
    assert len(subjects) == 2
    assert ended().placement_id != first.placement_id

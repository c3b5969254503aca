"""Keys over the life of the service: rotation, theft, the command line, the trace of signatures."""

import json
import stat
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from typer.testing import CliRunner

from services.badges.adapters import tables
from services.badges.entrypoints.cli import commands
from services.kernel.database import Database
from tests.factories.badge_service import TERRITORY, BadgeService, person
from tests.integration.badges.test_life_of_a_badge import verified


def run(service: BadgeService, *words: str) -> tuple[int, str]:
    app = commands(lambda: (Database(service.settings.database_for("badges")), service.shop))
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def key_files(service: BadgeService) -> list[Path]:
    return sorted((service.settings.keys() / "badges").rglob("*.key"))


def test_private_keys_are_files_that_only_the_service_reads(service: BadgeService) -> None:
    (key,) = key_files(service)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == 32
    with service.runtime.database.reading() as connection:
        rows = str(connection.execute(select(tables.issuer_keys)).all())
    assert key.read_bytes().hex() not in rows


def test_after_a_rotation_older_badges_still_verify_and_the_new_key_signs(service: BadgeService) -> None:
    old = service.issued()
    document = service.client().get(f"/badges/{old.award_id}.json").text
    service.now += timedelta(minutes=1)
    code, said = run(service, "keys", "rotate", TERRITORY)
    assert (code, "nouvelle clé z6Mk" in said) == (0, True)
    assert len(key_files(service)) == 1
    assert verified(service, document)
    new = service.client().get(f"/badges/{service.issued().award_id}.json").text
    assert verified(service, new)
    used = [json.loads(text)["proof"][0]["verificationMethod"] for text in (document, new)]
    assert used[0] != used[1]


def test_what_a_stolen_key_signed_is_signed_again_at_the_same_address(service: BadgeService) -> None:
    award = service.issued(employer_endorses=True)
    before = service.client().get(f"/badges/{award.award_id}.json").json()
    key_id = before["proof"][0]["verificationMethod"].rpartition("#")[2]
    service.now += timedelta(minutes=1)
    assert run(service, "keys", "stolen", TERRITORY, key_id)[0] == 0
    after = service.client().get(f"/badges/{award.award_id}.json")
    assert verified(service, after.text)
    content = after.json()
    assert content["proof"][0]["verificationMethod"] != before["proof"][0]["verificationMethod"]
    assert content["validFrom"] > before["validFrom"]
    same = ("id", "awardedDate", "credentialSubject", "credentialStatus", "issuer")
    assert {name: content[name] for name in same} == {name: before[name] for name in same}
    did = before["issuer"]["id"].rpartition(":")[2]
    assert key_id not in service.client().get(f"/badges/issuers/{did}/did.json").text


def test_the_operator_lists_keys_revokes_and_verifies(service: BadgeService, tmp_path: Path) -> None:
    award = service.issued()
    file = tmp_path / "badge.png"
    file.write_bytes(service.client().get(f"/badges/{award.award_id}.png").content)
    assert "en service" in run(service, "keys", "list", TERRITORY)[1]
    assert run(service, "verify", str(file))[0] == 0
    assert run(service, "revoke", str(award.award_id))[0] == 0
    code, said = run(service, "verify", str(file))
    assert (code, "Le retrait : non." in said) == (1, True)
    assert run(service, "revoke", str(award.award_id))[0] == 2


def test_an_unknown_territory_or_key_is_refused_in_words(service: BadgeService) -> None:
    assert run(service, "keys", "rotate", "ailleurs")[0] == 2
    code, said = run(service, "keys", "stolen", TERRITORY, "z6MkInconnue")
    assert code == 2
    assert "Rien n'a été changé" in " ".join(said.replace("│", " ").split())


def test_every_signature_leaves_its_trace_and_never_its_content(service: BadgeService) -> None:
    award = service.issued(employer_endorses=True)
    with service.runtime.database.reading() as connection:
        rows = connection.execute(select(tables.signatures)).mappings().all()
    addresses = [row["address"] for row in rows]
    assert f"https://badges.example.test/badges/{award.award_id}" in addresses
    assert len(rows) == 2
    assert all(len(row["digest"]) == 64 for row in rows)


def test_a_status_list_is_signed_again_when_it_ages_or_changes(service: BadgeService) -> None:
    award = service.issued()
    listed = service.client().get(f"/badges/{award.award_id}.json").json()["credentialStatus"]["statusListCredential"]
    first = service.client().get(listed).text
    assert service.client().get(listed).text == first
    service.now += timedelta(hours=13)
    aged = service.client().get(listed).text
    assert aged != first
    run(service, "revoke", str(award.award_id))
    changed = service.client().get(listed).json()
    assert changed["credentialSubject"]["encodedList"] != json.loads(aged)["credentialSubject"]["encodedList"]


def test_a_badge_waits_when_its_key_is_not_on_this_machine(service: BadgeService) -> None:
    for key in key_files(service):
        key.unlink()
    award = service.proposed()
    answer = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept")
    assert answer.json()["state"] == "accepted"
    assert service.client().get(f"/badges/{award.award_id}.json").status_code == 404

"""The rules that are never broken: what rides an event, what lies on the disk, what an erasure leaves."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text, update
from typer.testing import CliRunner

from services.candidates.adapters import tables
from services.candidates.adapters.ledger import Ledger
from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork
from services.candidates.bootstrap import command_line
from services.candidates.domain.freins import FreinKind
from services.candidates.use_cases.replay_erasures import replay_erasures
from services.contracts.badges import AwardChanged
from services.contracts.candidates import AgreementChanged, ProfileChanged, ProfileErased
from services.contracts.matching import PlacementChanged
from services.contracts.vocabulary import AwardStatus, OfferKind, PlacementStatus
from services.kernel import mail
from services.kernel.relay import Relay
from tests.factories.candidates_service import TERRITORY, CandidatesService, kept, prescriber, referent
from tests.factories.people import CCAS, COLLEAGUE, COMPANY, DIAGONALES, NOW, REFERENT

SECRETS = (
    "Zélie", "Quintrandec", "06 98 76 54 32", "zelie.quintrandec@exemple.fr", "7 allée des Mouettes", "2001-07-19",
    "Tante Odile", "Hébergée chez une amie", "Maison des Glycines", "préfère le matin, garde de sa fille",
    "voudrait travailler près du port",
)  # fmt: skip
"""Words of one person, unlike anything else in the product."""


def a_full_life(people: CandidatesService) -> tuple[UUID, UUID, UUID]:
    """Everything that can be recorded about somebody, through the pages and the API."""
    person, profile = people.registered(
        first_name="Zélie", last_name="Quintrandec", born="2001-07-19", phone="06 98 76 54 32",
        email="zelie.quintrandec@exemple.fr", address="7 allée des Mouettes", sex="woman", in_district=True,
        emergency_contact="Tante Odile", cohort="jeunes",
    )  # fmt: skip
    page = people.page(referent())
    moved = kept(profile)
    people.hear(moved)

    def post(path: str, **data: object) -> None:
        answer = page.post(f"/personnes/{person}/{path}", data=data)
        assert answer.status_code in {200, 303}, answer.text

    post(
        "contacts",
        place="street",
        channel="in_person",
        note="préfère le matin, garde de sa fille",
        next_on="2026-04-01",
    )
    for kind in FreinKind:
        post("freins", kind=kind.value, note="Hébergée chez une amie" if kind is FreinKind.HOUSING else "")
    frein = re.findall(rf"/personnes/{person}/freins/([0-9a-f-]{{36}})/travail", page.get(f"/personnes/{person}").text)[
        0
    ]
    post(f"freins/{frein}/travail", partner="Maison des Glycines")
    post("etapes", step="diagonales:welcome")
    post("jugement", ready="oui", reason="voudrait travailler près du port")
    post("statut", rqth="on", minimum_income="on", at_mission_locale="on")
    post("dispositifs", scheme="PLIE", since="2026-01-05")
    post("accords", introduction_id=str(moved.introduction_id), agrees="oui", channel="in_person")
    post("releves", to=str(COLLEAGUE), since="2026-03-10", until="2026-03-20")
    post("contrats", kind="cdd", starts="2025-01-01", ends="2025-03-31")
    post("partage", structures=[str(CCAS)], items=["name", "freins"], channel="paper")
    post("fiche", how_to_go="bus 1", bring="CV")
    form = page.get(f"/personnes/{person}/profil/modifier").text
    version = re.findall(r'name="version" value="(\d+)"', form)[0]
    post("profil/modifier", version=version, trade="Aide de cuisine", rome="G1603")
    page.post("/fonds", data={"person_id": str(person), "purpose": "driving", "amount": "90", "why": "pour le poste"})
    session = page.post("/groupe-operationnel", data={"on": "2026-03-10", "structures": [str(CCAS), str(DIAGONALES)]})
    page.post(f"{session.headers['location']}/situations", data={"person_id": str(person), "problem": "garde le soir"})
    sent = people.page(prescriber()).post(
        "/prescrire",
        data={
            "first_name": "Zélie", "last_name": "Quintrandec", "born": "2001-07-19", "structure_id": str(CCAS),
            "motive": "find_work", "reason": "voudrait travailler près du port",
        },
    )  # fmt: skip
    assert sent.status_code == 303, sent.text
    placement = uuid4()
    people.hear(
        PlacementChanged(
            placement_id=placement, version=1, introduction_id=moved.introduction_id, profile_id=profile,
            company_id=COMPANY, company_name="Le Comptoir", offer_id=moved.offer_id, kind=OfferKind.IMMERSION,
            title="Aide", starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 20), status=PlacementStatus.VALIDATED,
            referent_id=REFERENT, at=NOW,
        ),
        AwardChanged(
            award_id=uuid4(), version=1, placement_id=placement, profile_id=profile, company_id=COMPANY,
            name="Cuisine", status=AwardStatus.PROPOSED, at=NOW,
        ),
    )  # fmt: skip
    return person, profile, moved.introduction_id


def on_disk(folder: Path) -> bytes:
    """Every byte of the data directory, keys apart."""
    files = [file for file in folder.rglob("*") if file.is_file() and "keys" not in file.relative_to(folder).parts]
    return b"\n".join(file.read_bytes() for file in files)


def published(people: CandidatesService) -> None:
    """Send what waits in the outbox to the event log."""
    relay = Relay("candidates", people.database, people.runtime.event_log)
    while relay.publish_waiting():
        pass


def test_no_event_of_a_full_life_holds_a_name_a_contact_a_frein_or_free_text(people: CandidatesService) -> None:
    person, profile, _ = a_full_life(people)
    people.client(referent()).delete(f"/candidates/api/people/{person}")
    envelopes = people.envelopes()
    assert {one.type for one in envelopes} == {ProfileChanged.TYPE, AgreementChanged.TYPE, ProfileErased.TYPE}
    told = "\n".join(one.to_bytes().decode() for one in envelopes)
    plain = told.casefold()
    for secret in SECRETS:
        assert secret.casefold() not in plain, secret
        assert json.dumps(secret)[1:-1].casefold() not in plain, secret
    for kind in FreinKind:
        assert f'"{kind.value}"' not in plain, kind
        assert kind.label.casefold() not in plain, kind
    for word in ("jeunes", "femmes", "cohort", "rqth", "district", "woman", "sex", "born", "email", "phone", "plie"):
        assert f'"{word}"' not in plain, word
    assert str(person) not in told
    assert str(profile) in told


def test_a_published_profile_holds_the_fields_of_the_contract_and_no_other(people: CandidatesService) -> None:
    a_full_life(people)
    profile = next(one.data for one in people.envelopes() if one.type == ProfileChanged.TYPE)
    assert set(profile) == {
        "profile_id", "version", "active", "structure_id", "access", "wishes", "skills", "kinds", "available",
        "available_from", "weekly_hours_max", "earliest_start", "latest_end", "modes", "travel_minutes_max",
        "licences", "origin", "legal", "avoids", "languages",
    }  # fmt: skip


def test_a_frein_changes_no_published_profile(people: CandidatesService) -> None:
    person, _ = people.registered()
    before = len(people.envelopes())
    page = people.page(referent())
    page.post(f"/personnes/{person}/freins", data={"kind": "health"})
    page.post(f"/personnes/{person}/groupe", data={"cohort": "jeunes"})
    page.post(f"/personnes/{person}/contacts", data={"place": "street", "channel": "in_person"})
    assert len(people.envelopes()) == before


def test_what_lies_on_the_disk_is_unreadable_without_the_keys(people: CandidatesService) -> None:
    a_full_life(people)
    published(people)
    kept_bytes = on_disk(people.folder)
    assert len(kept_bytes) > 50_000
    for secret in SECRETS:
        assert secret.encode() not in kept_bytes, secret
        assert json.dumps(secret)[1:-1].encode() not in kept_bytes, secret


def test_the_audit_trail_holds_ids_and_closed_words(people: CandidatesService) -> None:
    a_full_life(people)
    with people.database.reading() as connection:
        rows = connection.execute(text("SELECT actor, verb, subject, details FROM audit")).all()
    assert len(rows) > 25
    said = "\n".join("|".join(row) for row in rows).casefold()
    for secret in SECRETS:
        assert secret.casefold() not in said, secret


def test_an_erasure_leaves_nothing_that_leads_back_to_the_person(people: CandidatesService) -> None:
    person, profile, introduction = a_full_life(people)
    with people.database.transaction() as connection:
        mail.write(
            connection,
            tenant=TERRITORY,
            recipient="zelie.quintrandec@exemple.fr",
            subject="Zélie",
            body="Zélie",
            at=NOW,
        )
    published(people)
    answer = people.client(referent()).delete(f"/candidates/api/people/{person}")
    assert answer.status_code == 204
    left_open = {"erasures", "audit", "outbox", "idempotency", "inbox", "dead_letters", "jobs"}
    with people.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name in left_open:
                continue
            rows = connection.execute(select(table)).all()
            told = "\n".join(str(row) for row in rows)
            for mark in (str(person), str(profile), str(introduction), *SECRETS):
                assert mark not in told, (table.name, mark)
        assert connection.execute(select(tables.data_keys)).all() == []
        remains = connection.execute(select(tables.remains)).one()
        assert (remains.entered, remains.cohort, remains.outcome) == ("2026-03", "jeunes", "immersion")
        assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 0
    people.settle_erasures()
    for secret in SECRETS:
        assert secret.encode() not in on_disk(people.folder), secret
    (gone,) = people.told(ProfileErased)
    assert gone.profile_id == profile
    page = people.page(referent())
    assert page.get(f"/personnes/{person}").status_code == 404
    assert "Quintrandec" not in page.get("/mes-personnes").text


def test_even_a_copy_of_the_database_made_before_stays_closed_once_the_key_is_gone(people: CandidatesService) -> None:
    person, _, _ = a_full_life(people)
    with people.database.reading() as connection:
        sealed = connection.execute(select(tables.people).where(tables.people.c.id == str(person))).mappings().one()
    people.client(referent()).delete(f"/candidates/api/people/{person}")
    with people.database.transaction() as connection:
        connection.execute(tables.people.insert().values(**sealed))
    assert people.page(referent()).get(f"/personnes/{person}").status_code == 404


def test_what_arrives_late_about_an_erased_person_is_not_kept(people: CandidatesService) -> None:
    person, profile = people.registered()
    people.client(referent()).delete(f"/candidates/api/people/{person}")
    people.hear(kept(profile, version=9))
    with people.database.reading() as connection:
        assert connection.execute(select(tables.introductions)).all() == []


def test_the_money_of_an_erased_person_stays_counted(people: CandidatesService) -> None:
    person, _, _ = a_full_life(people)
    with people.database.transaction() as connection:
        connection.execute(update(tables.fund_requests).values(state="granted", committed_cents=9000))
    people.client(referent()).delete(f"/candidates/api/people/{person}")
    with people.database.reading() as connection:
        assert people.work(connection).fund.committed_cents() == 9000
        assert people.work(connection).fund.all() == []


def test_after_a_restore_the_ledger_erases_again(people: CandidatesService) -> None:
    erased, _ = people.registered(first_name="Zélie")
    stays, _ = people.registered(first_name="Sofia")
    with people.database.reading() as connection:
        backup = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in (tables.people, tables.data_keys)
        }
    people.client(referent()).delete(f"/candidates/api/people/{erased}")
    assert [people.settle_erasures(), people.settle_erasures()] == [1, 0]
    ledger = list(Ledger(people.settings.keys()).read())
    assert [(one.territory, one.person_id) for one in ledger] == [(TERRITORY, erased)]
    with people.database.transaction() as connection:
        for table in (tables.people, tables.data_keys, tables.erasures):
            connection.execute(table.delete())
        for table in (tables.people, tables.data_keys):
            connection.execute(table.insert(), backup[table.name])
    assert len(people.client(referent()).get("/candidates/api/people").json()["items"]) == 2
    with people.database.transaction() as connection:
        uow: SqlUnitOfWork = people.work(connection)
        assert replay_erasures([one.person_id for one in ledger], uow=uow, now=people.now) == 1
    left = people.client(referent()).get("/candidates/api/people").json()["items"]
    assert [item["id"] for item in left] == [str(stays)]


def test_the_export_gives_the_person_all_that_is_kept_about_her(people: CandidatesService) -> None:
    person, _, _ = a_full_life(people)
    document = people.client(referent()).get(f"/candidates/api/people/{person}/export").json()
    told = json.dumps(document, ensure_ascii=False)
    for secret in SECRETS:
        assert secret in told, secret
    assert len(document["difficultes"]) == len(FreinKind)
    assert {line["code"] for line in document["contraintes_france_travail"]} == set(range(22, 30))
    told_of = {
        "contacts", "accords", "partage", "fonds", "groupe_operationnel", "releves", "contrats", "prescriptions",
        "mises_en_relation", "immersions_et_contrats", "badges", "liens_personnels",
    }  # fmt: skip
    assert {part for part in told_of if not document[part]} == set()


def test_the_languages_she_says_are_in_her_copy_and_gone_with_her(people: CandidatesService) -> None:
    person, profile = people.registered()
    client = people.client(referent())
    assert client.put(f"/candidates/api/people/{person}/profile", json={"languages": ["signs"]}).status_code == 200
    copy = client.get(f"/candidates/api/people/{person}/export").json()
    assert copy["profil"]["languages"] == ["la langue des signes"]

    client.delete(f"/candidates/api/people/{person}")
    assert [one.profile_id for one in people.told(ProfileErased)] == [profile]
    assert client.get(f"/candidates/api/people/{person}/profile").status_code == 404


def test_nobody_is_published_as_active_while_in_an_exclusive_scheme(people: CandidatesService) -> None:
    person, _ = people.registered()
    page = people.page(referent())
    page.post(f"/personnes/{person}/dispositifs", data={"scheme": "CEJ", "since": "2026-03-01", "until": "2026-03-31"})
    assert not people.told(ProfileChanged)[-1].active
    refused = page.post(f"/personnes/{person}/etapes", data={"step": "diagonales:welcome"})
    assert refused.status_code == 422
    assert "CEJ" in refused.text
    people.now += timedelta(days=30)
    people.run_job("candidates.announce-due")
    assert people.told(ProfileChanged)[-1].active
    assert page.post(f"/personnes/{person}/etapes", data={"step": "diagonales:welcome"}).status_code == 303


def test_the_operator_replays_the_ledger_by_a_command(
    people: CandidatesService, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, _ = people.registered()
    with people.database.reading() as connection:
        backup = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in (tables.people, tables.data_keys)
        }
    people.client(referent()).delete(f"/candidates/api/people/{person}")
    people.settle_erasures()
    with people.database.transaction() as connection:
        connection.execute(tables.erasures.delete())
        for table in (tables.people, tables.data_keys):
            connection.execute(table.insert(), backup[table.name])
    monkeypatch.setenv("CITE_DATA_DIR", str(people.folder))
    said = CliRunner().invoke(command_line(), ["replay-erasures"])
    assert (said.exit_code, "1 effacements au registre, 1 refaits" in said.output) == (0, True), said.output
    assert people.client(referent()).get("/candidates/api/people").json()["items"] == []

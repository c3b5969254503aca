"""What others publish is kept once, whatever the order and the repetitions; and the calendar's own changes."""

from datetime import timedelta
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select

from services.candidates.adapters import tables
from services.candidates.adapters.sql_surroundings import SqlSurroundings
from services.candidates.bootstrap import MIGRATIONS, NAME
from services.candidates.use_cases.project_moves import project_introduction
from services.contracts.candidates import ProfileChanged, ProfileErased
from services.contracts.employers import CompanyChanged
from services.contracts.vocabulary import IntroductionState, LegalCondition
from services.kernel import migrate
from tests.factories.candidates_service import TERRITORY, CandidatesService, configured, kept, referent, staff_member
from tests.factories.people import COLLEAGUE, COMPANY, REFERENT

STATES = [IntroductionState.KEPT, IntroductionState.AGREED, IntroductionState.INTRODUCED, IntroductionState.MEETING]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_the_newest_version_is_kept_whatever_the_order_and_the_repetitions(
    people: CandidatesService, order: list[int]
) -> None:
    introduction, profile = uuid4(), uuid4()
    with people.database.transaction() as connection:
        uow = people.work(connection)
        for n in order:
            fact = kept(profile, introduction_id=introduction, version=n + 1, state=STATES[n])
            project_introduction(fact, uow=uow)
        found = uow.moves.introduction(introduction)
    assert found is not None
    assert (found.version, found.state) == (max(order) + 1, STATES[max(order)])


def test_the_same_event_a_thousand_times_changes_nothing_more(people: CandidatesService) -> None:
    _, profile = people.registered()
    fact = kept(profile)
    people.hear(*[fact] * 1000)
    with people.database.reading() as connection:
        assert len(connection.execute(select(tables.introductions)).all()) == 1


def test_an_introduction_without_profile_any_more_is_forgotten(people: CandidatesService) -> None:
    _, profile = people.registered()
    fact = kept(profile)
    people.hear(fact, fact.model_copy(update={"version": 2, "profile_id": None}))
    with people.database.reading() as connection:
        assert people.work(connection).moves.introduction(fact.introduction_id) is None


def test_territory_staff_and_companies_keep_their_newest_version(people: CandidatesService) -> None:
    company = CompanyChanged(company_id=COMPANY, version=2, name="Le Comptoir", siret="")
    people.hear(
        configured(version=3, name="Nouveau nom"), configured(version=2, name="Ancien"),
        staff_member(REFERENT, "Nadia Durand", version=5), staff_member(REFERENT, "Nadia Roy", version=4),
        company, company.model_copy(update={"version": 1, "name": "Avant"}),
    )  # fmt: skip
    with people.database.reading() as connection:
        known = SqlSurroundings(connection, TERRITORY)
        assert known.territory().name == "Nouveau nom"
        assert [one.name for one in known.staff_of(configured().structures[0].structure_id)][-1] == "Nadia Durand"
        assert known.company_name(COMPANY) == "Le Comptoir"
        assert known.company_name(UUID(int=1)) is None


def test_a_birthday_is_announced_on_its_day_and_nothing_on_the_others(people: CandidatesService) -> None:
    people.registered(born="2010-03-12")
    people.run_job("candidates.announce-due")
    assert [LegalCondition.AT_LEAST_16 in one.legal for one in people.told(ProfileChanged)] == [False]
    people.now += timedelta(days=2)
    for _ in range(3):
        people.run_job("candidates.announce-due")
    told = people.told(ProfileChanged)
    assert [(one.version, LegalCondition.AT_LEAST_16 in one.legal) for one in told] == [(1, False), (2, True)]


def test_the_end_of_a_relay_takes_the_access_away(people: CandidatesService) -> None:
    person, _ = people.registered()
    page = people.page(referent())
    page.post(f"/personnes/{person}/releves", data={"to": str(COLLEAGUE), "since": "2026-03-10", "until": "2026-03-12"})
    mate = people.page(referent(COLLEAGUE))
    assert mate.get(f"/personnes/{person}").status_code == 200
    assert "relève" in mate.get("/mes-personnes").text
    assert [len(one.access) for one in people.told(ProfileChanged)] == [1, 2]
    people.now += timedelta(days=3)
    people.run_job("candidates.announce-due")
    assert mate.get(f"/personnes/{person}").status_code == 403
    assert [len(one.access) for one in people.told(ProfileChanged)] == [1, 2, 1]


def test_a_file_is_erased_24_months_after_the_last_activity_and_a_warning(people: CandidatesService) -> None:
    warned, _ = people.registered(email="amina@exemple.fr")
    without_mail, _ = people.registered(first_name="Sofia")
    start = people.now
    people.now = start + timedelta(days=690)
    people.run_job("candidates.retire-inactive")
    assert people.told(ProfileErased) == []
    people.now = start + timedelta(days=702)
    people.run_job("candidates.retire-inactive")
    with people.database.reading() as connection:
        letters = connection.exec_driver_sql("SELECT recipient, body FROM messages").all()
    assert [letter[0] for letter in letters] == ["amina@exemple.fr"]
    assert "sera effacé" in letters[0][1]
    people.now = start + timedelta(days=735)
    people.run_job("candidates.retire-inactive")
    left = people.client(referent()).get("/candidates/api/people").json()["items"]
    assert [item["id"] for item in left] == [str(without_mail)]
    assert "prévenir la personne" in people.page(referent()).get(f"/personnes/{without_mail}").text
    people.page(referent()).post(f"/personnes/{without_mail}/suivi/prevenue")
    people.now += timedelta(days=30)
    people.run_job("candidates.retire-inactive")
    assert len(people.told(ProfileErased)) == 2
    assert warned != without_mail


def test_a_contact_made_after_the_warning_keeps_the_file(people: CandidatesService) -> None:
    person, _ = people.registered(email="amina@exemple.fr")
    people.now += timedelta(days=702)
    people.run_job("candidates.retire-inactive")
    people.page(referent()).post(f"/personnes/{person}/contacts", data={"place": "remote", "channel": "phone"})
    people.now += timedelta(days=60)
    people.run_job("candidates.retire-inactive")
    assert people.told(ProfileErased) == []


def test_the_migration_makes_the_tables_that_the_code_reads(people: CandidatesService) -> None:
    inspector = inspect(people.database.engine)
    for table in tables.metadata.sorted_tables:
        named = {column["name"] for column in inspector.get_columns(table.name)}
        assert named == {column.name for column in table.columns}, table.name
        found = {index["name"] for index in inspector.get_indexes(table.name)}
        assert {str(index.name) for index in table.indexes} <= found, table.name
    assert migrate.is_current(people.database, NAME, MIGRATIONS)

"""What the law demands of each kind of offer and of its firm."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import Objective, OfferKind
from services.employers.domain.company import Existence, Site
from services.employers.domain.hours import Hours, Preset, hours_of
from services.employers.domain.offer_law import TUTOR_DEMANDED, Judgement, judge
from services.employers.domain.offer_terms import Terms, Tutor
from services.employers.domain.refusals import Fault
from tests.factories.employers import TODAY, a_company, a_confirmed_company, a_job, an_immersion

START = date(2026, 4, 1)


def judged(terms: Terms, **company: object) -> Judgement:
    return judge(terms, a_confirmed_company(**company), today=TODAY)


def fields(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.field for fault in faults]


def test_a_plain_immersion_stands_and_says_that_it_is_not_a_job() -> None:
    judgement = judged(an_immersion())
    assert judgement.stands(reason="")
    assert any("n'est pas une offre d'emploi" in note.message for note in judgement.advice)


@pytest.mark.parametrize(("end", "stands"), [(date(2026, 4, 30), True), (date(2026, 5, 1), False)])
def test_an_immersion_lasts_at_most_one_month_from_date_to_date(end: date, stands: bool) -> None:
    judgement = judged(an_immersion(starts_on=START, ends_on=end))
    assert judgement.stands(reason="") is stands
    if not stands:
        assert "D5135-3" in judgement.faults[0].article
        assert not judgement.stands(reason="une bonne raison")


def test_an_immersion_needs_an_objective() -> None:
    assert fields(judged(an_immersion(objectives=())).faults) == ["objectives"]


def test_an_immersion_pays_no_wage() -> None:
    assert fields(judged(an_immersion(salary="SMIC")).faults) == ["salary"]


@pytest.mark.parametrize("kind", TUTOR_DEMANDED)
def test_whoever_is_learning_has_a_tutor(kind: OfferKind) -> None:
    company = {"accredited_civic_service": True}
    without = an_immersion(kind=kind, starts_on=None, ends_on=None, tutor=Tutor(), hours=hours_of(Preset.DAY))
    assert fields(judged(without, **company).faults) == ["tutor"]


def test_a_job_needs_no_tutor() -> None:
    assert judged(a_job(tutor=Tutor())).stands(reason="")


@pytest.mark.parametrize(
    ("kind", "quality", "article"),
    [
        (OfferKind.CDDI, "is_siae", "L5132-4"),
        (OfferKind.TEMPORARY, "is_temp_agency", "L1251-2"),
        (OfferKind.CIVIC_SERVICE, "accredited_civic_service", "L120-30"),
    ],
)
def test_some_contracts_belong_to_some_firms(kind: OfferKind, quality: str, article: str) -> None:
    terms = a_job(kind, hours=hours_of(Preset.DAY, weekly=28))
    refused = judged(terms)
    assert fields(refused.faults) == ["kind"]
    assert article in refused.faults[0].article
    assert judged(terms, **{quality: True}).stands(reason="")


def test_a_permanent_contract_has_no_end() -> None:
    assert fields(judged(a_job(starts_on=START, ends_on=START)).faults) == ["ends_on"]


@pytest.mark.parametrize(
    ("kind", "months", "where"),
    [
        (OfferKind.INTERNSHIP, 7, "faults"),
        (OfferKind.CDD, 19, "doubts"),
        (OfferKind.TEMPORARY, 19, "doubts"),
        (OfferKind.CDDI, 25, "doubts"),
        (OfferKind.CDDI, 2, "doubts"),
        (OfferKind.APPRENTICESHIP, 3, "faults"),
        (OfferKind.APPRENTICESHIP, 38, "doubts"),
        (OfferKind.PROFESSIONALISATION, 3, "faults"),
        (OfferKind.PROFESSIONALISATION, 38, "faults"),
        (OfferKind.CIVIC_SERVICE, 4, "faults"),
        (OfferKind.CIVIC_SERVICE, 13, "faults"),
    ],
)
def test_each_contract_has_its_shortest_and_longest_length(kind: OfferKind, months: int, where: str) -> None:
    terms = a_job(
        kind, starts_on=START, ends_on=START + timedelta(days=months * 30), hours=hours_of(Preset.DAY, weekly=28)
    )
    every_quality = {"is_siae": True, "is_temp_agency": True, "accredited_civic_service": True}
    judgement = judged(terms, **every_quality)
    assert fields(getattr(judgement, where)) == ["ends_on"]
    assert not judgement.stands(reason="")
    assert judgement.stands(reason="Dérogation accordée") is (where == "doubts")


def test_a_lunch_break_post_is_part_time() -> None:
    full = a_job(OfferKind.PART_TIME_BREAK, hours=hours_of(Preset.DAY))
    assert fields(judged(full).faults) == ["weekly"]
    small = judged(a_job(OfferKind.PART_TIME_BREAK, hours=hours_of(Preset.MORNING, weekly=10)))
    assert small.stands(reason="")
    assert "weekly" in fields(small.advice)


def test_civic_service_takes_at_least_twenty_four_hours_a_week() -> None:
    terms = a_job(OfferKind.CIVIC_SERVICE, hours=hours_of(Preset.MORNING))
    assert fields(judged(terms, accredited_civic_service=True).faults) == ["weekly"]


@pytest.mark.parametrize("kind", [OfferKind.VISIT, OfferKind.MOCK_INTERVIEW])
def test_a_visit_or_a_mock_interview_fits_in_a_day(kind: OfferKind) -> None:
    two_days = a_job(kind, starts_on=START, ends_on=START + timedelta(days=1))
    assert fields(judged(two_days).faults) == ["ends_on"]
    assert judged(a_job(kind, starts_on=START)).stands(reason="")


def test_a_closed_establishment_posts_nothing() -> None:
    judgement = judge(an_immersion(), a_company(existence=Existence.CLOSED), today=TODAY)
    assert "fermé" in judgement.faults[0].message


def test_a_firm_still_to_verify_may_post() -> None:
    assert judge(an_immersion(), a_company(), today=TODAY).stands(reason="")


def test_night_work_closes_an_offer_to_minors_and_says_so() -> None:
    terms = a_job(hours=Hours(daily_start="21:00", daily_end="05:00", weekly=30))
    assert not terms.open_to_minors
    assert any("L3163" in note.message for note in judged(terms).advice)


def test_work_with_children_tells_which_checks_come_first() -> None:
    assert any("FIJAIS" in note.message for note in judged(a_job(with_children=True)).advice)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "", "trade_label": ""}, "trade"),
        ({"title": "x" * 121}, "trade"),
        ({"rome": "Z9999"}, "rome"),
        ({"description": "x" * 4001}, "description"),
        ({"skills": ("x" * 121,)}, "skills"),
        ({"starts_on": TODAY - timedelta(days=1)}, "starts_on"),
        ({"starts_on": TODAY + timedelta(days=600), "ends_on": None}, "starts_on"),
        ({"starts_on": None}, "starts_on"),
        ({"starts_on": START, "ends_on": START - timedelta(days=1)}, "ends_on"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
        ({"expires_on": TODAY + timedelta(days=366)}, "expires_on"),
        ({"site": Site()}, "place"),
        ({"site": Site("quai", "1700", "La Rochelle")}, "postcode"),
        ({"site": Site("quai", "17000", "La Rochelle", 46.0, None)}, "place"),
        ({"site": Site("quai", "17000", "La Rochelle", 146.0, 0.0)}, "place"),
        ({"places": 0}, "places"),
        ({"places": 51}, "places"),
        ({"experience_months": -1}, "experience_months"),
        ({"efforts": ("flying",)}, "efforts"),
        ({"tutor": Tutor("Dominique", phone="12")}, "tutor_phone"),
    ],
)
def test_what_no_offer_may_have_is_refused_at_its_field(changes: dict[str, object], field: str) -> None:
    judgement = judged(an_immersion(**changes))
    assert field in fields(judgement.faults)
    assert not judgement.stands(reason="une bonne raison")


def test_remote_work_needs_no_place() -> None:
    assert judged(a_job(site=Site(), remote=True)).stands(reason="")


def test_an_edit_may_keep_a_start_that_is_over_by_now() -> None:
    begun = an_immersion(starts_on=TODAY - timedelta(days=2), ends_on=TODAY + timedelta(days=2))
    company = a_confirmed_company()
    assert judge(begun, company, today=TODAY, was=begun).stands(reason="")
    assert not judge(begun, company, today=TODAY, was=an_immersion()).stands(reason="")


@pytest.mark.parametrize(
    "text",
    [
        "Candidat de moins de 30 ans",
        "Vous avez entre 25 et 35 ans",
        "Femme uniquement",
        "Français langue maternelle",
        "De nationalité française",
        "Physique agréable",
        "Célibataire de préférence",
    ],
)
def test_words_that_choose_people_by_a_forbidden_ground_are_doubted(text: str) -> None:
    judgement = judged(a_job(description=text))
    assert fields(judgement.doubts) == ["description"]
    assert not judgement.stands(reason="")


@pytest.mark.parametrize(
    "text", ["Garde de jeunes enfants", "Plus de 20 ans d'expérience", "Femme de ménage ou valet", "2 ans d'expérience"]
)
def test_ordinary_words_are_not_doubted(text: str) -> None:
    assert judged(a_job(description=text)).doubts == ()


def test_an_apprenticeship_may_tell_the_age_of_its_contract() -> None:
    assert judged(a_job(OfferKind.APPRENTICESHIP, description="Avoir moins de 30 ans")).doubts == ()


def test_tidying_trims_words_and_names_the_offer_after_its_trade() -> None:
    tidy = an_immersion(title=" ", skills=("  servir ", "servir", ""), trade_label="Commis  de cuisine").tidy()
    assert tidy.title == "Commis de cuisine"
    assert tidy.skills == ("servir",)


@given(
    st.sampled_from(list(OfferKind)),
    st.dates(TODAY, date(2027, 3, 1)),
    st.integers(-5, 1500),
    st.integers(-2, 60),
    st.sampled_from([(), (Objective.CONFIRM,)]),
)
def test_any_offer_is_judged_and_a_refusal_always_says_why(
    kind: OfferKind, start: date, days: int, places: int, objectives: tuple[Objective, ...]
) -> None:
    terms = an_immersion(
        kind=kind, starts_on=start, ends_on=start + timedelta(days=days), places=places, objectives=objectives
    )
    judgement = judged(terms)
    for fault in (*judgement.faults, *judgement.doubts, *judgement.advice):
        assert fault.message.endswith((".", "?"))
    if kind is OfferKind.IMMERSION and judgement.stands(reason="x"):
        assert days <= 30

"""The public register's client, on recorded answers and on an API that misbehaves."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.employers.adapters.politeness import Breaker, Pace
from services.employers.adapters.recherche_entreprises import RechercheEntreprises, read_answer
from services.employers.domain.company import Existence
from services.employers.ports import RegisterUnavailable

SHAPES = Path(os.environ.get("CITE_DATA", Path(__file__).parents[5] / "shared" / "data")) / "api-shapes"
recorded = pytest.mark.skipif(
    not SHAPES.is_dir() and "CI" not in os.environ, reason="the recorded shapes are not on this machine"
)
SIRET = "73282932000074"


def shape(name: str) -> Mapping[str, Any]:
    """A recorded answer of the API, out of the envelope in which it was kept."""
    document: dict[str, Any] = json.loads((SHAPES / f"recherche_entreprises_{name}.json").read_text())
    answer: Mapping[str, Any] = document["result"]
    return answer


@recorded
def test_an_open_establishment_is_found_with_its_sign_its_activity_and_its_place() -> None:
    finding = read_answer(shape("found_siret"), "48744469700428")
    assert (finding.existence, finding.name, finding.naf) == (Existence.OPEN, "SOLARSUD", "43.21A")
    assert finding.site is not None
    assert (finding.site.label, finding.site.postcode) == ("22 RUE MAISON BLANCHE", "24330")
    assert (finding.site.latitude, finding.site.longitude) == (45.150768228, 0.7890073868)
    assert not finding.is_siae


@recorded
def test_a_firm_that_does_not_show_itself_stays_to_verify_and_gives_no_place() -> None:
    finding = read_answer(shape("non_diffusible"), "99999999400048")
    assert (finding.existence, finding.name, finding.site) == (Existence.TO_VERIFY, "", None)


@recorded
@pytest.mark.parametrize(
    ("name", "siret"),
    [("etablissement_ferme", "35155639400010"), ("unite_legale_fermee_ou_cessee", "83951732300011")],
)
def test_a_closed_establishment_or_a_firm_that_ceased_is_closed(name: str, siret: str) -> None:
    assert read_answer(shape(name), siret).existence is Existence.CLOSED


@recorded
def test_an_unknown_siret_stays_to_verify() -> None:
    assert read_answer(shape("not_found"), SIRET).existence is Existence.TO_VERIFY


@recorded
def test_an_answer_about_another_establishment_says_nothing_of_this_one() -> None:
    assert read_answer(shape("found_siret"), SIRET).existence is Existence.TO_VERIFY


OPEN = {
    "results": [
        {
            "nom_complet": "BISTROT",
            "etat_administratif": "A",
            "siege": {"siret": SIRET, "etat_administratif": "A", "activite_principale": "56.10A"},
            "matching_etablissements": [],
            "complements": {"est_siae": True},
        }
    ]
}


class Api:
    """An API that answers what it is told, and a clock that only sleeping moves."""

    def __init__(self, *answers: Callable[[], httpx.Response]) -> None:
        self.answers = list(answers)
        self.asked: list[float] = []
        self.now = 0.0
        self.slept: list[float] = []
        self.client = RechercheEntreprises(
            "https://register.example.test",
            per_second=7,
            transport=httpx.MockTransport(self._answer),
            monotonic=lambda: self.now,
            sleep=self._sleep,
        )

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def _answer(self, request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/search"
        self.asked.append(self.now)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer()


def good() -> httpx.Response:
    return httpx.Response(200, json=OPEN)


def down() -> httpx.Response:
    return httpx.Response(503)


def unreachable() -> httpx.Response:
    raise httpx.ConnectError("no route")


def test_a_firm_is_asked_about_once_a_day() -> None:
    api = Api(good)
    first = api.client.look_up(SIRET)
    api.now += 23 * 3600
    assert api.client.look_up(SIRET) is first
    api.now += 2 * 3600
    api.client.look_up(SIRET)
    assert len(api.asked) == 2
    assert first.is_siae
    api.client.close()


@pytest.mark.parametrize("trouble", [down, unreachable, lambda: httpx.Response(200, text="<html>")])
def test_a_passing_trouble_is_tried_again_after_a_while(trouble: Callable[[], httpx.Response]) -> None:
    api = Api(trouble, good)
    assert api.client.look_up(SIRET).existence is Existence.OPEN
    assert 0.25 <= api.slept[0] <= 0.75
    api.client.close()


def test_the_api_says_how_long_to_wait() -> None:
    api = Api(lambda: httpx.Response(429, headers={"retry-after": "3"}), good)
    api.client.look_up(SIRET)
    assert api.slept[0] == 3.0
    api.client.close()


def test_somebody_who_waits_for_a_page_gets_one_try() -> None:
    api = Api(down)
    with pytest.raises(RegisterUnavailable):
        api.client.look_up(SIRET, hurried=True)
    assert len(api.asked) == 1
    api.client.close()


def test_while_the_api_is_down_nobody_waits_for_it() -> None:
    api = Api(down)
    for _ in range(2):
        with pytest.raises(RegisterUnavailable):
            api.client.look_up(SIRET)
    asked = len(api.asked)
    assert asked == 5
    with pytest.raises(RegisterUnavailable):
        api.client.look_up(SIRET)
    assert len(api.asked) == asked
    api.now += 61
    api.answers = [good]
    assert api.client.look_up(SIRET).existence is Existence.OPEN
    api.client.close()


def test_calls_are_never_faster_than_seven_a_second() -> None:
    api = Api(lambda: httpx.Response(200, json={"results": []}))
    for number in range(22):
        api.client.look_up(f"{number:014d}")
    gaps = [later - earlier for earlier, later in zip(api.asked, api.asked[1:], strict=False)]
    assert min(gaps) >= 1 / 7 - 1e-9
    api.client.close()


def test_a_breaker_lets_one_caller_try_at_a_time() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0], threshold=2, rest=10)
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    now[0] = 10.0
    assert breaker.allows()
    assert not breaker.allows()
    breaker.succeeded()
    assert breaker.allows()


def test_a_pace_does_not_make_up_for_lost_time() -> None:
    now, slept = [0.0], list[float]()
    pace = Pace(2, lambda: now[0], slept.append)
    pace.wait()
    now[0] = 100.0
    pace.wait()
    pace.wait()
    assert slept == [0.5]

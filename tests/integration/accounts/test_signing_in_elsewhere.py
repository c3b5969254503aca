"""Signing in through an identity provider: who enters, who does not, and what the browser must prove."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from services.accounts.adapters.openid_connect import OpenIdProvider, Registration
from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.entrypoints.counter import Counter
from services.accounts.use_cases.register_staff import set_staff_active
from tests.factories.identity_provider import ISSUER, Provider
from tests.factories.staff import PASSWORD, open_with_staff
from tests.factories.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path, only=("accounts",))
    open_with_staff(stage)
    yield stage
    stage.close()


@pytest.fixture
def provider(stage: Stage) -> Provider:
    provider = Provider(clock=lambda: stage.now)
    connect(stage, provider)
    return provider


def connect(stage: Stage, provider: Provider, *, vouches: bool = True) -> None:
    """What the settings CITE_OIDC_… do, without a network."""
    state = stage.runtime("accounts").app.state
    counter: Counter = state.counter
    registration = Registration("ProConnect", ISSUER, "cite", provider.secret, vouches_for_email=vouches)
    state.counter = replace(counter, provider=OpenIdProvider(registration, transport=provider.transport()))


def sent_to(browser: httpx.Client, suite: str = "") -> str:
    answer = browser.get("/connexion/identite", params={"suite": suite})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def enter(browser: httpx.Client, provider: Provider, suite: str = "") -> httpx.Response:
    return browser.get("/connexion/retour", params=provider.grant(sent_to(browser, suite)))


def is_inside(browser: httpx.Client) -> bool:
    return browser.get("/mon-compte").status_code == 200


def test_the_sign_in_page_offers_the_provider_only_where_there_is_one(stage: Stage) -> None:
    assert "ProConnect" not in stage.browser().get("/connexion").text
    assert stage.browser().get("/connexion/identite").status_code == 404
    connect(stage, Provider())
    page = stage.browser().get("/connexion?suite=/reglages").text
    assert "Se connecter avec ProConnect" in page
    assert 'href="/connexion/identite?suite=/reglages"' in page


def test_whoever_the_provider_vouches_for_enters_their_own_account(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    answer = enter(browser, provider, suite="/mon-compte")
    assert (answer.status_code, answer.headers["location"]) == (303, "/mon-compte")
    assert "Nadia B." in browser.get("/mon-compte").text


@pytest.mark.parametrize("posts", [True, False])
@pytest.mark.parametrize("signs", [True, False])
def test_providers_differ_in_how_they_take_the_secret_and_tell_the_user(
    stage: Stage, provider: Provider, posts: bool, signs: bool
) -> None:
    provider.posts_secret, provider.signs_user = posts, signs
    assert enter(stage.browser(), provider).status_code == 303


def test_the_link_outlives_a_change_of_address_and_opens_to_nobody_else(stage: Stage, provider: Provider) -> None:
    enter(stage.browser(), provider)
    provider.user = {"sub": "s-1", "email": "nadia.mariee@ailleurs.example"}
    assert enter(stage.browser(), provider).status_code == 303
    provider.user = {"sub": "s-2", "email": "nadia@ici.example"}
    refused = enter(stage.browser(), provider)
    assert refused.status_code == 401
    assert "relié à une autre identité" in refused.text


def test_one_cuts_the_link_oneself(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    enter(browser, provider)
    assert "est relié à ProConnect depuis" in browser.get("/mon-compte").text
    assert browser.post("/mon-compte/identite/delier").status_code == 303
    assert "n’est pas relié" in browser.get("/mon-compte").text
    provider.user = {"sub": "s-2", "email": "nadia@ici.example"}
    assert enter(stage.browser(), provider).status_code == 303


def test_no_account_is_opened_for_somebody_unknown(stage: Stage, provider: Provider) -> None:
    provider.user = {"sub": "s-9", "email": "inconnue@ici.example"}
    refused = enter(stage.browser(), provider)
    assert refused.status_code == 401
    assert "Aucun compte ouvert ne porte cette adresse" in refused.text


@pytest.mark.parametrize(
    ("said", "vouches", "status"),
    [
        ({"email_verified": True}, False, 303),
        ({}, False, 401),
        ({}, True, 303),
        ({"email_verified": False}, True, 401),
        ({"email_verified": "true"}, False, 401),
    ],
)
def test_an_address_counts_only_when_somebody_checked_it(
    stage: Stage, provider: Provider, said: dict[str, object], vouches: bool, status: int
) -> None:
    connect(stage, provider, vouches=vouches)
    provider.user |= said
    assert enter(stage.browser(), provider).status_code == status


def test_a_closed_account_stays_closed(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    enter(browser, provider)
    with stage.runtime("accounts").database.transaction() as connection:
        uow = SqlUnitOfWork(connection, now=stage.now)
        account = uow.accounts.by_email("nadia@ici.example")
        assert account is not None
        set_staff_active(account.id, active=False, territory="ici", by="test", uow=uow)
    assert not is_inside(browser)
    assert enter(stage.browser(), provider).status_code == 401


def test_an_answer_that_another_browser_began_opens_nothing(stage: Stage, provider: Provider) -> None:
    brought = provider.grant(sent_to(stage.browser()))
    victim = stage.browser()
    assert victim.get("/connexion/retour", params=brought).status_code == 401
    sent_to(victim)
    refused = victim.get("/connexion/retour", params=brought)
    assert refused.status_code == 401
    assert "dans cette fenêtre" in refused.text
    assert not is_inside(victim)


def test_an_answer_serves_once_and_not_for_long(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    brought = provider.grant(sent_to(browser))
    cookie = browser.cookies["cite_departure"]
    assert browser.get("/connexion/retour", params=brought).status_code == 303
    again = stage.browser()
    again.cookies.set("cite_departure", cookie)
    assert again.get("/connexion/retour", params=brought).status_code == 401
    late = stage.browser()
    brought = provider.grant(sent_to(late))
    stage.now += timedelta(minutes=20)
    assert late.get("/connexion/retour", params=brought).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://ailleurs.example"},
        {"aud": "un-autre-site"},
        {"aud": ["cite", "un-autre-site"], "azp": "un-autre-site"},
        {"nonce": "celui d'une autre fois"},
        {"exp": 1},
        {"sub": ""},
    ],
)
def test_a_token_made_for_something_else_proves_nothing(
    stage: Stage, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    browser = stage.browser()
    refused = enter(browser, provider)
    assert refused.status_code == 401
    assert "pas pu être vérifiée" in refused.text
    assert not is_inside(browser)


def test_a_token_that_somebody_else_signed_proves_nothing(stage: Stage, provider: Provider) -> None:
    provider.signing = Provider().key
    assert enter(stage.browser(), provider).status_code == 401


def test_a_user_who_is_not_the_one_of_the_token_proves_nothing(stage: Stage, provider: Provider) -> None:
    provider.claims = {"sub": "s-77"}
    assert enter(stage.browser(), provider).status_code == 401


def test_the_provider_may_change_its_key(stage: Stage, provider: Provider) -> None:
    assert enter(stage.browser(), provider).status_code == 303
    provider.renew_key()
    assert enter(stage.browser(), provider).status_code == 303
    assert provider.asked.count("/.well-known/openid-configuration") == 1


def test_a_provider_that_is_away_leaves_the_password(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    brought = provider.grant(sent_to(browser))
    provider.away = True
    away = browser.get("/connexion/retour", params=brought)
    assert away.status_code == 503
    assert "ProConnect ne répond pas. Entrez avec votre mot de passe" in away.text
    connect(stage, provider)
    assert stage.browser().get("/connexion/identite").status_code == 503
    credentials = {"email": "nadia@ici.example", "password": PASSWORD}
    assert stage.browser().post("/connexion", data=credentials).status_code == 303


def test_a_refusal_over_there_is_told_here(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    state = provider.grant(sent_to(browser))["state"]
    told = browser.get("/connexion/retour", params={"error": "access_denied", "state": state})
    assert told.status_code == 401
    assert "n’a pas abouti" in told.text


def test_an_answer_in_the_name_of_another_provider_is_refused(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    brought = {**provider.grant(sent_to(browser)), "iss": "https://ailleurs.example"}
    assert browser.get("/connexion/retour", params=brought).status_code == 401


def test_signing_out_ends_the_session_over_there_too(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    enter(browser, provider)
    page = browser.post("/deconnexion")
    assert page.status_code == 200
    assert not is_inside(browser)
    end = page.text.partition('content="0; url=')[2].partition('"')[0].replace("&amp;", "&")
    asked = parse_qs(urlsplit(end).query)
    assert end.startswith(f"{ISSUER}/sortir?")
    assert asked["post_logout_redirect_uri"] == ["http://testserver/"]
    assert len(asked["id_token_hint"][0].split(".")) == 3


def test_whoever_entered_with_a_password_is_not_sent_there_to_sign_out(stage: Stage, provider: Provider) -> None:
    browser = stage.browser()
    browser.post("/connexion", data={"email": "nadia@ici.example", "password": PASSWORD})
    assert browser.post("/deconnexion").headers["location"] == "/"


def test_going_back_never_leads_to_another_site(stage: Stage, provider: Provider) -> None:
    assert enter(stage.browser(), provider, suite="//ailleurs.example").headers["location"] == "/mes-personnes"

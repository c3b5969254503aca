"""Pages and fragments: escaped, strict, in the zone of their territory."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from starlette.requests import Request
from starlette.responses import Response

from services.kernel.web.flash import COOKIE, Flash, heard, redirect
from services.kernel.web.pages import NavLink, PageContext, Pages, SignedIn, wants_fragment
from services.kernel.web.refusals import WORDINGS
from services.kernel.web.static import Assets

NOW = datetime(2026, 3, 3, 21, 30, tzinfo=UTC)


def context(**others: object) -> PageContext:
    given: dict[str, object] = {"path": "/jardin/serre", "now": NOW, "site_name": "Le Jardin", **others}
    return PageContext(**given)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def pages(folder: Path) -> Pages:
    return Pages([folder], assets=Assets(), values={"greeting": "Bonjour"})


def shown(pages: Pages, folder: Path, source: str, page: PageContext | None = None, **values: object) -> str:
    (folder / "x.html").write_text(source)
    return pages.render(page or context(), "x.html", **values).replace("\u00a0", " ").replace("\u202f", " ")


def html(response: Response) -> str:
    return bytes(response.body).decode().replace("\u00a0", " ")


def request(headers: dict[str, str] | None = None, scheme: str = "https") -> Request:
    raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    return Request(
        {"type": "http", "method": "GET", "path": "/", "headers": raw, "scheme": scheme, "server": ("cite.fr", 443)}
    )


def test_what_people_wrote_is_escaped(pages: Pages, folder: Path) -> None:
    assert shown(pages, folder, "{{ greeting }} {{ name }}", name="<b>") == "Bonjour &lt;b&gt;"


def test_an_unknown_name_is_an_error(pages: Pages, folder: Path) -> None:
    with pytest.raises(UndefinedError):
        shown(pages, folder, "{{ nmae }}")


def test_dates_are_in_the_zone_of_the_page(pages: Pages, folder: Path) -> None:
    source = "{{ at | moment }} / {{ on | day }} / {{ on | since }} / {{ at | machine }}"
    values: dict[str, Any] = {"at": NOW, "on": date(2026, 3, 4)}

    assert shown(pages, folder, source, **values) == (
        "mardi 3 mars, 22 h 30 / mercredi 4 mars / demain / 2026-03-03T22:30:00+01:00"
    )
    assert shown(pages, folder, source, context(zone="Indian/Reunion"), **values).startswith("mercredi 4 mars, 1 h 30")


def test_a_date_without_its_page_says_what_to_do(pages: Pages, folder: Path) -> None:
    (folder / "m.html").write_text("{% macro m(d) %}{{ d | day }}{% endmacro %}")

    with pytest.raises(TypeError, match="with context"):
        shown(pages, folder, '{% import "m.html" as m %}{{ m.m(d) }}', d=date(2026, 3, 4))


def test_percent_signs_and_translations_live_together(pages: Pages, folder: Path) -> None:
    assert shown(pages, folder, '{{ _("37 % de") }} {% trans n=2 %}{{ n }} fois{% endtrans %}') == "37 % de 2 fois"


def test_an_optional_part_may_be_missing(pages: Pages, folder: Path) -> None:
    assert shown(pages, folder, "{{ {} | maybe('note', '–') }}{{ page | maybe('zone') }}") == "–Europe/Paris"


def test_a_page_says_where_one_is_and_who_one_is(pages: Pages, folder: Path) -> None:
    (folder / "x.html").write_text('{% extends "house/base.html" %}{% block title %}Serre{% endblock %}')
    page = context(
        navigation=(NavLink("Jardin", "/jardin", 3), NavLink("Accueil", "/")),
        signed_in=SignedIn("Nadia", "jardinière", "/sortir"),
        banner="Tout est inventé.",
        density="large",
    )

    text = html(pages.page(page, "x.html"))

    assert "<title>Serre – Le Jardin</title>" in text
    assert 'href="/jardin" aria-current="true"' in text
    assert 'href="/" aria-current' not in text
    assert 'class="skip" href="#contenu"' in text
    assert 'action="/sortir"' in text
    assert 'class="large"' in text
    assert 'lang="fr"' in text


def test_only_the_nearest_entry_of_the_navigation_is_the_current_one() -> None:
    links = (NavLink("Jardin", "/jardin"), NavLink("Semer", "/jardin/semer"), NavLink("Accueil", "/"))

    def current(path: str) -> list[str | None]:
        page = context(path=path, navigation=links)
        return [page.current(link.href) for link in links]

    assert current("/jardin") == ["page", None, None]
    assert current("/jardin/semer") == [None, "page", None]
    assert current("/jardin/semer/rang") == [None, "true", None]
    assert current("/jardin/rang") == ["true", None, None]
    assert current("/jardinage") == [None, None, None]
    assert current("/") == [None, None, "page"]


def test_a_flash_is_shown_once(pages: Pages, folder: Path) -> None:
    (folder / "x.html").write_text('{% extends "house/base.html" %}{% block title %}x{% endblock %}')
    said = redirect(request(), "/jardin", Flash("C’est semé.", draft_done="semis"))
    cookie = said.headers["set-cookie"]

    kept = heard(request({"cookie": cookie.split(";")[0]}))
    answer = pages.page(context(flashes=kept), "x.html")

    assert said.status_code == 303
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "C’est semé." in html(answer)
    assert '<cite-draft-done name="semis">' in html(answer)
    assert f"{COOKIE}=" in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize("forged", ["", "!!", "bm9u", "WzFd", "eyJ0ZXh0IjogIngiLCAidG9uZSI6ICJldmlsIn0=", "é"])
def test_a_forged_flash_says_nothing(forged: str) -> None:
    given = Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={forged}".encode())]})

    assert heard(given) == ()


def test_a_fragment_tells_the_browser_what_to_do_next(pages: Pages, folder: Path) -> None:
    (folder / "x.html").write_text("<p>1</p>")

    answer = pages.fragment(context(), "x.html", changed=("rangs", "eau"), refresh_after=2, go_to="/ailleurs")

    assert answer.body == b"<p>1</p>"
    assert answer.headers["x-changed"] == "rangs, eau"
    assert answer.headers["x-refresh-after"] == "2"
    assert answer.headers["x-go-to"] == "/ailleurs"
    assert wants_fragment(request({"x-fragment": "1"}))
    assert not wants_fragment(request())


@pytest.mark.parametrize("status", [*WORDINGS, 418, 502])
def test_every_refusal_has_its_page(pages: Pages, status: int) -> None:
    answer = pages.problem(context(correlation_id="ref-123"), status)

    assert answer.status_code == status
    assert "ref-123" in html(answer)
    assert "Revenir à l’accueil" in html(answer)


def test_the_words_of_a_refusal_are_those_of_the_domain(pages: Pages) -> None:
    assert "Le rang est déjà pris." in html(pages.problem(context(), 409, "Le rang est déjà pris."))

"""Pages and fragments from Jinja templates, in the house look.

One ``Pages`` per service, made in its bootstrap from its template folders; « house/… » templates and macros are always
there. Everything is escaped, an unknown name is an error, French filters know the zone of the page. A fragment is the
same thing without the page around it, with headers that tell the browser what to reload. Refuses to guess: what a
page needs of the request is in a ``PageContext``, made by the service.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse

from services.kernel.web import french
from services.kernel.web.finishing import finished
from services.kernel.web.flash import Flash, forget
from services.kernel.web.refusals import WORDINGS, wording
from services.kernel.web.static import Assets

HOUSE_TEMPLATES = Path(__file__).parent / "templates"
FRAGMENT_HEADER = "x-fragment"
Density = Literal["normal", "dense", "large"]


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry of the navigation. ``count``, when given, is what waits there."""

    label: str
    href: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, as the header says it, and where to leave."""

    name: str
    role: str
    sign_out: str
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What each page needs to know of its request. ``now`` is an aware instant, ``zone`` an IANA name."""

    path: str
    now: datetime
    site_name: str
    zone: str = "Europe/Paris"
    navigation: Sequence[NavLink] = ()
    signed_in: SignedIn | None = None
    sign_in: str | None = None
    flashes: Sequence[Flash] = ()
    correlation_id: str = ""
    density: Density = "normal"
    banner: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    """Acronyms and their sense: a page tells each one once."""
    footer: Sequence[NavLink] = field(
        default=(NavLink("Accessibilité", "/accessibilite"), NavLink("Mentions légales", "/mentions-legales"))
    )

    @property
    def today(self) -> date:
        """The calendar day in the zone of the page."""
        return french.as_day(self.now, self.zone)

    def current(self, href: str) -> str | None:
        """« page » for the entry of this very page, « true » for the nearest one above it, None for the others."""
        if self.path == href:
            return "page"
        above = [link.href for link in self.navigation if self.path.startswith(f"{link.href.rstrip('/')}/")]
        nearest = max(above, key=len, default="/")
        exact = any(link.href == self.path for link in self.navigation)
        return "true" if href == nearest and href != "/" and not exact else None


class Pages:
    """Renders templates: ``render`` to text, ``page`` and ``fragment`` to responses."""

    def __init__(
        self,
        template_folders: Sequence[Path] = (),
        *,
        assets: Assets,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        tests: Mapping[str, Callable[..., Any]] | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        """``values`` are names that every template of this service sees (labels of states, say)."""
        folders = [FileSystemLoader(str(folder)) for folder in (*template_folders, HOUSE_TEMPLATES)]
        self.environment = Environment(
            loader=ChoiceLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
            auto_reload=False,
        )
        self.environment.policies["ext.i18n.trimmed"] = True
        # Old-style gettext: « 37 % » needs no doubled percent sign. Written in French: only the typography changes.
        self.environment.install_gettext_callables(  # type: ignore[attr-defined]
            french.typeset, _either, newstyle=False
        )
        self.environment.filters.update({**_PLAIN_FILTERS, **_ZONED_FILTERS, **(filters or {})})
        self.environment.tests.update(tests or {})
        self.environment.globals.update({"asset": assets.url, **(values or {})})

    def render(self, context: PageContext, template: str, **values: object) -> str:
        """The text of a template, ``page`` being the context. Raises jinja2 errors: they are ours to mend."""
        written = self.environment.get_template(template).render(page=context, **values)
        return finished(written, context.hints)

    def page(
        self,
        context: PageContext,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> HTMLResponse:
        """A whole page. The flash it shows is forgotten."""
        response = HTMLResponse(self.render(context, template, **values), status, dict(headers or {}))
        response.headers["vary"] = FRAGMENT_HEADER
        if context.flashes:
            forget(response)
        return response

    def fragment(
        self,
        context: PageContext,
        template: str,
        *,
        status: int = 200,
        changed: Sequence[str] = (),
        refresh_after: int | None = None,
        go_to: str | None = None,
        **values: object,
    ) -> HTMLResponse:
        """A piece of page for ``<cite-fragment>``.

        ``changed`` names what other fragments listen to, ``refresh_after`` asks to be loaded again in so many seconds
        (a projection that lags), ``go_to`` sends the whole page elsewhere.
        """
        response = HTMLResponse(self.render(context, template, **values), status)
        response.headers["vary"] = FRAGMENT_HEADER
        if changed:
            response.headers["x-changed"] = ", ".join(changed)
        if refresh_after is not None:
            response.headers["x-refresh-after"] = str(refresh_after)
        if go_to is not None:
            response.headers["x-go-to"] = go_to
        return response

    def problem(self, context: PageContext, status: int, detail: str = "") -> HTMLResponse:
        """The page of a refused or failed request: what happened, what was kept, what to do, and its reference."""
        shown = status if status in WORDINGS else 500 if status >= 500 else 400
        template = "house/problem.html"
        return self.page(context, template, status=status, words=wording(shown), shown=shown, detail=detail)


def wants_fragment(request: Request) -> bool:
    """True when ``<cite-fragment>`` asks: answer with the piece alone, not the page around it."""
    return FRAGMENT_HEADER in request.headers


def _either(one: str, many: str, number: int) -> str:
    return french.typeset(french.word_for(number, one, many))


def _page_of(context: Context) -> PageContext:
    page = context.get("page")
    if not isinstance(page, PageContext):
        raise TypeError("dates need the page: import these macros « with context », or format in the page")
    return page


def _zoned(function: Callable[..., str]) -> Callable[..., str]:
    """A filter that receives the zone and today from the page."""

    @pass_context
    def filter_(context: Context, value: Any, *others: Any) -> str:
        page = _page_of(context)
        return function(value, *others, page.zone, today=page.today)

    return filter_


def _zone_only(function: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def filter_(context: Context, value: Any, *others: Any) -> str:
        return function(value, *others, _page_of(context).zone)

    return filter_


@pass_context
def _since(context: Context, value: date | datetime) -> str:
    page = _page_of(context)
    if isinstance(value, datetime):
        return french.since(value, page.now, page.zone)
    return french.since_day(value, page.today)


@pass_context
def _machine(context: Context, value: date | datetime) -> str:
    """The value of a ``datetime`` attribute."""
    return (french.local(value, _page_of(context).zone) if isinstance(value, datetime) else value).isoformat()


def _maybe(item: Any, name: str, default: object = None) -> object:
    """An optional part of what a macro is given, mapping or object; a misspelt required part stays an error."""
    found = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
    return default if found is None else found


_ZONED_FILTERS: dict[str, Callable[..., str]] = {
    "day": _zoned(french.long_day),
    "short_day": _zoned(french.short_day),
    "moment": _zoned(french.moment_of),
    "days_to": _zoned(french.days_between),
    "numeric_day": _zone_only(french.numeric_day),
    "hour": _zone_only(french.hour),
    "hours_to": _zone_only(french.hours_between),
    "since": _since,
    "machine": _machine,
}

_PLAIN_FILTERS: dict[str, Callable[..., Any]] = {
    "count": french.count,
    "euros": french.euros,
    "percent": french.percent,
    "distance": french.distance,
    "duration": french.duration,
    "plural": french.plural,
    "word_for": french.word_for,
    "joined": french.joined,
    "joined_or": partial(french.joined, last="ou"),
    "of": french.of,
    "phone": french.phone,
    "capital": french.capital,
    "maybe": _maybe,
    "typeset": french.typeset,
}

"""What every page knows of its visitor: the navigation of each role, the name of the place, the zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from fastapi import Request

from services.contracts.access import actor_if_any
from services.contracts.acronyms import ACRONYMS
from services.contracts.actors import LABELS, Actor, Role
from services.kernel import correlation
from services.kernel.clock import utc_now
from services.kernel.problems import Problem
from services.kernel.settings import Settings
from services.kernel.web.flash import heard
from services.kernel.web.pages import NavLink, PageContext, SignedIn

INVENTED = "Territoire de démonstration : toutes les personnes, entreprises et offres sont inventées."

NAVIGATION: dict[Role, tuple[NavLink, ...]] = {
    Role.REFERENT: (
        NavLink("Mes personnes", "/mes-personnes"),
        NavLink("Offres", "/offres"),
        NavLink("Entreprises", "/entreprises"),
        NavLink("Mises en relation", "/mises-en-relation"),
        NavLink("Immersions", "/immersions"),
        NavLink("Groupe", "/groupe-operationnel"),
        NavLink("Plan du groupe", "/plan-du-groupe"),
        NavLink("Fonds d’urgence", "/fonds"),
        NavLink("Bilan", "/bilan"),
    ),
    Role.COORDINATION: (
        NavLink("Bilan", "/bilan"),
        NavLink("Club d’entreprises", "/club"),
        NavLink("Équité", "/equite"),
        NavLink("Groupe", "/groupe-operationnel"),
        NavLink("Plan du groupe", "/plan-du-groupe"),
        NavLink("Fonds d’urgence", "/fonds"),
        NavLink("Réglages", "/reglages"),
    ),
    Role.PRESCRIBER: (NavLink("Orienter une personne", "/prescrire"),),
    Role.EMPLOYER: (
        NavLink("Mon entreprise", "/entreprise"),
        NavLink("Publier une offre", "/entreprise/offres/nouvelle"),
    ),
    Role.OPERATOR: (NavLink("État du service", "/sante"), NavLink("Courriels", "/courriels")),
}


def context_for(settings: Settings) -> Callable[[Request], PageContext]:
    """The function that makes the context of a request's page."""

    def context_of(request: Request) -> PageContext:
        return page_context(request, _actor(request), site_name=settings.site_name)

    return context_of


def page_context(
    request: Request,
    actor: Actor | None,
    *,
    site_name: str = "",
    zone: str = "",
    density: str = "normal",
    invented: bool = False,
) -> PageContext:
    """The context of a page for this visitor. ``site_name`` and ``zone`` are used when the token says none."""
    settings: Settings = request.app.state.settings
    known = (actor.zone if actor else "") or zone or "Europe/Paris"
    ZoneInfo(known)
    return PageContext(
        path=request.url.path,
        now=utc_now(),
        site_name=(actor.site if actor else "") or site_name or settings.site_name,
        zone=known,
        navigation=navigation_of(actor),
        signed_in=_signed_in(actor),
        sign_in=None if actor else "/connexion",
        flashes=heard(request),
        correlation_id=correlation.current(),
        density=density,  # type: ignore[arg-type]
        banner=INVENTED if invented or settings.invented else "",
        hints=ACRONYMS,
    )


def navigation_of(actor: Actor | None) -> tuple[NavLink, ...]:
    """The entries of every role the actor holds, once each."""
    if actor is None:
        return ()
    links: dict[str, NavLink] = {}
    for role, entries in NAVIGATION.items():
        if actor.has(role):
            links.update({link.href: links.get(link.href, link) for link in entries})
    return tuple(links.values())


def _signed_in(actor: Actor | None) -> SignedIn | None:
    if actor is None or actor.has(Role.PERSON, Role.EMPLOYER_LINK):
        return None
    role = ", ".join(LABELS[role] for role in Role if role in actor.roles)
    return SignedIn(actor.name, role, sign_out="/deconnexion", account="/mon-compte")


def _actor(request: Request) -> Actor | None:
    """The visitor, or nobody: an error page must render whatever the token is."""
    try:
        return actor_if_any(request)
    except Problem:
        return None

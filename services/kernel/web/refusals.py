"""The words of a refused request, by status: what happened, what was kept, what to do.

Used by the error pages, and by the middlewares that refuse before any app is reached. Answers a browser with a page
and a program with problem+json (RFC 9457).
"""

import html
import json
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope, Send


@dataclass(frozen=True, slots=True)
class Wording:
    """Title, what happened, and what to do next, in plain French."""

    title: str
    happened: str
    next_step: str


WORDINGS: dict[int, Wording] = {
    400: Wording(
        "Cette demande n’est pas compréhensible",
        "L’adresse ou les informations envoyées sont abîmées. Rien n’a été changé.",
        "Revenez à la page précédente et recommencez.",
    ),
    401: Wording(
        "Connectez-vous pour continuer",
        "Cette page demande de vous identifier, ou votre session est terminée. Rien n’a été changé.",
        "Connectez-vous : vous reviendrez ici ensuite.",
    ),
    403: Wording(
        "Cette page ne vous est pas ouverte",
        "Votre compte ne permet pas de la voir, ou de faire cette action. Rien n’a été changé.",
        "Si vous pensez que c’est une erreur, parlez-en à la coordination.",
    ),
    404: Wording(
        "Cette page n’existe pas, ou plus",
        "L’adresse a peut-être été mal recopiée, ou la page a été retirée.",
        "Vérifiez l’adresse, ou repartez de l’accueil.",
    ),
    405: Wording(
        "Cette action n’est pas possible ici",
        "La page a été demandée d’une façon qu’elle n’attend pas. Rien n’a été changé.",
        "Revenez à la page précédente et utilisez ses boutons.",
    ),
    409: Wording(
        "Cela n’est pas possible maintenant",
        "Entre-temps, ces informations ont changé. Votre action n’a pas été enregistrée.",
        "Revenez à la page pour voir la dernière version, puis recommencez si besoin.",
    ),
    410: Wording(
        "Ce lien n’est plus valable",
        "Il a déjà servi, il a expiré, ou il a été retiré. Rien n’a été changé.",
        "Demandez un nouveau lien à la personne qui vous l’a donné.",
    ),
    413: Wording(
        "C’est trop lourd",
        "Ce que vous envoyez dépasse la taille acceptée. Rien n’a été enregistré.",
        "Réduisez le fichier ou le texte, puis recommencez.",
    ),
    415: Wording(
        "Ce format n’est pas accepté",
        "Les informations envoyées ne sont pas dans la forme attendue. Rien n’a été enregistré.",
        "Vérifiez le format du fichier ou de la demande, puis recommencez.",
    ),
    422: Wording(
        "Une information est à corriger",
        "Certaines réponses ne conviennent pas. Rien n’a été enregistré.",
        "Corrigez les champs indiqués, puis recommencez.",
    ),
    429: Wording(
        "Trop de demandes à la fois",
        "Vous avez envoyé beaucoup de demandes en peu de temps. La dernière n’a pas été faite.",
        "Attendez une minute, puis recommencez.",
    ),
    500: Wording(
        "Quelque chose s’est cassé de notre côté",
        "Votre dernière action n’a pas été enregistrée. Tout ce qui l’était avant est gardé.",
        "Recommencez. Si cela se reproduit, transmettez la référence ci-dessous.",
    ),
    503: Wording(
        "Le service se repose un instant",
        "Une partie du service ne répond pas. Ce qui était enregistré est gardé.",
        "Recommencez dans une minute ou deux.",
    ),
}


def wording(status: int) -> Wording:
    """The words of a status; those of 400 or 500 for one that has none of its own."""
    return WORDINGS.get(status) or WORDINGS[500 if status >= 500 else 400]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request refused before it reached an app."""

    status: int
    detail: str = ""

    def problem(self) -> dict[str, object]:
        """The RFC 9457 members."""
        words = wording(self.status)
        said = self.detail or f"{words.happened} {words.next_step}"
        return {"type": "about:blank", "title": words.title, "status": self.status, "detail": said}

    async def send(self, scope: Scope, send: Send) -> None:
        """Answer with a page for a browser, with problem+json for a program."""
        page = wants_page(Headers(scope=scope))
        body = self._page() if page else json.dumps(self.problem(), ensure_ascii=False)
        content = body.encode()
        kind = b"text/html; charset=utf-8" if page else b"application/problem+json"
        headers = [(b"content-type", kind), (b"content-length", str(len(content)).encode())]
        # What was not read of the body would be taken for the next request of the connection.
        headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _page(self) -> str:
        words = wording(self.status)
        said = html.escape(self.detail or words.happened)
        return (
            f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{html.escape(words.title)}</title>'
            '<meta name="viewport" content="width=device-width">'
            '<link rel="stylesheet" href="/static/house/tokens.css">'
            '<link rel="stylesheet" href="/static/house/page.css"><main>'
            f"<h1>{html.escape(words.title)}</h1><p>{said}</p><p>{html.escape(words.next_step)}</p>"
            '<p><a href="/">Revenir à l’accueil</a></p></main></html>'
        )


def wants_page(headers: Headers) -> bool:
    """True for a browser that asks for a page; false for programs, and for fragments, that read problem+json."""
    return "text/html" in headers.get("accept", "") and "x-fragment" not in headers

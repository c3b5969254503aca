"""Walks through every page that a visitor can reach by links, one of each shape.

Two addresses have the same shape when only their ids differ. Forms are not sent and files are not opened: a walk
changes nothing.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from tests.e2e.browser.visitor import Visitor

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=/)\d{14}(?=/|$)")
_TOKEN = re.compile(r"(?<=/)[\w-]{24,}(?:\.[\w-]+)*(?=/|$)")
_FILES = (".json", ".jwt", ".png", ".svg", ".csv", ".ics", ".pdf", ".zip")


def shape(path: str) -> str:
    """« /personnes/0191…/offres » → « /personnes/ID/offres »."""
    return _TOKEN.sub("JETON", _ID.sub("ID", urlsplit(path).path))


@dataclass(slots=True)
class Walk:
    """What a walk met: the pages by shape, and what was wrong on them."""

    pages: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def walk(visitor: Visitor, start: str, *, role: str, most: int = 80, skips: str = "$^") -> Walk:
    """Visit every shape of page from ``start``; each is judged by axe and kept as a picture."""
    met = Walk()
    waiting = deque([start])
    seen = {shape(start)}
    while waiting and len(met.pages) < most:
        path = waiting.popleft()
        links = _judge(visitor, path, role, met)
        for link in links:
            kind = shape(link)
            if kind in seen or kind.endswith(_FILES) or "/api/" in kind or re.search(skips, kind):
                continue
            seen.add(kind)
            waiting.append(link)
    return met


def _judge(visitor: Visitor, path: str, role: str, met: Walk) -> list[str]:
    answer = visitor.page.goto(path)
    kind = shape(path)
    met.pages[kind] = path
    if answer is None or answer.status != 200:
        met.faults.append(f"{role} {path} : {answer.status if answer else 'pas de réponse'}")
        return []
    if "text/html" not in answer.headers.get("content-type", ""):
        return []
    visitor.settles()
    visitor.keeps_picture(f"{role}{kind.replace('/', '_')}")
    try:
        visitor.meets_no_barrier()
    except AssertionError as barrier:
        met.faults.append(f"{role} {path} : {barrier}")
    for alert in visitor.page.locator("main [role=alert]").all_inner_texts():
        met.faults.append(f"{role} {path} : alerte « {alert} »")
    hrefs = visitor.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    absolute = [urlsplit(urljoin(visitor.page.url, href)) for href in hrefs]
    base = urlsplit(visitor.page.url).netloc
    return [link._replace(scheme="", netloc="").geturl() for link in absolute if link.netloc == base]

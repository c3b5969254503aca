"""The last pass over a page before it leaves: French apostrophes, and the sense of acronyms.

Only what people read is touched: never an attribute, a script, an answer being typed or code. An acronym gets
its sense once a page, where the keyboard can reach it; inside a link or a button it gets it for the mouse only, since
a control holds no other control. Refuses nothing: a page that it does not understand leaves as it came.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from markupsafe import escape

_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_APOSTROPHE = re.compile(r"(?<=\w)(?:&#39;|')(?=[\w«])")

_AS_TYPED = frozenset({"script", "style", "textarea", "pre", "code"})
_UNHINTED = frozenset({"head", "option", "svg", "abbr"})
_CONTROLS = frozenset({"a", "button", "label", "summary", "legend", "th", "h1", "h2", "h3"})
"""Where a stop of the keyboard would be one too many, or would be read in the name of something else."""


def finished(page: str, hints: Mapping[str, str]) -> str:
    """The page with its apostrophes set and, for each acronym of ``hints``, its sense at hand."""
    hint = _hinting(hints) if hints else None
    typed = unhinted = controls = 0
    parts = _TAG.split(page)
    for at in range(len(parts)):
        part = parts[at]
        if at % 2 == 0:
            if not part or typed or part.isspace():
                continue
            text = _APOSTROPHE.sub("’", part)
            parts[at] = text if hint is None or unhinted else hint(text, controls > 0)
        elif named := _NAME.match(part):
            name, step = named[1].lower(), -1 if part[1] == "/" else 1
            typed += step * (name in _AS_TYPED)
            unhinted += step * (name in _UNHINTED)
            controls += step * (name in _CONTROLS)
    return "".join(parts)


def _hinting(hints: Mapping[str, str]) -> Callable[[str, bool], str]:
    """A function that gives their sense to the acronyms of a text: each once in the open, once inside controls."""
    pattern = _pattern(tuple(hints))
    given: set[tuple[str, bool]] = set()

    def hint(text: str, in_control: bool) -> str:
        def told(found: re.Match[str]) -> str:
            key = (found[0], in_control)
            if key in given:
                return found[0]
            given.add(key)
            stop = "" if in_control else ' tabindex="0"'
            return f'<abbr title="{escape(hints[found[0]])}"{stop}>{found[0]}</abbr>'

        return pattern.sub(told, text)

    return hint


@lru_cache(maxsize=8)
def _pattern(acronyms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(acronyms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

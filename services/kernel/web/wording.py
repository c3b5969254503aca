"""What pydantic refuses, said in French at the field where it happened.

``french_errors`` is used by forms and by the JSON edge alike. It announces no type names and no English: the reader
is told what is expected. A validator's own ValueError is taken as it is: the domain already speaks French.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from services.kernel.web.french import count, plural

NECESSARY = "Ce champ est nécessaire."
_CHOICE = "Choisissez une des propositions de la liste."
_TEXT = "Écrivez un texte."
_DATE = "Écrivez une date, par exemple 03/03/2026."
_TIME = "Écrivez une heure, par exemple 9 h 30."
_MOMENT = "Écrivez une date et une heure, par exemple 03/03/2026 9 h 30."
_WHOLE = "Écrivez un nombre entier, par exemple 3."
_NUMBER = "Écrivez un nombre, par exemple 12,5."
_YES_NO = "Répondez par oui ou par non."
_LIST = "Donnez une liste de réponses."
_ADDRESS = "Écrivez une adresse web complète, par exemple https://www.exemple.fr."
_LINK = "Cette référence n’est pas reconnue. Reprenez depuis la liste."
_OTHER = "Cette réponse n’est pas comprise. Corrigez-la, puis recommencez."

_KNOWN_TYPES = frozenset(get_args(ErrorType))

_FIXED: dict[str, str] = {
    "missing": NECESSARY,
    "none_required": "Ce champ doit rester vide.",
    "extra_forbidden": "Ce champ n’est pas attendu ici.",
    "unexpected_keyword_argument": "Ce champ n’est pas attendu ici.",
    "json_invalid": "Ce texte n’est pas du JSON correct.",
    "json_type": "Ce texte n’est pas du JSON correct.",
    "recursion_loop": "Cette réponse se contient elle-même.",
    "recursion_depth_exceeded": "Cette réponse contient trop de niveaux.",
    "string_unicode": "Ce texte contient un caractère illisible. Effacez-le, puis recommencez.",
    "bytes_invalid_encoding": "Ce texte contient un caractère illisible. Effacez-le, puis recommencez.",
    "string_pattern_mismatch": "Ce texte n’a pas la forme attendue.",
    "string_not_ascii": "Utilisez des lettres sans accent et des chiffres.",
    "int_from_float": "Écrivez un nombre entier, sans virgule.",
    "int_parsing_size": "Ce nombre est trop grand.",
    "finite_number": _NUMBER,
    "date_past": "Choisissez une date passée.",
    "date_future": "Choisissez une date à venir.",
    "datetime_past": "Choisissez un moment passé.",
    "datetime_future": "Choisissez un moment à venir.",
    "timezone_naive": "Écrivez cette date et cette heure sans fuseau horaire.",
    "timezone_aware": "Indiquez le fuseau horaire.",
    "timezone_offset": "Le fuseau horaire n’est pas celui attendu.",
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "union_tag_invalid": _CHOICE,
    "union_tag_not_found": _CHOICE,
    "model_type": "Donnez un objet avec ses champs.",
    "url_too_long": "Cette adresse web est trop longue.",
}

_BY_FAMILY: dict[str, str] = {
    "string": _TEXT,
    "bytes": _TEXT,
    "date": _DATE,
    "datetime": _MOMENT,
    "time": _TIME,
    "time_delta": "Écrivez une durée.",
    "int": _WHOLE,
    "float": _NUMBER,
    "decimal": _NUMBER,
    "fraction": _NUMBER,
    "complex": _NUMBER,
    "bool": _YES_NO,
    "list": _LIST,
    "tuple": _LIST,
    "set": _LIST,
    "frozen_set": _LIST,
    "deque": _LIST,
    "iterable": _LIST,
    "url": _ADDRESS,
    "uuid": _LINK,
}


def _number(context: Mapping[str, Any], key: str) -> str:
    value = context.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return count(value, 4)


def _at_least(context: Mapping[str, Any], one: str, more: str) -> str:
    least = context.get("min_length", 1)
    return one if least == 1 else more.format(count(least))


_MEASURED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "string_too_short": lambda c: _at_least(c, NECESSARY, "Écrivez au moins {} caractères."),
    "bytes_too_short": lambda c: _at_least(c, NECESSARY, "Écrivez au moins {} caractères."),
    "string_too_long": lambda c: f"Écrivez au plus {plural(c.get('max_length', 0), 'caractère')}.",
    "bytes_too_long": lambda c: f"Écrivez au plus {plural(c.get('max_length', 0), 'caractère')}.",
    "too_short": lambda c: _at_least(c, "Choisissez au moins une réponse.", "Donnez au moins {} réponses."),
    "too_long": lambda c: f"Donnez au plus {plural(c.get('max_length', 0), 'réponse')}.",
    "greater_than": lambda c: f"Donnez une valeur au-dessus de {_number(c, 'gt')}.",
    "greater_than_equal": lambda c: f"Donnez une valeur d’au moins {_number(c, 'ge')}.",
    "less_than": lambda c: f"Donnez une valeur au-dessous de {_number(c, 'lt')}.",
    "less_than_equal": lambda c: f"Donnez une valeur d’au plus {_number(c, 'le')}.",
    "multiple_of": lambda c: f"Donnez un multiple de {_number(c, 'multiple_of')}.",
    "decimal_max_places": lambda c: f"Gardez au plus {c.get('decimal_places')} chiffres après la virgule.",
    "decimal_max_digits": lambda _: "Ce nombre a trop de chiffres.",
    "decimal_whole_digits": lambda _: "Ce nombre a trop de chiffres.",
}
"""Sentences that quote the limit they refuse."""


def french_error(error: ErrorDetails) -> str:
    """One pydantic error as a French sentence."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in {"value_error", "assertion_error"}:
        said = str(context.get("error", "")).strip()
        return said or _OTHER
    family = next((kind.removesuffix(end) for end in ("_type", "_parsing") if kind.endswith(end)), kind)
    if kind in _MEASURED:
        return _MEASURED[kind](context)
    known = _FIXED.get(kind) or _BY_FAMILY.get(family)
    if known:
        return known
    start = next((name for name in ("datetime", "date", "url", "uuid") if kind.startswith(f"{name}_")), "")
    if start:
        return _BY_FAMILY[start]
    return _OTHER if kind in _KNOWN_TYPES else error["msg"]


def french_errors(errors: Iterable[ErrorDetails]) -> dict[str, str]:
    """Field (« lieu », « horaires.0.debut ») → first sentence for it. Errors of the whole are under « »."""
    sentences: dict[str, str] = {}
    for error in errors:
        field = ".".join(str(step) for step in error["loc"])
        sentences.setdefault(field, french_error(error))
    return sentences

"""An HTML form read into a pydantic model, keeping what was typed.

``typed_form`` is the FastAPI dependency; ``Typed.into(Model)`` judges. What comes back is a ``Form``: either a
``value``, or one French sentence per field and everything the person wrote, ready to be shown again. Blank answers
count as absent, French decimals (« 1,5 »), dates (« 03/03/2026 ») and hours (« 9 h 30 ») are understood.
Refuses characters that cannot be stored (null bytes). Names that begin with « _ » are for the page, never the model.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

from fastapi import Request
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from starlette.datastructures import UploadFile

from services.kernel.problems import Problem
from services.kernel.web.french_entry import entered
from services.kernel.web.wording import french_errors

M = TypeVar("M", bound=BaseModel)
_MANY = (list, tuple, set, frozenset)
_UNREADABLE = "Ce texte contient un caractère invisible qui ne peut pas être gardé. Effacez-le, puis recommencez."

Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Form(Generic[M]):
    """A form as the page shows it: what was typed, what is wrong, and the model once nothing is."""

    typed: Answers = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    value: M | None = None

    @property
    def ok(self) -> bool:
        """True when there is a value and no error was added since."""
        return self.value is not None and not self.errors

    def text(self, name: str) -> str:
        """The first answer of a field, « » when there is none."""
        answers = self.typed.get(name, ())
        return answers[0] if answers else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Every answer of a field (boxes ticked, several choices)."""
        return tuple(self.typed.get(name, ()))

    def has(self, name: str, answer: str) -> bool:
        """True when this answer of the field is ticked or chosen."""
        return answer in self.typed.get(name, ())

    def error(self, name: str) -> str | None:
        """The sentence for a field, also when the error lies inside it (« jours.2 »)."""
        if name in self.errors:
            return self.errors[name]
        return next((said for at, said in self.errors.items() if at.startswith(f"{name}.")), None)

    def with_error(self, name: str, said: str) -> "Form[M]":
        """The same form with one more sentence; name « » for the form as a whole."""
        return replace(self, errors={**self.errors, name: said})

    def with_refusal(self, refused: Problem) -> "Form[M]":
        """The same form with each sentence of a refusal at its field, or above the form when it names none."""
        return replace(self, errors={**self.errors, **(refused.fields or {"": refused.message})})


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person sent: answers by field name, and the files."""

    answers: Answers
    files: Mapping[str, UploadFile] = field(default_factory=dict)

    def into(self, model: type[M]) -> Form[M]:
        """Judge the answers by the model. Never raises for what a person typed."""
        unreadable = {name: _UNREADABLE for name, all_ in self.answers.items() if any("\x00" in a for a in all_)}
        if unreadable:
            return Form(typed=self.answers, errors=unreadable)
        try:
            value = model.model_validate(_raw_values(model, self.answers))
        except ValidationError as refused:
            return Form(typed=self.answers, errors=french_errors(refused.errors(include_url=False)))
        return Form(typed=self.answers, value=value)


def blank_form(**initial: object) -> Form[Any]:
    """A form not yet sent, with proposed answers: ``blank_form(lieu="12 rue…", jours=["mon-am"])``."""
    return Form(typed={name: _shown(value) for name, value in initial.items() if value is not None})


def form_of(model: BaseModel) -> Form[Any]:
    """A form filled with a model, to be edited."""
    return blank_form(**{name: getattr(model, name) for name in type(model).model_fields})


def typed_answers(pairs: Iterable[tuple[str, str]]) -> Typed:
    """From name and answer pairs in the order sent, as a query string gives them."""
    answers: dict[str, tuple[str, ...]] = {}
    for name, answer in pairs:
        answers[name] = (*answers.get(name, ()), answer)
    return Typed(answers)


async def typed_form(request: Request) -> Typed:
    """FastAPI dependency: the answers of a posted form (``Depends(typed_form)``), for sync endpoints too."""
    sent = await request.form()
    texts = [(name, answer) for name, answer in sent.multi_items() if isinstance(answer, str)]
    files = {name: item for name, item in sent.multi_items() if isinstance(item, UploadFile) and item.filename}
    for _name, item in sent.multi_items():
        if isinstance(item, UploadFile) and not item.filename:  # a file field left empty
            await item.close()
    return replace(typed_answers(texts), files=files)


def typed_query(request: Request) -> Typed:
    """FastAPI dependency: the answers carried by the address (filters, searches)."""
    return typed_answers(request.query_params.multi_items())


def _raw_values(model: type[BaseModel], answers: Answers) -> dict[str, object]:
    """Answers shaped for the model: absent when blank, lists where lists are wanted, French entries read."""
    values: dict[str, object] = {name: list(given) for name, given in answers.items() if name[:1] != "_"}
    for name, info in model.model_fields.items():
        key = info.alias or name
        given = [answer.strip() for answer in answers.get(key, ()) if answer.strip()]
        wanted = _plain_type(info)
        if get_origin(wanted) in _MANY or wanted in _MANY:
            if key in values or info.is_required():
                values[key] = [entered(answer, _item_type(wanted)) for answer in given]
        elif wanted is bool and not given and info.default in (True, False):
            values[key] = False  # a box that is not ticked sends nothing; a required choice left open is missing
        elif given:
            values[key] = entered(given[0], wanted)
        else:
            values.pop(key, None)
    known = {info.alias or name for name, info in model.model_fields.items()}
    return {key: value if key in known else _single(value) for key, value in values.items()}


def _single(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _plain_type(info: FieldInfo) -> object:
    return _without_none(info.annotation)


def _without_none(annotation: object) -> object:
    """``X`` out of ``X | None`` and ``Annotated[X, …]``."""
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    others = [part for part in get_args(annotation) if part is not type(None)]
    if type(None) in get_args(annotation) and len(others) == 1:
        return _without_none(others[0])
    return annotation


def _item_type(annotation: object) -> object:
    parts = get_args(annotation)
    return _without_none(parts[0]) if parts else str


def _shown(value: object) -> tuple[str, ...]:
    """How a Python value is typed in a field of a form."""
    if isinstance(value, _MANY):
        return tuple(shown for item in value for shown in _shown(item))
    if isinstance(value, bool):
        return ("on",) if value else ()
    if isinstance(value, datetime):
        return (value.strftime("%Y-%m-%dT%H:%M"),)
    if isinstance(value, time):
        return (value.strftime("%H:%M"),)
    if isinstance(value, date):
        return (value.isoformat(),)
    if isinstance(value, float | Decimal):
        return (format(value, "f").rstrip("0").rstrip(".").replace(".", ",") if value % 1 else str(int(value)),)
    return (str(value.value if hasattr(value, "value") else value),)

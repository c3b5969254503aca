"""Towns proposed as somebody types: public, the shape that ``<cite-suggest>`` reads. Reads nothing about anybody."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from services.kernel.towns import Towns


class TownShown(BaseModel):
    """A town: ``value`` and ``label`` are what is written in the field."""

    model_config = ConfigDict(extra="forbid")

    value: str
    label: str
    hint: str = ""


class TownsPage(BaseModel):
    """Towns, those that begin with the words first."""

    model_config = ConfigDict(extra="forbid")

    items: list[TownShown]


def towns_router(prefix: str, towns: Callable[[], Towns]) -> APIRouter:
    """``GET {prefix}/towns?q=``."""
    router = APIRouter(prefix=prefix, tags=["communes"])

    @router.get("/towns")
    def suggest_towns(q: Annotated[str, Query(max_length=200, description="Ce que la personne tape")]) -> TownsPage:
        """Communes dont le nom ou le code postal commence par ces mots."""
        return TownsPage(items=[TownShown(value=town.told, label=town.told) for town in towns().suggest(q)])

    return router

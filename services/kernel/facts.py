"""What services publish: frozen models that only ever gain optional fields.

A ``Fact`` names its CloudEvents type and its topic; its key decides the partition, hence the order. Readers
ignore fields they do not know, so a newer producer never breaks an older reader.
"""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.kernel.eventlog.port import Topic


class Fact(BaseModel):
    """Base of every published event. ``TYPE`` is the CloudEvents type, ``TOPIC`` where it is published."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    TYPE: ClassVar[str]
    TOPIC: ClassVar[Topic]

    def key(self) -> str:
        """The aggregate id: records of one key stay in order."""
        raise TypeError(f"{type(self).__name__} does not say its key")


class Part(BaseModel):
    """A value inside a fact."""

    model_config = ConfigDict(frozen=True, extra="ignore")

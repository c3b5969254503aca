"""The table of reactions: what is handled, by whom, from which topics."""

import pytest

from services.kernel.clock import new_id
from services.kernel.envelope import EnvelopeMalformed, wrap
from services.kernel.facts import Fact
from services.kernel.reactions import Moment, Reactions
from tests.factories.plumbing import NOON, TENANT, TOPIC, Counted


def _handle(fact: Counted, moment: Moment) -> None:
    """Only its place in the table matters here."""


def test_a_fact_of_the_table_is_read_with_its_handler() -> None:
    fact = Counted(name="a", number=1)
    envelope = wrap(fact, event_id=new_id(), source="plumbing", tenant=TENANT, at=NOON)
    assert Reactions().on(Counted, _handle).read(envelope) == (fact, _handle)
    assert Reactions().read(envelope) is None


def test_a_fact_has_one_handler() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        Reactions().on(Counted, _handle).on(Counted, _handle)


def test_the_topics_of_a_table_are_those_of_its_facts() -> None:
    table = Reactions().on(Counted, _handle)
    assert table.topics() == (TOPIC.name,)
    assert table.declared() == (TOPIC,)


def test_a_fact_that_does_not_fit_is_refused_with_each_place() -> None:
    envelope = wrap(Counted(name="a", number=1), event_id=new_id(), source="p", tenant=TENANT, at=NOON)
    envelope.data.clear()
    with pytest.raises(EnvelopeMalformed, match=r"name : missing; number : missing"):
        Reactions().on(Counted, _handle).read(envelope)


def test_a_fact_says_its_key() -> None:
    class Keyless(Fact):
        TYPE = "plumbing.Keyless"
        TOPIC = TOPIC

    with pytest.raises(TypeError, match="Keyless does not say its key"):
        Keyless().key()

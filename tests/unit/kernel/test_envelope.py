"""An envelope travels as CloudEvents 1.0 and comes back as it left; anything else is refused with its reason."""

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.clock import new_id
from services.kernel.envelope import Envelope, EnvelopeMalformed, wrap
from tests.factories.plumbing import NOON, TENANT, Counted

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
plain_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(texts, texts, st.dictionaries(texts, plain_json, max_size=5))
def test_an_envelope_comes_back_as_it_left(subject: str, actor: str, data: dict[str, object]) -> None:
    sent = Envelope(new_id(), "/plumbing", "a.B", subject, NOON, TENANT, data, correlation_id="c-1", actor=actor)
    assert Envelope.from_bytes(sent.to_bytes()) == sent


def test_an_envelope_is_a_cloud_event() -> None:
    event = new_id()
    sent = wrap(Counted(name="é", number=1), event_id=event, source="plumbing", tenant=TENANT, at=NOON)
    assert json.loads(sent.to_bytes()) == {
        "specversion": "1.0",
        "id": str(event),
        "source": "/plumbing",
        "type": "plumbing.Counted",
        "subject": "é",
        "time": "2026-03-02T12:00:00+00:00",
        "datacontenttype": "application/json",
        "tenant": TENANT,
        "correlationid": "",
        "actor": "",
        "data": {"name": "é", "number": 1},
    }


def test_attributes_that_came_later_are_ignored_and_optional_ones_may_be_absent() -> None:
    document = json.loads(_sound())
    del document["correlationid"], document["actor"]
    read = Envelope.from_bytes(json.dumps(document | {"dataschema": "https://example.org/1"}).encode())
    assert (read.correlation_id, read.actor) == ("", "")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"specversion": "0.3"}, "version CloudEvents inconnue"),
        ({"time": "2026-03-02T12:00:00"}, "pas de fuseau"),
        ({"time": "yesterday"}, "illisible"),
        ({"id": "7"}, "illisible"),
        ({"data": [1]}, "pas un objet"),
        ({"data": None}, "pas un objet"),
    ],
)
def test_an_envelope_that_is_not_one_is_refused_with_its_reason(change: dict[str, object], reason: str) -> None:
    with pytest.raises(EnvelopeMalformed, match=reason):
        Envelope.from_bytes(json.dumps(json.loads(_sound()) | change).encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with pytest.raises(EnvelopeMalformed):
        Envelope.from_bytes(raw)


@pytest.mark.parametrize("missing", ["specversion", "id", "source", "type", "subject", "time", "tenant", "data"])
def test_a_required_attribute_that_is_missing_is_told(missing: str) -> None:
    document = json.loads(_sound())
    del document[missing]
    with pytest.raises(EnvelopeMalformed, match=missing):
        Envelope.from_bytes(json.dumps(document).encode())


def test_the_time_keeps_its_instant_whatever_its_zone() -> None:
    raw = _sound().replace(b"12:00:00+00:00", b"16:00:00+04:00")
    assert Envelope.from_bytes(raw).time == NOON
    assert Envelope.from_bytes(raw).time == datetime.fromisoformat("2026-03-02T12:00:00+00:00")


def _sound() -> bytes:
    return wrap(Counted(name="a", number=1), event_id=new_id(), source="plumbing", tenant=TENANT, at=NOON).to_bytes()

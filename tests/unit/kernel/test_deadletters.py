"""Parked messages are retried or dropped without breaking the order of their key."""

from services.kernel import deadletters
from services.kernel.consumer import Consumer
from services.kernel.deadletters import DeadLetter
from tests.factories.plumbing import NOON, TENANT, TOPIC, Plumbing, Poison, by_name

KEY = f"{TENANT}:a"


def _parked(plumbing: Plumbing, poison: Poison) -> Consumer:
    """A consumer that parked ("a", 1) and the two that follow it."""
    poison.fails[("a", 1)] = RuntimeError("not yet")
    plumbing.append(("a", 1), ("a", 2), ("a", 3), ("b", 1))
    consumer = plumbing.consumer(poison)
    _work(plumbing, consumer)
    assert [letter.behind for letter in _letters(plumbing)] == [False, True, True]
    return consumer


def _work(plumbing: Plumbing, consumer: Consumer) -> None:
    subscription = plumbing.subscribe(consumer)
    plumbing.work(consumer, subscription)
    subscription.close()


def _letters(plumbing: Plumbing) -> list[DeadLetter]:
    with plumbing.reading() as connection:
        return list(deadletters.of_key(connection, "plumbing.tally", TOPIC.name, KEY))


def test_a_key_retried_after_the_cause_is_mended_is_handled_in_order(plumbing: Plumbing) -> None:
    poison = Poison()
    consumer = _parked(plumbing, poison)
    poison.fails.clear()

    assert consumer.retry_key(TOPIC.name, KEY) == 3

    assert by_name(plumbing.written())["a"] == [1, 2, 3]
    assert _letters(plumbing) == []


def test_a_key_retried_too_early_stays_parked_with_the_new_reason(plumbing: Plumbing) -> None:
    poison = Poison()
    consumer = _parked(plumbing, poison)
    poison.fails[("a", 1)] = RuntimeError("still not")

    assert consumer.retry_key(TOPIC.name, KEY) == 0

    assert _letters(plumbing)[0].reason == "RuntimeError : still not"
    assert "a" not in by_name(plumbing.written())


def test_a_retry_stops_at_the_next_that_fails_which_becomes_the_first(plumbing: Plumbing) -> None:
    poison = Poison()
    consumer = _parked(plumbing, poison)
    poison.fails = {("a", 2): RuntimeError("me too")}

    assert consumer.retry_key(TOPIC.name, KEY) == 1

    assert by_name(plumbing.written())["a"] == [1]
    first, _last = _letters(plumbing)
    assert (first.behind, first.reason) == (False, "RuntimeError : me too")


def test_a_dropped_message_lets_the_next_of_its_key_be_retried(plumbing: Plumbing) -> None:
    poison = Poison()
    consumer = _parked(plumbing, poison)
    with plumbing.database.transaction() as connection:
        dropped = deadletters.drop(connection, _letters(plumbing)[0].id)
    assert dropped is not None
    assert dropped.reason == "RuntimeError : not yet"
    assert [letter.behind for letter in _letters(plumbing)] == [False, True]

    assert consumer.retry_key(TOPIC.name, KEY) == 2
    assert by_name(plumbing.written())["a"] == [2, 3]


def test_dropping_what_is_no_longer_parked_is_nothing(plumbing: Plumbing) -> None:
    with plumbing.database.transaction() as connection:
        assert deadletters.drop(connection, 404) is None


def test_a_new_message_of_a_parked_key_waits_and_one_after_the_retry_does_not(plumbing: Plumbing) -> None:
    poison = Poison()
    consumer = _parked(plumbing, poison)
    poison.fails.clear()
    plumbing.append(("a", 4))
    _work(plumbing, consumer)
    assert len(_letters(plumbing)) == 4

    consumer.retry_key(TOPIC.name, KEY)
    plumbing.append(("a", 5))
    _work(plumbing, consumer)

    assert by_name(plumbing.written())["a"] == [1, 2, 3, 4, 5]
    assert _letters(plumbing) == []


def test_a_parked_message_delivered_again_is_parked_once(plumbing: Plumbing) -> None:
    poison = Poison()
    consumer = _parked(plumbing, poison)
    letters = _letters(plumbing)
    with plumbing.database.transaction() as connection:
        deadletters.park(
            connection, consumer.name, letters[0].as_incoming(), reason="x", behind=True, attempts=0, at=NOON
        )

    assert _letters(plumbing) == letters


def test_letters_are_listed_counted_and_found(plumbing: Plumbing) -> None:
    consumer = _parked(plumbing, Poison())
    with plumbing.reading() as connection:
        assert deadletters.count(connection) == 3
        assert deadletters.count_heads(connection, consumer.name) == 1
        assert deadletters.count_heads(connection, "another") == 0
        assert deadletters.listed(connection, consumer="another") == []
        (first, *_rest) = deadletters.listed(connection, consumer=consumer.name)
        assert deadletters.find(connection, first.id) == first

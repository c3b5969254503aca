"""The share of partitions among members is complete, even, and moves no more than it must."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.eventlog.sharing import Place, share

TOPICS = ("offers", "profiles", "placements")
PLACES = [Place(topic, n) for topic in TOPICS for n in range(4)]

members = st.sampled_from([f"m{n}" for n in range(5)])
wishes = st.dictionaries(members, st.frozensets(st.sampled_from(TOPICS), min_size=1), max_size=5)
owners = st.dictionaries(st.sampled_from(PLACES), members)
same_wishes = st.integers(min_value=1, max_value=7).map(lambda n: {f"m{i}": frozenset(TOPICS) for i in range(n)})


@given(wishes, owners)
def test_each_wished_place_goes_to_one_member_that_wishes_it(
    wished: dict[str, frozenset[str]], held: dict[Place, str]
) -> None:
    target = share(wished, PLACES, held)

    assert set(target) == {place for place in PLACES if any(place.topic in topics for topics in wished.values())}
    assert all(place.topic in wished[member] for place, member in target.items())


@given(same_wishes, owners)
def test_members_with_the_same_wishes_differ_by_one_at_most(
    wished: dict[str, frozenset[str]], held: dict[Place, str]
) -> None:
    loads = Counter(share(wished, PLACES, held).values())
    counts = [loads[member] for member in wished]
    assert max(counts) - min(counts) <= 1


@given(wishes, owners)
def test_a_share_that_is_applied_is_not_changed(wished: dict[str, frozenset[str]], held: dict[Place, str]) -> None:
    target = share(wished, PLACES, held)
    assert share(wished, PLACES, target) == target


@given(wishes, owners, st.data())
def test_members_that_each_do_their_own_part_in_any_order_settle_on_an_even_share(
    wished: dict[str, frozenset[str]], held: dict[Place, str], data: st.DataObject
) -> None:
    owned = {place: member for place, member in held.items() if member in wished}
    for _ in range(4):
        for member in data.draw(st.permutations(sorted(wished))):
            target = share(wished, PLACES, owned)
            owned = {p: m for p, m in owned.items() if m != member or target.get(p) == member}
            owned |= {p: member for p, m in target.items() if m == member and p not in owned}

    assert owned == share(wished, PLACES, owned)


@given(same_wishes)
def test_a_newcomer_takes_only_its_part(wished: dict[str, frozenset[str]]) -> None:
    before = share(wished, PLACES, {})
    after = share(wished | {"newcomer": frozenset(TOPICS)}, PLACES, before)
    moved = [place for place in PLACES if after[place] != before[place]]
    assert all(after[place] == "newcomer" for place in moved)
    assert len(moved) == len(PLACES) // (len(wished) + 1)

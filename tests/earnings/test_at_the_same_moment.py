"""Two phones at once: one version is written, the other page is stale; the same form counts once."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from jkrlm.kernel.errors import DomainError
from sellers.earnings import facade as earnings
from sellers.earnings.facade import Cost
from sellers.earnings.models import Attribution, DeclaredCost, Share
from tests.earnings.world import TODAY, open_world, rupees, sell

LEADER, SHAMEEMA = "Haseena Begum", "Shameema Akhter"


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all at the same moment; return what each gave, a refusal as its code."""
    barrier, found = Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait()
            found[place] = work()
        except DomainError as refusal:
            found[place] = refusal.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_two_versions_at_once() -> None:
    world = open_world()
    (stole,) = sell("1042", ("Kani stole", "2000"))
    leader, whole = world.actor(LEADER), rupees("1811.20")

    def say(key: str, name: str) -> tuple[int, bool]:
        return earnings.say_who_made(
            stole.pk,
            group_code="KZ09",
            shares={world.person(name): whole},
            seen_version=0,
            key=key,
            by=leader,
        )

    found = at_once(lambda: say("a", LEADER), lambda: say("b", SHAMEEMA), lambda: say("c", LEADER))
    assert sorted(map(str, found)) == ["(1, False)", "CONFLICT", "CONFLICT"]
    assert (Attribution.objects.count(), Share.objects.count()) == (1, 1)

    (bag,) = sell("1043", ("Bag", "2000"))
    shares = {world.person(LEADER): whole}

    def twice() -> tuple[int, bool]:
        return earnings.say_who_made(
            bag.pk, group_code="KZ09", shares=shares, seen_version=0, key="same", by=leader
        )

    assert sorted(map(str, at_once(twice, twice))) == ["(1, False)", "(1, True)"]
    assert Attribution.objects.filter(line=bag).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_mending_at_once_leave_one_truth() -> None:
    """She confirms what she saw, or the leader's new version stands and she is asked again; never both."""
    world = open_world()
    (stole,) = sell("1042", ("Kani stole", "2000"))
    leader, member = world.actor(LEADER), world.actor(SHAMEEMA)
    first, second = {member.person_id: rupees("1811.20")}, {leader.person_id: rupees("1811.20")}
    earnings.say_who_made(stole.pk, group_code="KZ09", shares=first, seen_version=0, key="1", by=leader)
    found = at_once(
        lambda: earnings.answer_share(stole.pk, group_code="KZ09", seen_version=1, agrees=True, by=member),
        lambda: earnings.say_who_made(
            stole.pk, group_code="KZ09", shares=second, seen_version=1, key="2", by=leader
        ),
    )
    assert found[1] == (2, False)
    assert found[0] in (False, "NOT_FOUND")
    assert Attribution.objects.get(superseded_at=None).version == 2


@pytest.mark.django_db(transaction=True)
def test_a_cost_sent_twice_at_once_counts_once() -> None:
    world = open_world()

    def declare() -> tuple[int, bool]:
        return earnings.declare_cost(
            group_code="KZ09",
            month=TODAY,
            kind=Cost.HELP,
            amount=rupees(50),
            key="same",
            by=world.actor(SHAMEEMA),
        )

    found = at_once(declare, declare)
    assert sorted(repeated for _pk, repeated in found) == [False, True]  # type: ignore[misc]
    assert DeclaredCost.objects.count() == 1

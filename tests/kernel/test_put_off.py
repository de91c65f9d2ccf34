"""Whoever must answer is away: what waits for him is put off for a day, and done once when he is back."""

from datetime import timedelta

import pytest

from jkrlm.kernel import outbox, relay
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import TryLater
from jkrlm.kernel.models import DeliveryState, OutboxDelivery


class Away(TryLater):
    """A neighbour who does not answer."""


class Neighbour:
    def __init__(self) -> None:
        self.at_home = False
        self.retry_in_seconds: float | None = None
        self.told: list[int] = []

    def hear(self, event: outbox.Event) -> None:
        if not self.at_home:
            absence = Away("nobody opens")
            absence.retry_in_seconds = self.retry_in_seconds
            raise absence
        self.told.append(event.payload["n"])


neighbour = Neighbour()


def tell_neighbour(event: outbox.Event) -> None:
    neighbour.hear(event)


def stumble(event: outbox.Event) -> None:
    raise ValueError(event.name)


@pytest.fixture(autouse=True)
def table(db):
    before = {name: tuple(found.values()) for name, found in outbox._reactions.items()}
    neighbour.__init__()
    outbox.set_reactions({"News": (tell_neighbour,), "Cursed": (stumble,)})
    yield
    outbox.set_reactions(before)


def try_again() -> OutboxDelivery:
    """Let the pause pass, and the relay look once."""
    OutboxDelivery.objects.update(next_at=now() - timedelta(seconds=1))
    relay.drain(rounds=1)
    return OutboxDelivery.objects.get()


def away_for(**time: float) -> None:
    """Let it seem that the neighbour went away so long ago."""
    OutboxDelivery.objects.update(put_off_since=now() - timedelta(**time))


def test_a_hundred_tries_in_vain_bury_nothing_and_the_news_arrives_once():
    outbox.record("News", {"n": 1})

    for _ in range(100):
        waiting = try_again()
    assert (waiting.state, waiting.attempts) == (DeliveryState.PENDING, 0)
    assert waiting.last_error == "Away: nobody opens"

    neighbour.at_home = True
    done = try_again()
    assert (done.state, done.put_off_since, done.last_error) == (DeliveryState.DONE, None, "")
    relay.drain()
    assert neighbour.told == [1]


@pytest.mark.parametrize(
    ("away_seconds", "told", "pause_seconds"),
    [(0, None, 1), (1, None, 1), (4, None, 4), (40, None, 40), (600, None, 60), (4, 9.0, 9), (4, 900.0, 60)],
)
def test_pauses_grow_with_the_absence_to_a_minute(away_seconds, told, pause_seconds):
    pause = relay.put_off_pause(away=timedelta(seconds=away_seconds), retry_in_seconds=told)
    assert pause == timedelta(seconds=pause_seconds)


def test_after_ten_minutes_it_is_tried_each_minute():
    outbox.record("News", {"n": 1})
    try_again()
    away_for(minutes=10)
    waiting = try_again()
    pause = waiting.next_at - now()
    assert timedelta(seconds=58) < pause <= timedelta(seconds=60)


def test_after_a_day_it_fails_like_anything_else_and_becomes_a_dead_letter():
    outbox.record("News", {"n": 1})
    try_again()

    away_for(hours=23)
    assert try_again().attempts == 0
    for count in range(1, relay.ATTEMPTS_MAX + 1):
        away_for(hours=25)
        assert try_again().attempts == count
    dead = OutboxDelivery.objects.get()
    assert dead.state == DeliveryState.DEAD

    relay.replay(dead.pk, at=now())
    replayed = try_again()
    assert (replayed.state, replayed.attempts) == (DeliveryState.PENDING, 0)
    assert now() - replayed.put_off_since < timedelta(minutes=1)


def test_a_failure_counts_beside_what_was_put_off():
    outbox.record("Cursed", {})
    assert try_again().attempts == 1
    assert OutboxDelivery.objects.get().put_off_since is None


def test_a_claim_that_ran_out_while_others_were_slow_is_left_to_who_took_it():
    outbox.record("News", {"n": 1})
    mine = now() + relay.CLAIM
    OutboxDelivery.objects.update(next_at=mine)
    delivery = OutboxDelivery.objects.get()

    assert relay._still_ours(delivery.pk, mine) is True
    assert OutboxDelivery.objects.get().next_at > mine
    assert relay._still_ours(delivery.pk, mine) is False

"""The promise of the outbox: with the change or not at all, at least once, and visible when it fails."""

from datetime import timedelta

import pytest
from django.db import transaction

from jkrlm.kernel import outbox, relay
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery, OutboxMessage

heard: list[outbox.Event] = []


def remember(event: outbox.Event) -> None:
    heard.append(event)


def stumble(event: outbox.Event) -> None:
    raise ValueError(f"cannot handle {event.name}")


@pytest.fixture(autouse=True)
def table():
    before = {name: tuple(found.values()) for name, found in outbox._reactions.items()}
    heard.clear()
    outbox.set_reactions({"Heard": (remember,), "Cursed": (stumble, remember)})
    yield
    outbox.set_reactions(before)


def due_now():
    OutboxDelivery.objects.update(next_at=now() - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_an_event_leaves_with_its_change_or_not_at_all():
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.record("Heard", {"n": 1})
        raise RuntimeError
    assert OutboxMessage.objects.count() == 0

    with transaction.atomic():
        outbox.record("Heard", {"n": 2})
    assert relay.drain() == 1
    assert [event.payload for event in heard] == [{"n": 2}]


def test_an_event_that_nobody_hears_is_not_kept(db):
    assert outbox.record("Unheard", {}) is False
    assert OutboxMessage.objects.count() == 0


def test_the_same_event_from_outside_is_taken_once(db):
    assert outbox.record("Heard", {"n": 1}, digest="abc") is True
    assert outbox.record("Heard", {"n": 1}, digest="abc") is False
    relay.drain()
    assert len(heard) == 1


def test_one_reaction_failing_does_not_keep_another_from_its_event(db):
    outbox.record("Cursed", {})
    relay.drain()
    assert len(heard) == 1
    failed = OutboxDelivery.objects.get(reaction=outbox.reaction_name(stumble))
    assert failed.state == DeliveryState.PENDING
    assert failed.attempts == 1
    assert failed.next_at > now()
    assert "cannot handle Cursed" in failed.last_error


def test_what_never_works_becomes_a_dead_letter_and_can_be_replayed(db):
    outbox.record("Cursed", {})
    for _ in range(relay.ATTEMPTS_MAX):
        due_now()
        relay.drain(rounds=1)
    dead = OutboxDelivery.objects.get(reaction=outbox.reaction_name(stumble))
    assert (dead.state, dead.attempts) == (DeliveryState.DEAD, relay.ATTEMPTS_MAX)
    assert len(heard) == 1

    outbox.set_reactions({"Cursed": (stumble,)})
    assert relay.replay(dead.pk, at=now()) is True
    assert relay.replay(dead.pk, at=now()) is False
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (DeliveryState.PENDING, 0)


def test_an_hour_without_the_mail_server_makes_no_dead_letters():
    waited = sum((relay.back_off(tries) for tries in range(1, relay.ATTEMPTS_MAX)), timedelta())
    assert waited > timedelta(hours=1)


def test_what_kills_its_worker_each_time_is_buried_instead_of_run_again(db):
    outbox.record("Heard", {})
    OutboxDelivery.objects.update(attempts=relay.ATTEMPTS_MAX)
    relay.drain()
    assert heard == []
    dead = OutboxDelivery.objects.get()
    assert dead.state == DeliveryState.DEAD
    assert "its worker never came back" in dead.last_error


def test_a_claimed_delivery_comes_back_when_its_worker_dies(db):
    outbox.record("Heard", {})
    OutboxDelivery.objects.update(attempts=1, next_at=now() + relay.CLAIM)
    assert relay.drain() == 0
    due_now()
    assert relay.drain() == 1
    assert OutboxDelivery.objects.get().state == DeliveryState.DONE

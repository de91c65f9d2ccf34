"""The desk of events that were not handled says what is true: dead, failed, or merely on its way."""

import pytest
from django.test import Client

from jkrlm.kernel.models import DeliveryState, OutboxDelivery, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.post("/demo/", {"person": "admin"})
    return client


def delivery(name: str, **facts: object) -> OutboxDelivery:
    message = OutboxMessage.objects.create(name=name, payload={})
    return OutboxDelivery.objects.create(message=message, reaction="some.reaction", **facts)


def test_what_failed_is_shown_and_what_is_only_in_hand_is_not(administrator: Client) -> None:
    delivery("IN_HAND", attempts=1)
    delivery("STUMBLED", attempts=2, last_error="Traceback\nValueError: no such thing")

    page = administrator.get("/staff/events/").content.decode()

    assert "IN_HAND" not in page
    assert "STUMBLED" in page
    assert "ValueError: no such thing" in page
    assert "Failed, will be tried again (1)" in page


def test_a_dead_letter_is_sent_again_once(administrator: Client) -> None:
    dead = delivery("BURIED", state=DeliveryState.DEAD, attempts=12, last_error="KeyError: 'x'")
    assert "BURIED" in administrator.get("/staff/events/").content.decode()

    for _press in range(2):
        assert administrator.post(f"/staff/events/{dead.pk}/replay/").status_code == 302

    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (DeliveryState.PENDING, 0)

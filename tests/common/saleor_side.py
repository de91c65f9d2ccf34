"""What a run of the stories does in a Saleor that is not ours to empty: webhooks turned to us, goods put away."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command

from tests.common.books import ask

#: Variables of PointWebhook that put a webhook back as it was.
Before = dict[str, object]


def turn_to_us() -> list[Before]:
    """
    Provision the store with webhooks to this run's server; returns how to turn them back.

    A webhook has one address: while a run lasts, another shop at the same Saleor hears nothing.
    """
    before = [
        {"id": each["id"], "targetUrl": each["targetUrl"], "isActive": each["isActive"]}
        for each in webhooks()
    ]
    call_command("saleor_provision")
    print(f"\nOur app's webhooks point to {settings.SALEOR_WEBHOOK_BASE_URL} until this run ends.")
    there = {each["id"] for each in before}
    made = [each for each in webhooks() if each["id"] not in there]
    return before + [{"id": each["id"], "targetUrl": each["targetUrl"], "isActive": False} for each in made]


def turn_back(before: list[Before]) -> None:
    for variables in before:
        answer = ask("PointWebhook", of="saleor", **variables)
        assert answer["webhookUpdate"]["errors"] == [], answer


def webhooks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("OurWebhooks", of="saleor")["app"]["webhooks"]
    return found


def undelivered() -> list[str]:
    """Return the events that Saleor still means to tell us of."""
    return [
        edge["node"]["eventType"]
        for hook in ask("Undelivered", of="saleor")["app"]["webhooks"]
        for edge in hook["eventDeliveries"]["edges"]
    ]


def quiet(deliver: Callable[[], object], *, seconds: float = 20) -> None:
    """Wait until Saleor has told us everything, twice in a row, and our rooms have done with it."""
    until, still = time.monotonic() + seconds, 0
    while still < 2:
        deliver()
        waiting = undelivered()
        still = 0 if waiting else still + 1
        assert time.monotonic() < until, f"after {seconds} s Saleor has not told us of {waiting}"
        time.sleep(0.25)
    deliver()

"""A tablet that takes cards, the card company, and a buyer who pays on her phone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.exhibitions.till.world import Stall, Tablet, work
from tests.payments.conftest import buyer, receiver
from tests.payments.local_server import SECRET, Buyer, LocalStripe, Receiver

__all__ = ["buyer", "receiver"]


@pytest.fixture
def stripe_here(tmp_path: Path, settings: Any, receiver: Receiver) -> Iterator[LocalStripe]:
    """A server of its own for each test; its webhooks reach nobody unless the test hands them on."""
    receiver.received.clear()
    made = LocalStripe(tmp_path, receiver.url)  # type: ignore[attr-defined]
    made.start()
    settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = made.address, "sk_test_till"
    settings.STRIPE_WEBHOOK_SECRET, settings.PUBLIC_URL = SECRET, "http://127.0.0.1:8000"
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stripe is asked each time, not every few seconds."""
    monkeypatch.setattr("commerce.payments.services.stall_cards.PAUSE", timedelta(0))


@pytest.fixture
def tablet(stall: Stall, stripe_here: LocalStripe) -> Tablet:
    return stall.tablet()


def ask(tablet: Tablet, step: str, bill: str, **more: Any) -> dict[str, Any]:
    answer = tablet.post(f"/pos/card/{step}", {"bill": bill, **more})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def page_of(told: dict[str, Any]) -> str:
    """Follow our short address to the card company's page."""
    answer = Client().get(told["url"].removeprefix("http://127.0.0.1:8000"))
    assert answer.status_code == 302
    return str(answer["Location"])


def pay(tablet: Tablet, buyer: Buyer, amount: int = 350000, **more: Any) -> tuple[str, str]:
    """A buyer pays a bill of this sum; return the bill's id and the payment's name."""
    bill = str(uuid4())
    buyer.pay(page_of(ask(tablet, "", bill, amount=amount)), **more)
    told = ask(tablet, "look/", bill)
    assert (told["state"], told["amount"]) == ("paid", amount)
    return bill, told["reference"]


def sell(tablet: Tablet, bill: str, reference: str, **more: Any) -> dict[str, Any]:
    line = tablet.line(tablet.stall.variant("KZ09", "Stole"), 1)
    paid = {"method": "card", "amount": line["gross"], "tendered": None, "change": None}
    return tablet.bill([line], id=bill, payments=[{**paid, "reference": reference}], **more)


def sent(tablet: Tablet) -> None:
    results = tablet.send()
    assert {each["state"] for each in results} == {"kept"}, results
    work()


def back(tablet: Tablet, sale: dict[str, Any]) -> dict[str, Any]:
    tablet.cash += sale["total"]  # ``give_back`` takes it for cash
    given = tablet.give_back(sale, 0, 1)
    tablet.unsent.pop()
    tablet.seq, tablet.prev = tablet.seq - 1, given["prev"]
    paid = {"method": "card", "amount": given["total"], "tendered": None, "change": None, "reference": None}
    kept = {name: given[name] for name in ("of", "lines", "documents", "total", "reason")}
    return tablet.write("return", **kept, payments=[paid])

"""The bank's feed: JSON over HTTP, page after page; the statement tells of the same credits later."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from commerce.payments.errors import FeedUnavailable
from commerce.payments.facade import read_bank_feed
from commerce.payments.models import BankFeedPlace, UpiCredit
from jkrlm.kernel import relay
from tests.upi.world import RRN, Bank, Till, order_of, orders, sound, words

pytestmark = pytest.mark.django_db


class FakeBank:
    """Another company: a list of credits behind HTTP."""

    def __init__(self) -> None:
        self.credits: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.broken: bytes | None = None
        self.status = 200
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = {name: value for name, (value,) in parse_qs(urlsplit(self.path).query).items()}
                fake.asked.append({**asked, "key": self.headers.get("Authorization", "")})
                start = int(asked.get("after") or 0)
                page = fake.credits[start : start + 2]
                said = json.dumps({"credits": page, "cursor": str(start + len(page))}).encode()
                self.send_response(fake.status)
                self.end_headers()
                self.wfile.write(fake.broken or said)

            def log_message(self, *_: Any) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://SECRET@127.0.0.1:{self.server.server_port}/credits?account=escrow"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def feed(settings: Any) -> Iterator[FakeBank]:
    made = FakeBank()
    settings.BANK_FEED_URL = made.url
    yield made
    made.server.shutdown()


def row(number: int, amount: str, rrn: str, said: str) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "at": "2026-11-20T10:00:00+05:30",
        "amount": amount,
        "rrn": rrn,
        "narration": said,
        "payer": "aarif@jkb",
    }


def test_a_credit_of_the_feed_makes_the_order_and_the_statement_adds_nothing(
    till: Till, bank: Bank, feed: FakeBank
) -> None:
    claim = till.by_upi()
    feed.credits = [
        row(1, "1.00", "632500000001", "UPI/a"),
        row(2, "2.00", "632500000002", "UPI/b"),
        row(3, str(claim.amount), RRN, words(claim)),
    ]

    assert read_bank_feed() == 3
    assert read_bank_feed() == 0
    relay.drain()

    assert order_of(claim) is not None
    assert (
        feed.asked[0] == {"account": "escrow", "key": "Bearer SECRET"} or feed.asked[0]["account"] == "escrow"
    )
    bank.pays(claim)
    assert UpiCredit.objects.filter(rrn=RRN).count() == 1 and orders() == 1
    held = UpiCredit.objects.get(rrn=RRN)
    assert held.code and held.feed_id == "c3" and held.payer == "aarif@jkb"
    sound()


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b'{"credits": 1, "cursor": ""}', b'{"credits": [{"id": "x"}], "cursor": "1"}']
)
def test_what_cannot_be_read_changes_nothing_and_is_said(feed: FakeBank, answer: bytes) -> None:
    feed.broken = answer or b" "
    with pytest.raises(FeedUnavailable):
        read_bank_feed()

    assert UpiCredit.objects.count() == 0
    assert BankFeedPlace.objects.get().failing_since is not None
    feed.broken = None
    assert read_bank_feed() == 0
    assert BankFeedPlace.objects.get().failing_since is None


def test_a_feed_that_is_down_is_asked_again(feed: FakeBank) -> None:
    feed.status = 503
    with pytest.raises(FeedUnavailable):
        read_bank_feed()


def test_without_a_feed_nothing_is_asked() -> None:
    assert read_bank_feed() == 0

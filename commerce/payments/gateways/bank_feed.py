"""
The bank's own feed of credits, where the bank has one: a JSON answer, page after page.

``BANK_FEED_URL`` is ``https://KEY@bank.example/credits?account=…``: the key goes out as a bearer token, the
query's values with every question. Asked ``after=<cursor>`` it answers ``{"credits": [{"id", "at", "amount",
"rrn", "narration", "payer"}], "cursor": "…"}``, the oldest first; amounts are rupees as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

import httpx
from django.conf import settings

from commerce.payments.errors import FeedUnavailable

TIMEOUT: Final = httpx.Timeout(20, connect=5)
PAGE_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class FeedCredit:
    """``rrn`` is the bank's number (twelve digits), ``payer`` the UPI address that paid; or empty."""

    id: str
    at: datetime
    amount: Decimal
    rrn: str
    narration: str
    payer: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    credits: tuple[FeedCredit, ...]
    cursor: str


class BankFeed(Protocol):
    """Tells of credits in the order in which they came."""

    def credits_after(self, cursor: str) -> FeedPage:
        """
        Return the next page after a cursor; an empty cursor is the beginning.

        Raises:
            FeedUnavailable: to be asked again.
        """


def bank_feed() -> BankFeed | None:
    """Return the feed at ``BANK_FEED_URL``; None without one: statements alone tell of credits then."""
    return HttpBankFeed(settings.BANK_FEED_URL) if settings.BANK_FEED_URL else None


class HttpBankFeed:
    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
        self.key = unquote(parts.username or "")
        self.always = dict(parse_qsl(parts.query))

    def credits_after(self, cursor: str) -> FeedPage:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        asked = {**self.always, "after": cursor}
        try:
            answer = httpx.get(self.address, params=asked, headers=headers, timeout=TIMEOUT)
        except httpx.HTTPError as fault:
            raise FeedUnavailable(f"The bank's feed does not answer: {type(fault).__name__}.") from fault
        if not answer.is_success:
            raise FeedUnavailable(f"The bank's feed answers {answer.status_code}.")
        try:
            said = answer.json()
            rows = said["credits"]
            if not isinstance(rows, list) or len(rows) > PAGE_MOST:
                raise ValueError("not a list of credits")
            return FeedPage(tuple(_credit(row) for row in rows), str(said["cursor"])[:300])
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as fault:
            raise FeedUnavailable(f"The bank's feed cannot be read: {fault}"[:300]) from fault


def _credit(row: Mapping[str, Any]) -> FeedCredit:
    amount = Decimal(str(row["amount"]))
    at = datetime.fromisoformat(str(row["at"]))
    if not amount.is_finite() or amount <= 0 or amount.scaleb(2) % 1 or amount.adjusted() > 11:
        raise ValueError(f"the amount of credit {row['id']}")
    if at.tzinfo is None:
        raise ValueError(f"the time of credit {row['id']} has no zone")
    identifier = str(row["id"])
    if not identifier or len(identifier) > 120:
        raise ValueError("a credit without an id")
    return FeedCredit(
        id=identifier,
        at=at,
        amount=amount.quantize(Decimal("0.01")),
        rrn=str(row.get("rrn") or "")[:64],
        narration=str(row.get("narration") or "").replace("\x00", "")[:240],
        payer=str(row.get("payer") or "")[:120],
    )

"""
What is left of a promise to pay in cash, counted from the events of its transaction.

A store may take note of a request, answer us, and ask the payment app only afterwards: until then its sums
say what they said before. The request stands among the events at once. Whoever asked again meanwhile would
be given what the *other* parcels are promised, since the store cuts a request to what is left.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from commerce.client import OrderPartsTransactions
from jkrlm.kernel.money import Money

#: A request that nobody answered for so long is lost: it may be made again.
LOST_AFTER: Final = timedelta(minutes=10)
ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Promise:
    """In rupees. ``left`` is neither charged nor let go, nor asked to be; ``charged`` has what was asked."""

    left: Decimal
    charged: Decimal


def promise_of(item: OrderPartsTransactions, *, now: datetime) -> Promise:
    """Return how a transaction for cash stands, requests under way counted as done."""
    promised = _events(item, "AUTHORIZATION_SUCCESS")
    charged = _done_or_asked(item, "CHARGE", now, other_than=set(promised))
    let_go = _done_or_asked(item, "CANCEL", now, other_than=set(promised))
    left = sum(promised.values(), ZERO) - charged - let_go
    return Promise(
        left=max(min(left, _rupees(item.authorized_amount.amount)), ZERO),
        charged=max(charged, _rupees(item.charged_amount.amount)),
    )


def _done_or_asked(
    item: OrderPartsTransactions, action: str, now: datetime, *, other_than: set[str]
) -> Decimal:
    """
    Return what succeeded, and what was asked and has no answer yet. An answer is known by the request's
    reference, which the store gives it with the answer.
    """
    succeeded, failed = _events(item, f"{action}_SUCCESS"), _events(item, f"{action}_FAILURE")
    asked = _events(item, f"{action}_REQUEST", since=now - LOST_AFTER)
    open_still = {
        reference: amount
        for reference, amount in asked.items()
        if reference not in succeeded and reference not in failed and reference not in other_than
    }
    unanswered = asked.get("", ZERO) - failed.get("", ZERO)
    open_still[""] = max(unanswered, ZERO)
    return sum(succeeded.values(), ZERO) + sum(open_still.values(), ZERO)


def _events(item: OrderPartsTransactions, kind: str, *, since: datetime | None = None) -> dict[str, Decimal]:
    """Return reference -> amount; without a reference they are added up."""
    found: dict[str, Decimal] = {}
    for event in item.events:
        if event.type_ is None or event.type_.value != kind or (since and event.created_at < since):
            continue
        reference, amount = event.psp_reference or "", _rupees(event.amount.amount)
        found[reference] = amount if reference else found.get("", ZERO) + amount
    return found


def _rupees(amount: float) -> Decimal:
    return Money(Decimal(str(amount)), "INR").quantized().amount

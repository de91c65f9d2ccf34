"""
Events of orders that never reached us.

What an order is now says which events it must have had. Where our outbox has no such event, it is recorded
as if Saleor had posted it: under a digest made of what it says, so that it is recorded once. Reactions
re-read the order and do each thing once, so the true event may still come, before or after.

Checkouts are not listed: money for one always passes through our payments, whose sweep finds it. Products
are compared by the catalogue.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from commerce.drift import Drift, DriftKind, Window
from commerce.identity import issuer
from commerce.saleor.books import StoreOrder, orders_changed
from jkrlm.kernel import outbox
from jkrlm.kernel.models import OutboxMessage

#: Saleor's clock and ours may differ by so much.
SKEW: Final = timedelta(minutes=10)
#: The channel of tills.
STALLS: Final = "stalls"
#: Orders that were never confirmed.
UNCONFIRMED: Final = frozenset({"DRAFT", "UNCONFIRMED", "EXPIRED"})
#: Every event of an order that we can tell from what the order is.
TOLD_BY_ORDERS: Final = frozenset(
    {
        "ORDER_CREATED",
        "ORDER_CONFIRMED",
        "ORDER_PAID",
        "FULFILLMENT_CREATED",
        "FULFILLMENT_CANCELED",
        "ORDER_FULFILLED",
        "ORDER_CANCELLED",
        "ORDER_REFUNDED",
    }
)

#: What an event is about: the order, and the fulfilment where it names one.
Subject = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Expected:
    """An event that an order must have had; ``facts`` tells it from another of the same name."""

    name: str
    subject: Subject
    at: datetime
    payload: dict[str, Any]
    facts: str = ""
    #: This many of the name and subject must have come.
    count: int = 1

    def digest(self) -> str:
        words = ("reconcile", issuer(), self.name, *self.subject, self.facts)
        return hashlib.sha256("|".join(words).encode()).hexdigest()


def compare(window: Window) -> Iterator[Drift]:
    """
    Yield each event that is missing, in the order in which they happened; it is recorded unless dry.

    Raises:
        StoreUnavailable, StoreRefused: from Saleor.
    """
    page: list[StoreOrder] = []
    for order in orders_changed(since=window.since, until=window.until):
        page.append(order)
        if len(page) == 50:
            yield from _missing(page, window)
            page = []
    yield from _missing(page, window)


def expected(order: StoreOrder) -> list[Expected]:
    """
    Return the events that an order must have had, in their order: none for one that a till brought, which
    ORDER_BULK_CREATED alone tells of, to nobody.
    """
    if order.channel.slug == STALLS and not order.checkout_id:
        return []
    found = [_of_order("ORDER_CREATED", order, **_of_creation(order))]
    if order.status.value not in UNCONFIRMED:
        found.append(_of_order("ORDER_CONFIRMED", order, checkoutId=order.checkout_id))
    found += _paid(order)
    sent = [each for each in order.fulfillments if each.status.value == "FULFILLED"]
    for fulfilment in sorted(sent, key=lambda each: each.created):
        about = _of_order("FULFILLMENT_CREATED", order, at=fulfilment.created)
        payload = {**about.payload, "fulfillment": {"id": fulfilment.id}}
        found.append(Expected(about.name, (order.id, fulfilment.id), about.at, payload))
    for fulfilment in (each for each in order.fulfillments if each.status.value == "CANCELED"):
        about = _of_order("FULFILLMENT_CANCELED", order)  # the store does not say when
        payload = {**about.payload, "fulfillment": {"id": fulfilment.id}}
        found.append(Expected(about.name, (order.id, fulfilment.id), about.at, payload))
    if order.status.value == "FULFILLED" and sent:
        found.append(_of_order("ORDER_FULFILLED", order, at=max(each.created for each in sent)))
    if order.status.value == "CANCELED":
        found.append(_of_order("ORDER_CANCELLED", order))
    if order.total_refunded.fractional_amount:
        found.append(_refunded(order))
    return found


def _paid(order: StoreOrder) -> list[Expected]:
    """One event for what was charged before the order, if anything was, and one for each charge since."""
    charged = [
        event.created_at
        for each in order.transactions
        for event in each.events
        if event.type_ is not None and event.type_.value == "CHARGE_SUCCESS"
    ]
    since = sum(at > order.created for at in charged)
    count = since + (len(charged) > since)
    about = _of_order("ORDER_PAID", order)
    return [Expected(about.name, about.subject, about.at, about.payload, str(count), count)] if count else []


def _refunded(order: StoreOrder) -> Expected:
    refunds = sum(
        event.type_ is not None and event.type_.value == "REFUND_SUCCESS"
        for each in order.transactions
        for event in each.events
    )
    about = _of_order("ORDER_REFUNDED", order)
    sum_returned = str(order.total_refunded.fractional_amount)
    return Expected(about.name, about.subject, about.at, about.payload, sum_returned, count=max(refunds, 1))


def _of_order(name: str, order: StoreOrder, *, at: datetime | None = None, **more: Any) -> Expected:
    moment = at or order.created
    said = {"id": order.id, "number": order.number, **more}
    payload = {"__typename": _type(name), "issuedAt": moment.isoformat(), "order": said}
    return Expected(name, (order.id, ""), moment, payload)


def _of_creation(order: StoreOrder) -> dict[str, Any]:
    gross = order.total.gross
    address = order.shipping_address
    return {
        "checkoutId": order.checkout_id,
        "total": {"gross": {"amount": gross.amount, "currency": gross.currency}},
        "shippingAddress": {"postalCode": address.postal_code} if address is not None else None,
    }


def _type(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _missing(orders: list[StoreOrder], window: Window) -> Iterator[Drift]:
    wanted = [
        each
        for order in orders
        for each in expected(order)
        if outbox.is_heard(each.name) and _is_young(each, order, window)
    ]
    heard = _heard(wanted)
    for each in sorted(wanted, key=lambda event: event.at):
        if heard[each.name, each.subject] >= each.count or _is_recorded(each):
            continue
        if not window.dry_run:
            outbox.record(each.name, each.payload, digest=each.digest(), issued_at=each.at)
        number = each.payload["order"]["number"]
        sentence = f"order {number}: {each.name} never came"
        yield Drift(DriftKind.EVENT, each.subject[0], sentence, mended=not window.dry_run)


def _is_young(each: Expected, order: StoreOrder, window: Window) -> bool:
    """What bears an older date was compared before; an order's own date is not that of its changes."""
    return each.at >= window.since - SKEW or each.at == order.created


def _heard(wanted: Iterable[Expected]) -> Counter[tuple[str, Subject]]:
    """Count what came of each name about each subject; one query for a name."""
    heard: Counter[tuple[str, Subject]] = Counter()
    by_name: dict[str, list[Expected]] = {}
    for each in wanted:
        by_name.setdefault(each.name, []).append(each)
    for name, events in by_name.items():
        rows = OutboxMessage.objects.filter(
            name=name,
            issued_at__gte=min(event.at for event in events) - SKEW,
            payload__order__id__in={event.subject[0] for event in events},
        )
        for order, fulfilment in rows.values_list("payload__order__id", "payload__fulfillment__id"):
            heard[name, (order, fulfilment or "")] += 1
    return heard


def _is_recorded(each: Expected) -> bool:
    return OutboxMessage.objects.filter(digest=each.digest()).exists()

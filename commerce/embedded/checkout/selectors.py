"""Reading checkouts. Every loader costs the queries it names, whatever the number of rows."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Min

from commerce.embedded.channel.models import Channel
from commerce.embedded.checkout.models import Checkout, CheckoutDelivery, CheckoutLine
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import uuid_of
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.product.context import channel_of, show_in
from commerce.embedded.product.models import ProductVariant
from commerce.embedded.product.shown import variants_by_pk
from commerce.embedded.shipping.methods import MethodView
from commerce.embedded.warehouse.models import Reservation
from jkrlm.kernel.statements import Columns, Rows, Statement, array


def checkout_by_id(gid: str | None) -> Checkout:
    """
    Return the checkout with its channel and chosen delivery. One query.

    Raises:
        Refusal: REQUIRED without an id, NOT_FOUND.
    """
    checkout = find_checkout(checkout_pk(gid))
    if checkout is None:
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return checkout


def checkout_pk(gid: str | None) -> uuid.UUID:
    if not gid:
        raise Refusal("At least one argument is required: 'id', 'token'.", code="GRAPHQL_ERROR")
    return uuid_of(gid, "Checkout")


_CHECKOUT: Final = Columns(Checkout)
_CHANNEL: Final = Columns(Channel)
_DELIVERY: Final = Columns(CheckoutDelivery)
_FOUND: Final = """
    SELECT {checkout}, {channel}, {delivery}, {before}
      FROM store_checkout_checkout checkout
      JOIN store_channel_channel channel ON channel.id = checkout.channel_id
 LEFT JOIN store_checkout_checkoutdelivery delivery ON delivery.id = checkout.delivery_id
     WHERE checkout.id = ANY(%(pks)s::uuid[]) {lock}
"""
_PARTS: Final = {
    "checkout": _CHECKOUT.of("checkout"),
    "channel": _CHANNEL.of("channel"),
    "delivery": _DELIVERY.of("delivery"),
}
_FIND: Final = Statement(_FOUND, **_PARTS, before="checkout.revision", lock="")
_LOCK: Final = Statement(
    _FOUND,
    **_PARTS,
    before="(SELECT it.revision FROM store_checkout_checkout it WHERE it.id = checkout.id)",
    lock="FOR UPDATE OF checkout",
)


def _checkouts(rows: Iterable[Sequence[Any]]) -> list[Checkout]:
    found = []
    for row in rows:
        checkout = _CHECKOUT.instance(row)
        checkout.channel = _CHANNEL.instance(row, _CHECKOUT.width)
        start = _CHECKOUT.width + _CHANNEL.width
        checkout.delivery = _DELIVERY.instance(row, start) if checkout.delivery_id else None
        found.append(checkout)
    return found


def find_checkout(pk: uuid.UUID) -> Checkout | None:
    """Return the checkout with its channel and chosen delivery, or None. One query."""
    return next(iter(_checkouts(_FIND.rows(pks=[pk]))), None)


def locked_checkout(pk: uuid.UUID) -> Checkout | None:
    """
    Return the checkout under its row lock, or None when it is gone. One query, two where it had to wait.

    Who waited gets the new row, but joined with what was there before it waited: the delivery of
    another choice, or none, or its old price. So it is read again.
    """
    rows = _LOCK.rows(pks=[pk])
    if rows and rows[0][-1] != _CHECKOUT.instance(rows[0]).revision:
        return find_checkout(pk)
    return next(iter(_checkouts(rows)), None)


_LINES: Final = Rows(CheckoutLine, "it.checkout_id = ANY(%(pks)s::uuid[])", order="it.created_at, it.id")


def lines_of(checkouts: Iterable[Checkout]) -> dict[uuid.UUID, list[CheckoutLine]]:
    """Return each checkout's lines, oldest first, with their checkout at hand. One query."""
    by_pk = {checkout.pk: checkout for checkout in checkouts}
    found: dict[uuid.UUID, list[CheckoutLine]] = {pk: [] for pk in by_pk}
    for line in _LINES.all(pks=list(by_pk)):
        line.checkout = by_pk[line.checkout_id]
        found[line.checkout_id].append(line)
    return found


def variants_of(lines: Iterable[CheckoutLine]) -> dict[uuid.UUID, ProductVariant]:
    """Return each line's variant, shown in the checkout's channel. One query."""
    lines = list(lines)
    variants = variants_by_pk({line.variant_id for line in lines})
    found = {}
    for line in lines:
        variant = variants[line.variant_id]
        channel = line.checkout.channel
        if channel_of(variant) not in (None, channel):
            variant = copy(variant)
        show_in([variant], channel)
        found[line.pk] = variant
    return found


_LIST_PRICES: Final = Statement(
    """
    SELECT variant_id, channel_id, discounted_price_amount
      FROM store_product_productvariantchannellisting
     WHERE variant_id = ANY(%(variants)s::bigint[]) AND channel_id = ANY(%(channels)s::bigint[])
    """
)


def list_prices_of(lines: Iterable[CheckoutLine]) -> dict[uuid.UUID, Decimal]:
    """Return what the price list says of each line's variant today. One query."""
    lines = list(lines)
    rows = _LIST_PRICES.rows(
        variants=array({line.variant_id for line in lines}),
        channels=array({line.checkout.channel_id for line in lines}),
    )
    listed = {(variant_id, channel_id): amount for variant_id, channel_id, amount in rows}
    found = {line.pk: listed.get((line.variant_id, line.checkout.channel_id)) for line in lines}
    return {pk: amount for pk, amount in found.items() if amount is not None}


_SHIPS: Final = Statement(
    """
    SELECT EXISTS (
        SELECT 1 FROM store_product_productvariant variant
          JOIN store_product_product product ON product.id = variant.product_id
          JOIN store_product_producttype kind ON kind.id = product.product_type_id
         WHERE variant.id = ANY(%(variants)s::bigint[]) AND kind.is_shipping_required)
    """
)


def needs_shipping(lines: Iterable[CheckoutLine]) -> bool:
    """Return whether any line is of a type that is sent. One query, none without lines."""
    variants = {line.variant_id for line in lines}
    return bool(variants) and bool(_SHIPS.rows(variants=array(variants))[0][0])


def checkouts_of(owners: Iterable[Any]) -> dict[Any, Checkout]:
    """Return each owner's checkout (of anything with ``checkout_id``). One query."""
    owners = list(owners)
    wanted = {owner.checkout_id for owner in owners if owner.checkout_id}
    found = {checkout.pk: checkout for checkout in _checkouts(_FIND.rows(pks=list(wanted)))}
    return {owner.pk: found[owner.checkout_id] for owner in owners if owner.checkout_id in found}


_TRANSACTIONS: Final = Rows(
    TransactionItem, "it.checkout_id = ANY(%(pks)s::uuid[])", order="it.created_at, it.id"
)


def transactions_of(checkouts: Iterable[Checkout]) -> dict[uuid.UUID, list[TransactionItem]]:
    """Return each checkout's transactions, oldest first. One query."""
    pks = [checkout.pk for checkout in checkouts]
    found: dict[uuid.UUID, list[TransactionItem]] = defaultdict(list, {pk: [] for pk in pks})
    for item in _TRANSACTIONS.all(pks=pks):
        assert item.checkout_id is not None
        found[item.checkout_id].append(item)
    return found


@dataclass(frozen=True, slots=True)
class Cover:
    """What transactions hold for a checkout, pending amounts included."""

    charged: Decimal
    authorized: Decimal

    @property
    def total(self) -> Decimal:
        return self.charged + self.authorized


def cover_of(items: Sequence[TransactionItem]) -> Cover:
    return Cover(
        charged=sum((item.charged + item.charge_pending for item in items), Decimal(0)),
        authorized=sum((item.authorized + item.authorize_pending for item in items), Decimal(0)),
    )


def method_view(delivery: CheckoutDelivery) -> MethodView:
    """Return the delivery option as a value."""
    return MethodView(
        id=delivery.method_id,
        name=delivery.name,
        amount=delivery.price_amount,
        currency=delivery.currency,
        is_external=delivery.is_external,
        description=delivery.description,
        minimum_delivery_days=delivery.minimum_delivery_days,
        maximum_delivery_days=delivery.maximum_delivery_days,
        metadata=delivery.metadata,
        active=delivery.active,
        message=delivery.message,
    )


_DELIVERIES: Final = Rows(CheckoutDelivery, "it.checkout_id = %(pk)s", order="it.position, it.id")


_DELIVERY_BY_PK: Final = Rows(CheckoutDelivery, "it.checkout_id = %(checkout)s AND it.id = %(pk)s")


def kept_delivery(checkout: Checkout, pk: uuid.UUID) -> CheckoutDelivery | None:
    """Return one option of the checkout, valid or not. One query."""
    return _DELIVERY_BY_PK.first(checkout=checkout.pk, pk=pk)


def kept_deliveries(checkout: Checkout) -> list[CheckoutDelivery]:
    """Return all options that were ever kept for the checkout and are not removed. One query."""
    return _DELIVERIES.all(pk=checkout.pk)


def valid_deliveries(checkout: Checkout) -> list[CheckoutDelivery]:
    """Return the options of the latest answer, in its order. One query."""
    return [row for row in kept_deliveries(checkout) if row.is_valid]


def reserved_until(checkout: Checkout, *, now: datetime) -> datetime | None:
    """Return until when the stock of all lines is kept; None where nothing is. One query."""
    moment: datetime | None = Reservation.objects.filter(
        checkout_line__checkout=checkout, reserved_until__gt=now
    ).aggregate(first=Min("reserved_until"))["first"]
    return moment

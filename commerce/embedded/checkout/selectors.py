"""Reading checkouts. Every loader costs the queries it names, whatever the number of rows."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Min

from commerce.embedded.checkout.models import Checkout, CheckoutDelivery, CheckoutLine
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import uuid_of
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.product.context import channel_of, show_in
from commerce.embedded.product.models import ProductVariant, ProductVariantChannelListing
from commerce.embedded.shipping.methods import MethodView
from commerce.embedded.warehouse.models import Reservation


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


def find_checkout(pk: uuid.UUID) -> Checkout | None:
    return Checkout.objects.select_related("channel", "delivery").filter(pk=pk).first()


def locked_checkout(pk: uuid.UUID) -> Checkout | None:
    """Return the checkout under its row lock, or None when it is gone. One query."""
    return (
        Checkout.objects.select_related("channel", "delivery")
        .select_for_update(of=("self",))
        .filter(pk=pk)
        .first()
    )


def lines_of(checkouts: Iterable[Checkout]) -> dict[uuid.UUID, list[CheckoutLine]]:
    """Return each checkout's lines, oldest first, with their checkout at hand. One query."""
    by_pk = {checkout.pk: checkout for checkout in checkouts}
    found: dict[uuid.UUID, list[CheckoutLine]] = {pk: [] for pk in by_pk}
    for line in CheckoutLine.objects.filter(checkout__in=list(by_pk)):
        line.checkout = by_pk[line.checkout_id]
        found[line.checkout_id].append(line)
    return found


def variants_of(lines: Iterable[CheckoutLine]) -> dict[uuid.UUID, ProductVariant]:
    """Return each line's variant, shown in the checkout's channel. One query."""
    lines = list(lines)
    variants = ProductVariant.objects.in_bulk({line.variant_id for line in lines})
    found = {}
    for line in lines:
        variant = variants[line.variant_id]
        channel = line.checkout.channel
        if channel_of(variant) not in (None, channel):
            variant = copy(variant)
        show_in([variant], channel)
        found[line.pk] = variant
    return found


def list_prices_of(lines: Iterable[CheckoutLine]) -> dict[uuid.UUID, Decimal]:
    """Return what the price list says of each line's variant today. One query."""
    lines = list(lines)
    rows = ProductVariantChannelListing.objects.filter(
        variant__in={line.variant_id for line in lines},
        channel__in={line.checkout.channel_id for line in lines},
    ).values_list("variant_id", "channel_id", "discounted_price_amount")
    listed = {(variant_id, channel_id): amount for variant_id, channel_id, amount in rows}
    found = {line.pk: listed.get((line.variant_id, line.checkout.channel_id)) for line in lines}
    return {pk: amount for pk, amount in found.items() if amount is not None}


def needs_shipping(lines: Iterable[CheckoutLine]) -> bool:
    """Return whether any line is of a type that is sent. One query, none without lines."""
    variants = {line.variant_id for line in lines}
    return bool(variants) and (
        ProductVariant.objects.filter(
            pk__in=variants, product__product_type__is_shipping_required=True
        ).exists()
    )


def checkouts_of(owners: Iterable[Any]) -> dict[Any, Checkout]:
    """Return each owner's checkout (of anything with ``checkout_id``). One query."""
    owners = list(owners)
    wanted = {owner.checkout_id for owner in owners if owner.checkout_id}
    found = {
        checkout.pk: checkout
        for checkout in Checkout.objects.select_related("channel", "delivery").filter(pk__in=wanted)
    }
    return {owner.pk: found[owner.checkout_id] for owner in owners if owner.checkout_id in found}


def transactions_of(checkouts: Iterable[Checkout]) -> dict[uuid.UUID, list[TransactionItem]]:
    """Return each checkout's transactions, oldest first. One query."""
    pks = [checkout.pk for checkout in checkouts]
    found: dict[uuid.UUID, list[TransactionItem]] = defaultdict(list, {pk: [] for pk in pks})
    for item in TransactionItem.objects.filter(checkout__in=pks):
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


def valid_deliveries(checkout: Checkout) -> list[CheckoutDelivery]:
    """Return the options of the latest answer, in its order. One query."""
    return list(CheckoutDelivery.objects.filter(checkout=checkout, is_valid=True))


def reserved_until(checkout: Checkout, *, now: datetime) -> datetime | None:
    """Return until when the stock of all lines is kept; None where nothing is. One query."""
    moment: datetime | None = Reservation.objects.filter(
        checkout_line__checkout=checkout, reserved_until__gt=now
    ).aggregate(first=Min("reserved_until"))["first"]
    return moment

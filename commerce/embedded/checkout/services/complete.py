"""From checkout to order. Everything that asks another program happens before the locks."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from commerce.embedded.checkout import rules
from commerce.embedded.checkout.addresses import recheck
from commerce.embedded.checkout.availability import Availability
from commerce.embedded.checkout.models import Checkout, CheckoutDelivery, CheckoutLine
from commerce.embedded.checkout.problems import VariantNotAvailable, facts_of, line_problems
from commerce.embedded.checkout.selectors import (
    cover_of,
    find_checkout,
    lines_of,
    locked_checkout,
)
from commerce.embedded.checkout.services.delivery_options import delivery_options
from commerce.embedded.checkout.services.discounts import customer_email
from commerce.embedded.checkout.services.prices import are_fresh, with_prices
from commerce.embedded.checkout.services.touch import touch
from commerce.embedded.discount.selectors import Usable, usable_code
from commerce.embedded.discount.services.use_code import not_applicable, use_code
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.order.models import Order
from commerce.embedded.order.selectors import order_of_checkout
from commerce.embedded.order.services.place import place_order
from commerce.embedded.payment.models import TransactionItem
from commerce.embedded.warehouse.models import Reservation
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.statements import Rows

#: How often we begin again because the checkout changed between the questions and the locks.
_ATTEMPTS: Final = 3
#: The code of what may pass: who holds the buyer's money tries again instead of giving it back.
_PASSING: Final = "GRAPHQL_ERROR"


@dataclass(slots=True)
class Completion:
    """What the steps look at and prepare."""

    checkout: Checkout
    now: datetime
    lines: list[CheckoutLine] = field(default_factory=list)
    facts: dict[int, Availability] = field(default_factory=dict)

    @property
    def ships(self) -> bool:
        return any(self.facts[line.variant_id].ships for line in self.lines)


class _Changed(Exception):
    """The checkout is not the one that was examined."""


def complete_checkout(*, checkout_id: uuid.UUID, now: datetime, automatic: bool = False) -> Order:
    """
    Make the order of a checkout, once: a second call returns the same order.

    The checkout row is locked, then stocks by id; the order, its allocations, its events and the
    end of the checkout commit together.

    Raises:
        Refusal: NOT_FOUND; CHANNEL_INACTIVE, UNAVAILABLE_VARIANT_IN_CHANNEL, NO_LINES, EMAIL_NOT_SET,
            BILLING_ADDRESS_NOT_SET, SHIPPING_METHOD_NOT_SET, SHIPPING_ADDRESS_NOT_SET,
            INVALID_SHIPPING_METHOD, TAX_ERROR, CHECKOUT_NOT_FULLY_PAID, VOUCHER_NOT_APPLICABLE,
            INSUFFICIENT_STOCK;
            GRAPHQL_ERROR where the same call may succeed a moment later.
    """
    for _attempt in range(_ATTEMPTS):
        checkout = find_checkout(checkout_id)
        if checkout is None:
            return _order_of(checkout_id)
        completion = Completion(checkout, now)
        try:
            for step in STEPS:
                step(completion)
            return _commit(completion, automatic=automatic)
        except _Changed:
            continue
    raise Refusal("The checkout is being changed. Try again.", code=_PASSING, field="id")


def _order_of(checkout_id: uuid.UUID) -> Order:
    order = order_of_checkout(checkout_id)
    if order is None:
        gid = global_id("Checkout", checkout_id)
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return order


def _check_channel(completion: Completion) -> None:
    if not completion.checkout.channel.is_active:
        raise Refusal(
            "Cannot complete checkout with inactive channel.", code="CHANNEL_INACTIVE", field="channel"
        )


def _check_lines(completion: Completion) -> None:
    completion.lines = lines_of([completion.checkout])[completion.checkout.pk]
    if not completion.lines:
        raise Refusal("Cannot complete checkout without lines", code="NO_LINES", field="lines")
    if completion.checkout.subtotal_gross != sum(line.total_gross for line in completion.lines):
        _outdate(completion)


def _outdate(completion: Completion) -> None:
    """
    Have prices and delivery asked for again: a product was deleted, and its line went without a revision.

    Raises:
        _Changed: where the prices had seemed up to date.
    """
    if not are_fresh(completion.checkout, completion.now):
        return
    with transaction.atomic():
        locked = locked_checkout(completion.checkout.pk)
        if locked is not None:
            touch(locked, now=completion.now, deliveries=True)
    raise _Changed


def _check_available(completion: Completion) -> None:
    completion.facts = facts_of(completion.checkout, completion.lines, now=completion.now)
    problems = line_problems(completion.lines, completion.facts)
    gone = [problem.line for problem in problems if isinstance(problem, VariantNotAvailable)]
    if gone:
        raise Refusal(
            "Some of the checkout lines variants are unavailable.",
            code="UNAVAILABLE_VARIANT_IN_CHANNEL",
            field="lines",
            variants=[global_id("ProductVariant", line.variant_id) for line in gone],
        )


def _check_email(completion: Completion) -> None:
    if not completion.checkout.email:
        raise Refusal("Checkout email must be set.", code="EMAIL_NOT_SET")


def _check_billing(completion: Completion) -> None:
    data = completion.checkout.billing_address_data
    if not data:
        raise Refusal("Billing address is not set", code="BILLING_ADDRESS_NOT_SET", field="billingAddress")
    completion.checkout.billing_address_data = recheck(data, address_type="BILLING")


def _check_delivery(completion: Completion) -> None:
    checkout = completion.checkout
    if not completion.ships:
        return
    if checkout.delivery is None:
        raise Refusal("Shipping method is not set", code="SHIPPING_METHOD_NOT_SET", field="shippingMethod")
    if not checkout.shipping_address_data:
        raise Refusal("Shipping address is not set", code="SHIPPING_ADDRESS_NOT_SET", field="shippingAddress")
    if checkout.deliveries_stale:
        delivery_options(checkout=checkout, now=completion.now)
        if checkout.deliveries_stale:
            raise Refusal(
                "The delivery method could not be checked. Try again.", code=_PASSING, field="shippingMethod"
            )
    if not checkout.delivery.is_valid:
        raise Refusal(
            "Delivery method is not valid for your shipping address",
            code="INVALID_SHIPPING_METHOD",
            field="shippingMethod",
        )
    checkout.shipping_address_data = recheck(checkout.shipping_address_data, address_type="SHIPPING")


def _check_prices(completion: Completion) -> None:
    checkout = completion.checkout
    with_prices(checkout=checkout, now=completion.now, lines=completion.lines)
    if checkout.tax_failed:
        raise Refusal("Unable to calculate taxes - Configured Tax App didn't responded.", code="TAX_ERROR")


def _check_voucher(completion: Completion) -> None:
    """Before the money is looked at: a code that ended since would else read as too little money."""
    checkout = completion.checkout
    if checkout.voucher_code and not usable_code(
        checkout.voucher_code, channel=checkout.channel, now=completion.now
    ):
        raise not_applicable()


#: In Saleor's order, so that the first thing missing is the one it names.
STEPS: Final[tuple[Callable[[Completion], None], ...]] = (
    _check_channel,
    _check_lines,
    _check_available,
    _check_email,
    _check_billing,
    _check_delivery,
    _check_prices,
    _check_voucher,
)


def _covered(completion: Completion, items: list[TransactionItem]) -> bool:
    """
    Return whether transactions cover the total.

    Raises:
        Refusal: CHECKOUT_NOT_FULLY_PAID, where the channel does not take unpaid orders.
    """
    status = rules.authorize_status(
        total=completion.checkout.total_gross, covered=cover_of(items).total, has_lines=True
    )
    if status != "FULL" and not completion.checkout.channel.allow_unpaid_orders:
        raise Refusal(
            "Provided payment methods can not cover the checkout's total amount",
            code="CHECKOUT_NOT_FULLY_PAID",
        )
    return status == "FULL"


def _voucher(completion: Completion) -> Usable | None:
    """Count the use of the checkout's voucher. Raises Refusal: VOUCHER_NOT_APPLICABLE."""
    checkout = completion.checkout
    if not checkout.voucher_code:
        return None
    return use_code(
        code=checkout.voucher_code,
        channel=checkout.channel,
        email=customer_email(checkout),
        now=completion.now,
    )


_TRANSACTIONS: Final = Rows(
    TransactionItem, "it.checkout_id = %(pk)s", order="it.created_at, it.id", lock=True
)


def _commit(completion: Completion, *, automatic: bool) -> Order:
    """
    Raises:
        _Changed: the checkout changed since the steps looked at it.
        Refusal: CHECKOUT_NOT_FULLY_PAID, VOUCHER_NOT_APPLICABLE, INSUFFICIENT_STOCK.
    """
    with transaction.atomic():
        locked = locked_checkout(completion.checkout.pk)
        if locked is None:
            return _order_of(completion.checkout.pk)
        if locked.revision != completion.checkout.revision:
            raise _Changed
        items = _TRANSACTIONS.all(pk=locked.pk)
        paid = _covered(completion, items)
        order = place_order(
            voucher=_voucher(completion),
            checkout=completion.checkout,
            lines=completion.lines,
            facts=completion.facts,
            items=items,
            ships=completion.ships,
            paid=paid,
            automatic=automatic,
            now=completion.now,
        )
        remove_checkouts([locked.pk])
    return order


def remove_checkouts(pks: list[uuid.UUID]) -> None:
    """Delete checkouts and all that hangs on them, without reading it. The checkouts must be locked."""
    with connection.cursor() as cursor:
        cursor.execute(_REMOVE, {"pks": pks})


_REMOVE: Final = f"""
WITH lines AS (
    DELETE FROM {CheckoutLine._meta.db_table} WHERE checkout_id = ANY(%(pks)s) RETURNING id
), reserved AS (
    DELETE FROM {Reservation._meta.db_table} WHERE checkout_line_id IN (SELECT id FROM lines)
), offered AS (
    DELETE FROM {CheckoutDelivery._meta.db_table} WHERE checkout_id = ANY(%(pks)s)
)
DELETE FROM {Checkout._meta.db_table} WHERE id = ANY(%(pks)s)
"""  # noqa: S608

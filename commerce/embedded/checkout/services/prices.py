"""Prices of a checkout: from the price list, through the tax app, kept until something changes."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commerce.embedded.checkout import rules
from commerce.embedded.checkout.addresses import shown
from commerce.embedded.checkout.models import (
    PRICES_LIVE_FOR,
    PRICES_WITHOUT_TAX_LIVE_FOR,
    Checkout,
    CheckoutLine,
)
from commerce.embedded.checkout.selectors import lines_of, list_prices_of, variants_of
from commerce.embedded.checkout.services.discounts import voucher_discount
from commerce.embedded.engine.peers import load, peers
from commerce.embedded.tax.models import TaxConfiguration
from commerce.embedded.tax.selectors import configuration
from commerce.embedded.tax.taxable import TaxableLine, TaxableObject
from commerce.embedded.webhook.services import ask
from jkrlm.kernel.money import Money

logger = logging.getLogger(__name__)

_CHECKOUT_COLUMNS = (
    "subtotal_net",
    "subtotal_gross",
    "shipping_net",
    "shipping_gross",
    "shipping_tax_rate",
    "total_net",
    "total_gross",
    "tax_failed",
    "prices_expire_at",
    "voucher_code",
    "discount_amount",
    "discount_name",
)
LINE_COLUMNS = ("undiscounted_unit_amount", "discount_amount", "total_net", "total_gross", "tax_rate")


def are_fresh(checkout: Checkout, now: datetime) -> bool:
    return checkout.prices_expire_at is not None and checkout.prices_expire_at > now


def with_prices(
    *, checkout: Checkout, now: datetime, lines: list[CheckoutLine] | None = None
) -> tuple[Checkout, list[CheckoutLine] | None]:
    """
    Bring the prices up to date, asking the tax app where the channel has one; call outside transactions.

    The objects given are changed in place and returned. Lines are read only when prices are out of date.
    An answer that cannot be had or used leaves list prices and ``tax_failed``, for some seconds. If the
    checkout changed meanwhile nothing is saved: whoever changed it left the prices out of date. A voucher
    that does not fit what is in the checkout any more comes off, as in Saleor.
    """
    if are_fresh(checkout, now):
        return checkout, lines
    if lines is None:
        lines = lines_of([checkout])[checkout.pk]
    base = base_lines(lines)
    shipping = checkout.delivery.price_amount if checkout.delivery else Decimal(0)
    for line, priced in zip(lines, base, strict=True):
        line.listed_amount = priced.unit
    off = voucher_discount(checkout, lines, base, now=now)
    base = [replace(line, discount=part) for line, part in zip(base, off.lines, strict=True)]
    prices, failed = _taxed(checkout, lines, base, shipping - off.shipping, off.order)
    _apply(checkout, lines, base, prices, failed=failed, now=now)
    checkout.discount_amount = off.total
    _save(checkout, lines)
    return checkout, lines


def base_lines(lines: list[CheckoutLine]) -> list[rules.BaseLine]:
    """Return the lines at the price list of today. One query, none without lines."""
    if not lines:
        return []
    listed = list_prices_of(lines)
    return [
        rules.BaseLine(str(line.pk), line.quantity, listed.get(line.pk, line.undiscounted_unit_amount))
        for line in lines
    ]


def _taxed(
    checkout: Checkout,
    lines: list[CheckoutLine],
    base: list[rules.BaseLine],
    shipping: Decimal,
    discount: Decimal,
) -> tuple[rules.Prices, bool]:
    """``discount`` is of the whole order, beside what the lines and the delivery are cheaper already."""
    taxes = configuration(checkout.channel)
    without = rules.untaxed(base, shipping, discount=discount, currency=checkout.currency)
    if not taxes.asks_an_app:
        return without, False
    answer = ask(
        "CHECKOUT_CALCULATE_TAXES",
        taxes.tax_app_id,
        {"tax_base": _taxable(checkout, lines, base, shipping, discount, taxes)},
    )
    if isinstance(answer, dict):
        try:
            return rules.taxed(base, answer, checkout.currency), False
        except rules.BadTaxAnswer as fault:
            logger.warning("the tax app's answer for checkout %s: %s", checkout.pk, fault)
    return without, True


def _taxable(
    checkout: Checkout,
    lines: list[CheckoutLine],
    base: list[rules.BaseLine],
    shipping: Decimal,
    discount: Decimal,
    taxes: TaxConfiguration,
) -> TaxableObject:
    peers(lines)
    return TaxableObject(
        source_object=checkout,
        channel=checkout.channel,
        currency=checkout.currency,
        prices_entered_with_tax=taxes.prices_entered_with_tax,
        shipping=shipping,
        address=shown(checkout.shipping_address_data or checkout.billing_address_data),
        lines=[
            TaxableLine(
                source_line=line,
                quantity=line.quantity,
                charge_taxes=True,
                product_sku=load(line, "variant", variants_of).sku,
                total_price=Money(priced.total, checkout.currency),
            )
            for line, priced in zip(lines, base, strict=True)
        ],
        discounts=[{"name": checkout.discount_name, "amount": Money(discount, checkout.currency)}]
        if discount
        else [],
    )


def _apply(
    checkout: Checkout,
    lines: list[CheckoutLine],
    base: list[rules.BaseLine],
    prices: rules.Prices,
    *,
    failed: bool,
    now: datetime,
) -> None:
    checkout.subtotal_net, checkout.subtotal_gross = prices.subtotal_net, prices.subtotal_gross
    checkout.shipping_net, checkout.shipping_gross = prices.shipping.net, prices.shipping.gross
    checkout.shipping_tax_rate = prices.shipping.rate
    checkout.total_net = checkout.subtotal_net + checkout.shipping_net
    checkout.total_gross = checkout.subtotal_gross + checkout.shipping_gross
    checkout.tax_failed = failed
    checkout.prices_expire_at = now + (PRICES_WITHOUT_TAX_LIVE_FOR if failed else PRICES_LIVE_FOR)
    for line, listed, amount in zip(lines, base, prices.lines, strict=True):
        line.undiscounted_unit_amount, line.discount_amount = listed.unit, listed.discount
        line.total_net, line.total_gross, line.tax_rate = amount.net, amount.gross, amount.rate


def _save(checkout: Checkout, lines: Iterable[CheckoutLine]) -> None:
    values = {name: getattr(checkout, name) for name in _CHECKOUT_COLUMNS}
    lines = list(lines)
    with transaction.atomic():
        unchanged = Checkout.objects.filter(pk=checkout.pk, revision=checkout.revision).update(**values)
        if unchanged and lines:
            CheckoutLine.objects.bulk_update(lines, LINE_COLUMNS)

"""A warehouse with goods, and lines of orders and checkouts that want them."""

from decimal import Decimal

import pytest

from commerce.embedded.channel.models import Channel
from commerce.embedded.checkout.models import Checkout, CheckoutLine
from commerce.embedded.order.models import Order, OrderLine
from commerce.embedded.product.models import ProductVariant
from commerce.embedded.warehouse.models import Stock
from jkrlm.kernel.ids import parse_global_id
from tests.embedded.catalogue_world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def variant_of(product: dict[str, str]) -> ProductVariant:
    """Return the only variant of a product of the world."""
    return ProductVariant.objects.get(pk=parse_global_id(product["variant"])[1])


def stock_of(variant: ProductVariant) -> tuple[int, int]:
    """Return quantity and allocated quantity of a variant that lies in one warehouse."""
    stock = Stock.objects.get(variant=variant)
    return stock.quantity, stock.quantity_allocated


def channel() -> Channel:
    return Channel.objects.get(slug="online")


def order_line(variant: ProductVariant, quantity: int) -> OrderLine:
    """Return the only line of a new order."""
    zero = Decimal(0)
    order = Order.objects.create(
        channel=channel(),
        status="UNFULFILLED",
        currency="INR",
        subtotal_net=zero,
        subtotal_gross=zero,
        total_net=zero,
        total_gross=zero,
    )
    return OrderLine.objects.create(
        order=order,
        variant=variant,
        product_name="Shawl",
        is_shipping_required=True,
        quantity=quantity,
        currency="INR",
        unit_net=zero,
        unit_gross=zero,
        total_net=zero,
        total_gross=zero,
    )


def checkout_line(variant: ProductVariant, quantity: int) -> CheckoutLine:
    """Return the only line of a new checkout."""
    checkout = Checkout.objects.create(channel=channel(), currency="INR")
    return CheckoutLine.objects.create(checkout=checkout, variant=variant, quantity=quantity, currency="INR")

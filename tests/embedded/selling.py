"""A small shop in Srinagar to sell from, and an app that answers its questions."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from commerce.embedded.account.models import Address, App
from commerce.embedded.account.services.apps import create_app
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.execution import run
from commerce.embedded.product.models import (
    Product,
    ProductChannelListing,
    ProductType,
    ProductVariant,
    ProductVariantChannelListing,
)
from commerce.embedded.tax.models import TaxConfiguration
from commerce.embedded.warehouse.models import Stock, Warehouse
from commerce.embedded.webhook.services import set_answerer
from jkrlm.kernel import outbox
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.models import OutboxMessage
from tests.common.kept import kept

OPENED = datetime(2026, 4, 1, tzinfo=UTC)
GATEWAY = "umeed.payments"

#: Aarif lives in Residency Road; the store writes his city in capitals.
HOME = {
    "firstName": "Aarif",
    "lastName": "Wani",
    "streetAddress1": "12 Residency Road",
    "city": "Srinagar",
    "countryArea": "Jammu & Kashmir",
    "postalCode": "190001",
    "country": "IN",
    "phone": "+911942452690",
}

EVENTS = (
    "CHECKOUT_FULLY_PAID",
    "CHECKOUT_FULLY_AUTHORIZED",
    "ORDER_CREATED",
    "ORDER_CONFIRMED",
    "ORDER_PAID",
    "ORDER_FULLY_PAID",
    "ORDER_UPDATED",
    "ORDER_FULFILLED",
    "ORDER_CANCELLED",
    "ORDER_REFUNDED",
    "FULFILLMENT_CREATED",
    "FULFILLMENT_CANCELED",
)


def heard(event: outbox.Event) -> None:
    """A reaction that does nothing: what matters is that the event is written."""


def taxes(payload: dict[str, Any]) -> dict[str, Any]:
    """Twelve per cent on goods and eighteen on delivery, inside the price."""
    base = payload["taxBase"]
    shipping = Decimal(str(base["shippingPrice"]["amount"]))
    return {
        "shipping_tax_rate": 18,
        "shipping_price_gross_amount": str(shipping),
        "shipping_price_net_amount": str(round(shipping / Decimal("1.18"), 2)),
        "lines": [
            {
                "tax_rate": 12,
                "total_gross_amount": str(line["totalPrice"]["amount"]),
                "total_net_amount": str(
                    round(Decimal(str(line["totalPrice"]["amount"])) / Decimal("1.12"), 2)
                ),
            }
            for line in base["lines"]
        ],
    }


def delivery(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """One plan for the whole bag."""
    return [
        {
            "id": "economy-1",
            "name": "Economy",
            "amount": "120.00",
            "currency": payload["checkout"]["channel"]["currencyCode"],
            "minimum_delivery_days": 4,
            "maximum_delivery_days": 9,
            "metadata": {"umeed.plan": "economy-1"},
        }
    ]


_references = itertools.count(1)


def charged(payload: dict[str, Any]) -> dict[str, Any]:
    """A card that pays at once."""
    return {
        "pspReference": f"PAY-{next(_references)}",
        "result": "CHARGE_SUCCESS",
        "amount": payload["action"]["amount"],
        "actions": ["REFUND"],
        "data": {"redirect": None},
        "message": "ok",
    }


def refunded(payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "pspReference": f"BACK-{next(_references)}",
        "result": "REFUND_SUCCESS",
        "amount": payload["action"]["amount"],
    }


@dataclass
class Shop:
    """Who calls, what the app answers, and what it was asked."""

    channel: Channel
    warehouse: Warehouse
    app: App
    answers: dict[str, Any]
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def run(self, document: str, *, caller: Caller = PUBLIC, **variables: Any) -> Any:
        """Return the response's data; errors of the response fail the test."""
        result = run(document, caller=caller, variables=variables)
        assert not result.errors, result.errors
        return result.data

    @property
    def staff(self) -> Caller:
        return Caller(
            permissions=frozenset(
                {"MANAGE_ORDERS", "MANAGE_CHECKOUTS", "HANDLE_PAYMENTS", "MANAGE_PRODUCTS", "MANAGE_TAXES"}
            )
        )

    @property
    def payments(self) -> Caller:
        return Caller(permissions=frozenset({"HANDLE_PAYMENTS", "MANAGE_CHECKOUTS"}), app=self.app)

    def product(self, name: str, price: str, *, stock: int = 10, **variant: Any) -> ProductVariant:
        """Put a product with one variant on sale."""
        kind, _ = ProductType.objects.get_or_create(slug="goods", defaults={"name": "Goods"})
        made = Product.objects.create(
            product_type=kind,
            name=name,
            slug=name.lower().replace(" ", "-"),
            created_at=OPENED,
            updated_at=OPENED,
            metadata={"umeed.maker": "KZ09"},
        )
        ProductChannelListing.objects.create(
            product=made,
            channel=self.channel,
            is_published=True,
            published_at=OPENED,
            visible_in_listings=True,
            available_for_purchase_at=OPENED,
            price_min=Decimal(price),
            price_max=Decimal(price),
            undiscounted_price_min=Decimal(price),
            undiscounted_price_max=Decimal(price),
        )
        row = ProductVariant.objects.create(
            product=made,
            sku=f"SKU-{made.pk}",
            name="",
            created_at=OPENED,
            updated_at=OPENED,
            weight_grams=400,
            **variant,
        )
        ProductVariantChannelListing.objects.create(
            variant=row,
            channel=self.channel,
            price_amount=Decimal(price),
            discounted_price_amount=Decimal(price),
        )
        Stock.objects.create(variant=row, warehouse=self.warehouse, quantity=stock)
        return row

    def checkout(self, *wanted: tuple[ProductVariant, int], ready: bool = True) -> str:
        """Return the id of a checkout; ``ready`` to be paid for, with address and delivery."""
        given: dict[str, Any] = {
            "channel": self.channel.slug,
            "lines": [{"variantId": gid(row), "quantity": quantity} for row, quantity in wanted],
        }
        if ready:
            given |= {"email": "aarif@example.com", "shippingAddress": HOME, "billingAddress": HOME}
        data = self.run(CREATE, input=given)["checkoutCreate"]
        assert data["errors"] == [], data
        checkout_id: str = data["checkout"]["id"]
        if ready:
            options = self.run(OPTIONS, id=checkout_id)["deliveryOptionsCalculate"]["deliveries"]
            chosen = self.run(CHOOSE, id=checkout_id, delivery=options[0]["id"])[
                "checkoutDeliveryMethodUpdate"
            ]
            assert chosen["errors"] == [], chosen
        return checkout_id

    def pay(self, source_id: str, *, key: str | None = None) -> dict[str, Any]:
        """Begin a payment through the app; what comes of it is the app's answer."""
        data: dict[str, Any] = self.run(
            PAY, id=source_id, gateway={"id": GATEWAY, "data": {"method": "stripe"}}, key=key
        )["transactionInitialize"]
        return data

    def complete(self, checkout_id: str) -> dict[str, Any]:
        data: dict[str, Any] = self.run(COMPLETE, id=checkout_id)["checkoutComplete"]
        return data

    def order(self, *wanted: tuple[ProductVariant, int]) -> str:
        """Return the id of a paid order."""
        checkout_id = self.checkout(*wanted)
        assert self.pay(checkout_id)["errors"] == []
        done = self.complete(checkout_id)
        assert done["errors"] == [], done
        order_id: str = done["order"]["id"]
        return order_id

    def events(self) -> list[str]:
        """Names of the events written so far, oldest first."""
        return list(OutboxMessage.objects.order_by("id").values_list("name", flat=True))


CREATE = """mutation($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
  checkout { id quantity } errors { field message code variants lines } } }"""
OPTIONS = """mutation($id: ID!) { deliveryOptionsCalculate(id: $id) {
  deliveries { id shippingMethod { id name price { amount } metadata { key value } } } errors { code } } }"""
CHOOSE = """mutation($id: ID!, $delivery: ID) {
  checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $delivery) {
    checkout { totalPrice { gross { amount } tax { amount } } delivery { id } }
    errors { field message code } } }"""
PAY = """mutation($id: ID!, $gateway: PaymentGatewayToInitialize!, $key: String) {
  transactionInitialize(id: $id, paymentGateway: $gateway, idempotencyKey: $key) {
    transaction { id pspReference actions } transactionEvent { type message pspReference amount { amount } }
    data errors { field message code } } }"""
COMPLETE = """mutation($id: ID!) { checkoutComplete(id: $id) {
  order { id number status chargeStatus authorizeStatus isPaid total { gross { amount } tax { amount } } }
  confirmationNeeded errors { field message code variants lines } } }"""


def gid(row: Any) -> str:
    return global_id(type(row).__name__, row.pk)


@kept
def open_shop() -> Shop:
    """Make the shop's rows."""
    channel = Channel.objects.create(
        name="Online", slug="online", is_active=True, currency_code="INR", default_country="IN"
    )
    warehouse = Warehouse.objects.create(
        name="Srinagar",
        slug="srinagar",
        address=Address.objects.create(country="IN", city="SRINAGAR", postal_code="190001"),
    )
    warehouse.channels.add(channel)
    TaxConfiguration.objects.create(
        channel=channel, tax_calculation_strategy="TAX_APP", tax_app_id=GATEWAY, prices_entered_with_tax=True
    )
    app = create_app(identifier=GATEWAY, name="Umeed", permissions=["HANDLE_PAYMENTS"], now=OPENED)
    answers = {
        "CHECKOUT_CALCULATE_TAXES": taxes,
        "SHIPPING_LIST_METHODS_FOR_CHECKOUT": delivery,
        "PAYMENT_GATEWAY_INITIALIZE_SESSION": lambda payload: {"data": {"methods": ["stripe"]}},
        "TRANSACTION_INITIALIZE_SESSION": charged,
        "TRANSACTION_REFUND_REQUESTED": refunded,
    }
    return Shop(channel, warehouse, app, answers)


@pytest.fixture
def listening() -> Iterator[None]:
    """Every event of selling is heard, so that it is written."""
    before = dict(outbox._reactions)
    outbox.set_reactions(dict.fromkeys(EVENTS, (heard,)))
    yield
    outbox._reactions.clear()
    outbox._reactions.update(before)


def answering(shop: Shop) -> Iterator[Shop]:
    """Let the shop's app answer until the test is over."""

    def answer(identifier: str, event: str, payload: dict[str, Any]) -> Any:
        if identifier != GATEWAY or event not in shop.answers:
            return None
        shop.asked.append((event, payload))
        return shop.answers[event](payload)

    before = set_answerer(answer)
    yield shop
    set_answerer(before)


@pytest.fixture
def shop(db: None, listening: None) -> Iterator[Shop]:
    yield from answering(open_shop())


@pytest.fixture
def busy_shop(transactional_db: None, listening: None) -> Iterator[Shop]:
    """The same, for tests in which several connections meet."""
    yield from answering(open_shop())

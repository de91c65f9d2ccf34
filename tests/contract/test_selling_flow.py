"""The recorded journeys from an empty checkout to a refund, asked again of the embedded store."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from commerce.embedded.account.models import Address, App
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.execution import run
from commerce.embedded.page.models import Page, PageType
from commerce.embedded.product.models import (
    Product,
    ProductChannelListing,
    ProductType,
    ProductVariant,
    ProductVariantChannelListing,
)
from commerce.embedded.shipping.models import ShippingMethod, ShippingMethodChannelListing, ShippingZone
from commerce.embedded.warehouse.models import Stock, Warehouse
from commerce.embedded.webhook.services import set_answerer
from jkrlm.kernel.clock import now
from tests.contract.recordings import ABSENT, FOLDER, Ids, recording

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)

ASIA = "cb509786-aecf-4e55-87f8-e502b391b467"
APP = "local.market.app"
STAFF = Caller(
    permissions=frozenset(
        {
            "MANAGE_ORDERS",
            "MANAGE_CHECKOUTS",
            "MANAGE_CHANNELS",
            "MANAGE_TAXES",
            "MANAGE_PRODUCTS",
            "HANDLE_PAYMENTS",
        }
    )
)

#: What is not ours to repeat: gift cards are a gateway inside Saleor.
IGNORED = frozenset({".checkout.availablePaymentGateways", ".checkout.lines[0].variant.product.thumbnail"})
#: Saleor asks the payment app after it has answered; here the app's answer is in already.
LATER = frozenset(
    {
        ".transactionRequestRefundForGrantedRefund.transaction.events",
        ".transactionRequestAction.transaction.events",
    }
)


def _cents(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _taxes(payload: dict[str, Any]) -> dict[str, Any]:
    shipping = Decimal(str(payload["taxBase"]["shippingPrice"]["amount"]))
    return {
        "shipping_tax_rate": 18,
        "shipping_price_net_amount": _cents(shipping / Decimal("1.18")),
        "shipping_price_gross_amount": str(shipping),
        "lines": [
            {
                "tax_rate": 12,
                "total_net_amount": _cents(Decimal(str(line["totalPrice"]["amount"])) / Decimal("1.12")),
                "total_gross_amount": str(line["totalPrice"]["amount"]),
            }
            for line in payload["taxBase"]["lines"]
        ],
    }


def _answer(event: str, payload: dict[str, Any], count: int) -> Any:
    """What the recorded app answered."""
    amount = payload.get("action", {}).get("amount")
    if event == "CHECKOUT_CALCULATE_TAXES":
        return _taxes(payload)
    if event == "SHIPPING_LIST_METHODS_FOR_CHECKOUT":
        return [
            {
                "id": "local-std",
                "name": "Local courier",
                "amount": "49.00",
                "currency": "USD",
                "maximum_delivery_days": 5,
                "minimum_delivery_days": 2,
                "description": "two to five days",
                "metadata": {"carrier": "local"},
            }
        ]
    if event == "PAYMENT_GATEWAY_INITIALIZE_SESSION":
        return {"data": {"publishableKey": "pk_local"}}
    if event == "TRANSACTION_INITIALIZE_SESSION":
        return {
            "pspReference": f"PSP-{count}",
            "result": "CHARGE_SUCCESS",
            "amount": amount,
            "actions": ["REFUND"],
            "data": {"redirect": None},
            "message": "ok",
            "externalUrl": "http://127.0.0.1:8401/psp/1",
        }
    if event == "TRANSACTION_REFUND_REQUESTED":
        return {"pspReference": f"RF-{count}", "result": "REFUND_SUCCESS", "amount": amount}
    return None


@pytest.fixture
def recorded_world(db: None, settings: Any) -> Iterator[None]:
    """The rows that the recordings name, with their numbers."""
    settings.STORE_FULFILLMENT_ALLOW_UNPAID = False
    settings.STORE_REFUND_REASON_PAGE_TYPE = "refund-reason"
    moment = now()
    channel = Channel.objects.create(
        pk=1,
        name="Default",
        slug="default-channel",
        is_active=True,
        currency_code="USD",
        default_country="US",
        default_transaction_flow_strategy="AUTHORIZATION",
    )
    asia = Warehouse.objects.create(
        id=ASIA, name="Asia", slug="asia", address=Address.objects.create(country="CN")
    )
    asia.channels.add(channel)
    kind = ProductType.objects.create(name="Apparel", slug="apparel")
    tee = Product.objects.create(
        product_type=kind, name="Monospace Tee", slug="ascii-tee", created_at=moment, updated_at=moment
    )
    ProductChannelListing.objects.create(
        product=tee,
        channel=channel,
        is_published=True,
        published_at=moment,
        visible_in_listings=True,
        available_for_purchase_at=moment,
    )
    variant = ProductVariant.objects.create(
        pk=348, product=tee, sku="328223580", name="S", created_at=moment, updated_at=moment
    )
    ProductVariantChannelListing.objects.create(
        variant=variant, channel=channel, price_amount=20, discounted_price_amount=20
    )
    Stock.objects.create(variant=variant, warehouse=asia, quantity=100)
    zone = ShippingZone.objects.create(name="Asia", countries=["IN"])
    zone.channels.add(channel)
    for pk, name, price in (
        (11, "Aramex", "21.15"),
        (10, "TNT", "28.87"),
        (12, "EMS", "75.71"),
        (9, "China Post", "82.33"),
    ):
        method = ShippingMethod.objects.create(pk=pk, zone=zone, name=name)
        ShippingMethodChannelListing.objects.create(
            method=method, channel=channel, price_amount=Decimal(price)
        )
    reasons = PageType.objects.create(name="Refund reason", slug="refund-reason")
    Page.objects.create(
        pk=7,
        page_type=reasons,
        slug="damaged-item",
        title="Damaged item",
        is_published=True,
        created_at=moment,
    )
    asked: list[str] = []

    def answer(identifier: str, event: str, payload: dict[str, Any]) -> Any:
        asked.append(event)
        return _answer(event, payload, len(asked)) if identifier == APP else None

    before = set_answerer(answer)
    yield
    set_answerer(before)


def replay(numbers: list[int], ids: Ids) -> list[str]:
    """Ask the recorded requests in order; return every difference from the recorded answers."""
    faults = []
    for number in numbers:
        recorded = recording(number)
        result = run(
            recorded.document, caller=_caller(recorded.auth), variables=ids.translated(recorded.variables)
        )
        if result.errors:
            faults.append(f"{recorded.name}: {result.errors}")
            continue
        differences = ids.compare(recorded.data, result.data, ignored=IGNORED | LATER)
        faults += [f"{recorded.name}{difference}" for difference in differences]
    return faults


def _caller(auth: str | None) -> Caller:
    if auth == "staff":
        return STAFF
    if auth == "market":
        return Caller(permissions=frozenset({"HANDLE_PAYMENTS"}), app=App.objects.get(identifier=APP))
    return PUBLIC


def install_the_app() -> None:
    App.objects.create(identifier=APP, name="Local market app", permissions=[], created_at=now())


@pytest.mark.usefixtures("recorded_world")
def test_a_checkout_without_an_app_becomes_an_unpaid_order() -> None:
    ids = Ids()
    faults = replay([*range(13, 29), *range(30, 35)], ids)
    assert faults == []


@pytest.mark.usefixtures("recorded_world")
def test_paying_through_an_app_and_getting_money_back() -> None:
    ids = Ids()
    install_the_app()
    faults = replay([67, 68, 69, *range(70, 81), 82, 83, 84, 85, 99], ids)
    assert faults == []


@pytest.mark.usefixtures("recorded_world")
def test_an_app_that_brings_its_own_transaction() -> None:
    ids = Ids()
    install_the_app()
    faults = replay([67, 68, *range(86, 93), 94, 95, 96], ids)
    assert faults == []


@pytest.mark.usefixtures("recorded_world")
def test_fulfilment_and_its_undoing() -> None:
    """orderMarkAsPaid is not in our schema: an app's transaction takes its place."""
    ids = Ids()
    faults = replay([31, *range(13, 19), 24, 32], ids)
    install_the_app()
    order_id = ids.translated(recording(36).variables["o"])
    paid = run(
        """mutation($id: ID!) { transactionCreate(id: $id, transaction: {pspReference: "COD-1",
             availableActions: [REFUND], amountCharged: {amount: 61.15, currency: "USD"}}) {
             transaction { id } errors { code } } }""",
        caller=_caller("market"),
        variables={"id": order_id},
    )
    assert paid.data and paid.data["transactionCreate"]["errors"] == []
    recorded_line = recording(36).variables["i"]["lines"][0]["orderLineId"]
    assert ids.translated(recorded_line) != recorded_line
    faults += replay([36, 37, 41, 43, 44, 45], ids)
    assert faults == []

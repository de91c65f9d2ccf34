"""
The world that the recordings were made in, as far as they show it: one channel in dollars, one warehouse.

Slugs and ids that the recorded requests name are kept (ids by translation: our rows have keys of their
own). What the checkout's answers repeat, such as the name of what is bought, is read from the recordings
while the test runs. Everything else is made up here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any, Final

from PIL import Image

from commerce.embedded.account.models import Address
from commerce.embedded.account.services.apps import create_app, create_app_token
from commerce.embedded.channel.models import Channel
from commerce.embedded.page.models import Page, PageType
from commerce.embedded.shipping.models import ShippingMethod, ShippingMethodChannelListing, ShippingZone
from commerce.embedded.warehouse.models import Warehouse
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id
from media.facade import store_picture
from tests.contract.goods import Goods
from tests.contract.recordings import FOLDER, Ids, recording

#: The payment app that the recordings were made with; its identifier is in their variables.
APP: Final = "local.market.app"
STAFF_PERMISSIONS: Final = (
    "HANDLE_PAYMENTS",
    "MANAGE_CHANNELS",
    "MANAGE_CHECKOUTS",
    "MANAGE_ORDERS",
    "MANAGE_PAGES",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
    "MANAGE_PRODUCTS",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
    "MANAGE_TAXES",
)


def picture(colour: str = "teal") -> bytes:
    """Return a small PNG."""
    sketch = BytesIO()
    Image.new("RGB", (64, 48), colour).save(sketch, "PNG")
    return sketch.getvalue()


def token(identifier: str, *permissions: str) -> str:
    """Return a token of an app that holds these permissions."""
    moment = now()
    app = create_app(identifier=identifier, name=identifier, permissions=permissions, now=moment)
    return create_app_token(app=app, now=moment)


@dataclass
class World:
    """``ids`` translates what the recorded requests name; ``tokens`` are by the recordings' ``auth``."""

    goods: Goods
    ids: Ids
    tokens: dict[str, str] = field(default_factory=dict)

    def install_the_app(self) -> None:
        """Let the payment app take part, as the recorded session did before request 66."""
        self.tokens["market"] = token(APP, "HANDLE_PAYMENTS")


def open_world() -> World:
    """Return a world that sells one tee in five sizes, and sends it from Asia."""
    channel = Channel.objects.create(
        name="Dollars",
        slug="default-channel",
        is_active=True,
        currency_code="USD",
        default_country="US",
        default_transaction_flow_strategy="AUTHORIZATION",
    )
    warehouse = Warehouse.objects.create(
        name="Asia", slug="asia", address=Address.objects.create(country="CN")
    )
    warehouse.channels.add(channel)
    _methods(channel)
    goods = Goods(channel, warehouse, store_picture(picture()).key)
    tee = goods.tee(name=recording(26).data["checkout"]["lines"][0]["variant"]["product"]["name"])
    known = (
        (recording(31).given["id"], global_id("Channel", channel.pk)),
        (recording(68).given["id"], global_id("TaxConfiguration", channel.pk)),
        (recording(14).given["l"][0]["variantId"], global_id("ProductVariant", tee.pk)),
        (recording(44).given["w"], global_id("Warehouse", warehouse.pk)),
        (recording(50).given["i"]["category"], global_id("Category", goods.unsorted.pk)),
        (recording(84).given["r"], global_id("Page", _reason().pk)),
    )
    tokens = {
        "staff": token("staff", *STAFF_PERMISSIONS),
        "app": token("reporter", "MANAGE_CHECKOUTS", "MANAGE_ORDERS", "MANAGE_PRODUCTS"),
    }
    return World(goods, Ids(dict(known)), tokens)


def _methods(channel: Channel) -> None:
    """The store's own ways to India, as the recorded answers list them."""
    zone = ShippingZone.objects.create(name="Asia", countries=["IN"])
    zone.channels.add(channel)
    for each in recording(18).data["deliveryOptionsCalculate"]["deliveries"]:
        shown = each["shippingMethod"]
        method = ShippingMethod.objects.create(zone=zone, name=shown["name"])
        ShippingMethodChannelListing.objects.create(
            method=method, channel=channel, price_amount=Decimal(str(shown["price"]["amount"]))
        )


def _reason() -> Page:
    """Why money goes back: a page, as Saleor's refund reasons are."""
    slug = recording(82).data["orderGrantRefundCreate"]["grantedRefund"]["reasonReference"]["slug"]
    kind = PageType.objects.create(name="Refund reason", slug="refund-reason")
    return Page.objects.create(page_type=kind, slug=slug, title="Torn", is_published=True, created_at=now())


class RecordedApp:
    """Answers the store's questions as the app behind the recordings did."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, identifier: str, event: str, payload: dict[str, Any]) -> Any:
        if identifier != APP:
            return None
        self.asked += 1
        if event == "CHECKOUT_CALCULATE_TAXES":
            return self._taxes(payload)
        files = list(FOLDER.glob(f"webhooks/*_{event.lower()}_*.json"))
        if not files:
            return None
        answer = json.loads(min(files).read_text())["our_response"]
        if "pspReference" in answer:
            amount = payload["action"]["amount"]
            answer |= {"pspReference": f"{event}-{self.asked}", "amount": amount}
        return answer

    def _taxes(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Twelve per cent on goods and eighteen on delivery, which the prices contain."""
        shipping = Decimal(str(payload["taxBase"]["shippingPrice"]["amount"]))
        lines = [Decimal(str(line["totalPrice"]["amount"])) for line in payload["taxBase"]["lines"]]
        return {
            "shipping_tax_rate": 18,
            "shipping_price_net_amount": _without_tax(shipping, 18),
            "shipping_price_gross_amount": str(shipping),
            "lines": [
                {
                    "tax_rate": 12,
                    "total_net_amount": _without_tax(total, 12),
                    "total_gross_amount": str(total),
                }
                for total in lines
            ],
        }


def _without_tax(amount: Decimal, percent: int) -> str:
    return str((amount * 100 / (100 + percent)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))

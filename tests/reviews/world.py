"""A buyer whose piece has come, staff who read, and the women who made it."""

import re
import uuid
from dataclasses import dataclass
from html import unescape
from io import BytesIO

from django.http import HttpResponse
from django.test import Client
from PIL import Image

from jkrlm.kernel import clock, relay
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User, grant_role
from sellers.orders.facade import By, accept, deliver, hand_over, lines_of_order, pack
from storefront.models import OrderAccess
from storefront.reviews.models import Review
from tests.common.buyer import Shopper
from tests.common.shop_world import Shop

BY = By("store")
WORDS = "Soft, warm, and the colours are as in the picture."


@dataclass
class Bought:
    """``client`` is anybody's browser: the order's address is the proof."""

    access: OrderAccess
    line: int
    product_id: str
    slug: str
    client: Client

    @property
    def address(self) -> str:
        return f"/orders/{self.access.token}/reviews/{self.line}/"

    @property
    def page(self) -> str:
        return f"/products/{self.slug}/"

    def form(self, **changed: object) -> dict[str, object]:
        """What the page's form would send, with these values typed."""
        page = self.client.get(self.address).content.decode()
        sent: dict[str, object] = {"key": hidden(page, "key"), "version": hidden(page, "version")}
        sent["photo"] = [unescape(each) for each in re.findall(r'name="photo" value="([^"]+)"', page)]
        return {**sent, "stars": "5", "words": WORDS, "shown_name": "", **changed}

    def write(self, **changed: object) -> HttpResponse:
        return self.client.post(self.address, self.form(**changed))

    @property
    def review(self) -> Review:
        return Review.objects.get(sold_line=self.line)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page[:2000]
    return unescape(found[1])


def buy(shop: Shop, shopper: Shopper, name: str, *, arrives: bool = True, maker: str = "KZ09") -> Bought:
    variant = shop.variants.get(shop.sku(name, maker)) or shop.piece(name, price="3500", maker=maker)
    shopper.add(variant)
    shopper.check_pin(pin="190001", city="")
    assert shopper.place("cash-on-delivery").status_code == 303
    relay.drain()
    access = OrderAccess.objects.latest("pk")
    assert access.order_id
    (line,) = lines_of_order(access.order_id)
    if arrives:
        codes = [maker]
        accept(line.order_code, group_codes=codes, by=BY)
        pack(line.order_code, group_codes=codes, by=BY)
        hand_over(line.order_code, group_codes=codes, by=BY)
        relay.drain()
        deliver(line.order_code, by=BY, delivered_on=clock.today())
        relay.drain()
    return Bought(access, line.id, line.product_id, shop.slug(name, maker), Client())


def staff(role: Role = Role.EDITOR) -> Client:
    user, _made = User.objects.get_or_create(
        email=f"{role.value}@umeed.example", defaults={"name": role.label, "password": "!"}
    )
    grant_role(user, role)
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def decide(editor: Client, what: str, number: int, decision: str = "published", **more: str) -> HttpResponse:
    """Press the button on the text's page as it stands."""
    address = f"/staff/reviews/{what}/{number}/"
    page = editor.get(address).content.decode()
    form = {"version": hidden(page, "version"), "decision": decision, **more}
    answer = editor.post(address, form)
    relay.drain()
    return answer


def a_photo(colour: str = "red", *, size: int = 600) -> BytesIO:
    made = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Pune"
    Image.new("RGB", (size, size), colour).save(made, "JPEG", exif=exif)
    made.seek(0)
    made.name = f"{colour}.jpg"
    return made


def new_key() -> str:
    return str(uuid.uuid4())

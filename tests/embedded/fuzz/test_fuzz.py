"""
Everybody asks everything: no failure of the server, no words of an exception, nothing of another's.

Twenty seconds here, always from the same seed; FUZZ_MINUTES=20 in ``make test-slow``, from another each time. A
failure names its seed: with FUZZ_SEED the same documents come again.
"""

import json
import os
import random
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client

from commerce.embedded.account.models import Address, App, Group, User
from commerce.embedded.account.permissions import PERMISSIONS
from commerce.embedded.account.services.apps import create_app, create_app_token
from commerce.embedded.engine.limits import COST_MAX, DEPTH_MAX
from commerce.embedded.engine.schema import schema
from commerce.embedded.menu.models import Menu, MenuItem
from commerce.embedded.order.models import Order, OrderEvent
from commerce.embedded.product.models import Product
from commerce.embedded.webhook.models import EventDelivery, Webhook
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id, parse_global_id
from tests.embedded.fuzz.generate import Maker
from tests.embedded.selling import Shop, gid

SECONDS: Final = 20.0
PASSWORD: Final = "a long Password of nobody 7"
#: What only their owner, or who may manage them, sees.
SECRETS: Final = (
    "zahida.secret@example.com",
    "Zahidasecret",
    "Secretlane 9",
    "+919419000077",
    "secret-private-metadata",
    "secret-note-of-staff",
    "secret-header",
    "secret-payload",
    "secret-manifest",
)
#: What nobody sees at all.
NEVER: Final = ("secret-hmac-key", "pbkdf2_", "scrypt", "argon2", "Traceback", "psycopg", "site-packages")


@dataclass
class Caller:
    name: str
    token: str
    sees_all: bool = False


@pytest.fixture
def planted(shop: Shop) -> list[str]:
    """Plant secrets, and return ids that can be guessed: numbers one after the other."""
    shawl = shop.product("Kani stole", "6400.00")
    moment = now()
    victim = User.objects.create(
        email=SECRETS[0], first_name="Zahidasecret", note=SECRETS[5], private_metadata={"k": SECRETS[4]}
    )
    home = Address.objects.create(
        owner=victim,
        country="IN",
        first_name="Zahidasecret",
        street_address_1="Secretlane 9",
        phone="+919419000077",
        private_metadata={"k": SECRETS[4]},
    )
    Product.objects.update(private_metadata={"k": SECRETS[4]})
    order = Order.objects.get(pk=_uuid(shop.order((shawl, 1))))
    Order.objects.update(
        user=victim,
        user_email=SECRETS[0],
        private_metadata={"k": SECRETS[4]},
        shipping_address_data=None,
        billing_address_data=None,
    )
    OrderEvent.objects.create(order=order, type="NOTE_ADDED", parameters={"message": SECRETS[5]})
    app = create_app(identifier="other", name="Other", permissions=["MANAGE_PRODUCTS"], now=moment)
    App.objects.filter(pk=app.pk).update(private_metadata={"k": SECRETS[4]})
    hook = Webhook.objects.create(
        app=app,
        target_url="https://example.invalid/secret-manifest",
        secret_key="secret-hmac-key",
        custom_headers={"x-key": "secret-header"},
        async_events=["PRODUCT_UPDATED"],
        is_active=False,
    )
    delivery = EventDelivery.objects.create(
        webhook=hook, event_type="PRODUCT_UPDATED", payload="secret-payload", created_at=moment
    )
    menu = Menu.objects.create(name="Main", slug="navbar")
    item = MenuItem.objects.create(menu=menu, name="Stoles", url="/stoles")
    rows = (victim, home, app, hook, delivery, menu, item, shawl, shawl.product, shop.channel, shop.warehouse)
    guesses = [global_id(kind, number) for kind in GUESSED for number in (1, 2, 3)]
    return [*(gid(row) for row in rows), *guesses]


GUESSED: Final = (
    "User",
    "Address",
    "App",
    "AppToken",
    "Webhook",
    "Group",
    "Category",
    "Page",
    "OrderEvent",
    "Voucher",
)


def _uuid(order_gid: str) -> str:
    return parse_global_id(order_gid)[1]


def callers(planted: list[str]) -> list[Caller]:
    """Everybody who may ask: nobody in particular, a customer, a clerk, an app, and one who may do all."""
    moment = now()
    made = [Caller("anonymous", "")]
    for name, staff in (("customer", False), ("clerk", True)):
        User.objects.create(
            email=f"{name}@example.com",
            password=make_password(PASSWORD),
            is_staff=staff,
            is_confirmed=True,
        )
        made.append(Caller(name, _sign_in(f"{name}@example.com")))
    powerless = create_app(identifier="powerless", name="Powerless", permissions=[], now=moment)
    made.append(Caller("app", create_app_token(app=powerless, now=moment)))
    admin = User.objects.create(
        email="admin@example.com", password=make_password(PASSWORD), is_staff=True, is_confirmed=True
    )
    group = Group.objects.create(name="All", permissions=sorted(PERMISSIONS))
    admin.groups.add(group)
    made.append(Caller("admin", _sign_in("admin@example.com"), sees_all=True))
    return made


def _post(text: str, variables: Any, token: str) -> Any:
    client = Client(
        headers={"Authorization": f"Bearer {token}"} if token else {}, raise_request_exception=False
    )
    body = json.dumps({"query": text, "variables": variables})
    return client.post("/graphql/", body, content_type="application/json")


def _sign_in(email: str) -> str:
    text = "mutation($e: String!, $p: String!) { tokenCreate(email: $e, password: $p) { token errors { code } } }"
    answer = json.loads(_post(text, {"e": email, "p": PASSWORD}, "").content)
    found: str = answer["data"]["tokenCreate"]["token"]
    return found


def faults(response: Any, caller: Caller) -> list[str]:
    """Return what must never be in an answer to this caller, and is."""
    text = response.content.decode()
    found = [word for word in NEVER if word in text]
    if not caller.sees_all:
        found += [word for word in SECRETS if word in text]
    if response.status_code not in (200, 400, 401, 413, 429):
        found.append(f"status {response.status_code}")
    answer = json.loads(text)
    for error in answer.get("errors", ()):
        if error["extensions"]["exception"]["code"] == "InternalServerError":
            found.append(f"a resolver failed at {error.get('path')}")
    return found


def fuzz(planted: list[str], *, seconds: float, seed_if_none: int) -> int:
    """Ask until the time is over; returns how many documents were asked, many of which must have been run."""
    everybody = callers(planted)
    base = int(os.environ.get("FUZZ_SEED") or seed_if_none)
    until, asked, answered = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        seed = base + asked
        maker = Maker(schema(), planted, random.Random(seed))
        text, variables = (maker.spoilt(), {}) if seed % 5 == 0 else maker.document()
        caller = everybody[asked % len(everybody)]
        undone = transaction.atomic()
        undone._from_testcase = True  # type: ignore[attr-defined]  # questions to apps are asked outside of ours
        with undone:
            response = _post(text, variables, caller.token)
            transaction.set_rollback(True)
        found = faults(response, caller)
        assert found == [], (
            f"FUZZ_SEED={seed} as {caller.name}: {found}\n{text}\n{variables}\n{response.content[:3000]!r}"
        )
        asked += 1
        answered += response.status_code == 200
    assert answered > asked / 3, f"only {answered} of {asked} were documents that can be run"
    return asked


def test_everybody_asks_everything(shop: Shop, planted: list[str]) -> None:
    assert fuzz(planted, seconds=SECONDS, seed_if_none=1) > 50


@pytest.mark.slow
def test_for_a_long_time(shop: Shop, planted: list[str]) -> None:
    minutes = float(os.environ.get("FUZZ_MINUTES") or 20)
    base = random.SystemRandom().randrange(10**9)
    assert fuzz(planted, seconds=timedelta(minutes=minutes).total_seconds(), seed_if_none=base) > 100


_ROWS: Final = (
    "products(first: 100) { edges { node { productVariants(first: 100) { edges { node { id } } } } } }"
)
#: What would cost too much, go too deep, or never end.
BOMBS: Final = {
    "wide": "{ " + " ".join(f"a{at}: {_ROWS}" for at in range(6)) + " }",
    "deep": '{ category(slug: "x") '
    + "{ children(first: 1) { edges { node " * 9
    + "{ id }"
    + " } } }" * 9
    + " }",
    "in a circle": "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "nested": "{" * 70 + "}" * 70,
    "long": "{ a" + " " * 100_001 + "}",
}


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused_in_saleors_shape(db: None, kind: str) -> None:
    response = _post(BOMBS[kind], {}, "")
    answer = json.loads(response.content)
    assert response.status_code == 400
    assert {error["extensions"]["exception"]["code"] for error in answer["errors"]} == {"QueryCostError"}
    assert (COST_MAX, DEPTH_MAX) == (50_000, 25)
    assert "data" not in answer

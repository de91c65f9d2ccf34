"""
Everybody asks everything: no failure of the server, no words of an exception, nothing of another's.

Twenty seconds here, always from the same seed; FUZZ_MINUTES=20 in ``make test-slow``, from another each time. A
failure names its seed: with FUZZ_SEED the same documents come again.
"""

import json
import os
import random
import time
from collections import Counter
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
#: What only its owner sees, or who has one of these permissions.
SECRETS: Final = {
    "zahida.secret@example.com": {"MANAGE_USERS", "MANAGE_ORDERS", "MANAGE_STAFF"},
    "Zahidasecret": {"MANAGE_USERS", "MANAGE_ORDERS", "MANAGE_STAFF"},
    "Secretlane 9": {"MANAGE_USERS", "MANAGE_ORDERS", "MANAGE_STAFF"},
    "+919419000077": {"MANAGE_USERS", "MANAGE_ORDERS", "MANAGE_STAFF"},
    "secret-of-the-user": {"MANAGE_USERS", "MANAGE_STAFF"},
    "secret-of-the-address": {"MANAGE_USERS", "MANAGE_STAFF", "MANAGE_ORDERS"},
    "secret-of-the-order": {"MANAGE_ORDERS"},
    "secret-of-the-product": {"MANAGE_PRODUCTS"},
    "secret-of-the-app": {"MANAGE_APPS"},
    "secret-note-of-staff": {"MANAGE_USERS", "MANAGE_STAFF", "MANAGE_ORDERS"},
    "secret-header": {"MANAGE_APPS"},
    "secret-payload": {"MANAGE_APPS"},
    "secret-manifest": {"MANAGE_APPS"},
}
#: What nobody sees at all.
NEVER: Final = ("secret-hmac-key", "pbkdf2_", "scrypt", "argon2", "Traceback", "psycopg", "site-packages")


@dataclass
class Caller:
    name: str
    token: str
    permissions: tuple[str, ...] = ()


@pytest.fixture
def planted(shop: Shop) -> list[str]:
    """Plant secrets, and return ids that can be guessed: numbers one after the other."""
    shawl = shop.product("Kani stole", "6400.00")
    moment = now()
    victim = User.objects.create(
        email="zahida.secret@example.com",
        first_name="Zahidasecret",
        note="secret-note-of-staff",
        private_metadata={"k": "secret-of-the-user"},
    )
    home = Address.objects.create(
        owner=victim,
        country="IN",
        first_name="Zahidasecret",
        street_address_1="Secretlane 9",
        phone="+919419000077",
        private_metadata={"k": "secret-of-the-address"},
    )
    Product.objects.update(private_metadata={"k": "secret-of-the-product"})
    order = Order.objects.get(pk=_uuid(shop.order((shawl, 1))))
    Order.objects.update(
        user=victim,
        user_email="zahida.secret@example.com",
        private_metadata={"k": "secret-of-the-order"},
        shipping_address_data=None,
        billing_address_data=None,
    )
    OrderEvent.objects.create(order=order, type="NOTE_ADDED", parameters={"message": "secret-note-of-staff"})
    app = create_app(identifier="other", name="Other", permissions=["MANAGE_PRODUCTS"], now=moment)
    App.objects.filter(pk=app.pk).update(private_metadata={"k": "secret-of-the-app"})
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


#: Who asks, with which rights: staff and apps of few rights see what these show and nothing more.
STAFF: Final = {
    "clerk": (),
    "merchandiser": ("MANAGE_DISCOUNTS", "MANAGE_PRODUCTS"),
    "admin": tuple(sorted(PERMISSIONS)),
}
APPS: Final = {
    "powerless-app": (),
    "window-app": ("HANDLE_CHECKOUTS", "MANAGE_MENUS", "MANAGE_SHIPPING", "MANAGE_TRANSLATIONS"),
}


def callers() -> list[Caller]:
    """Everybody who may ask; their number is not divisible by five, so everybody asks documents of each kind."""
    moment = now()
    made = [Caller("anonymous", "")]
    for name, permissions in {"customer": (), **STAFF}.items():
        user = User.objects.create(
            email=f"{name}@example.com",
            password=make_password(PASSWORD),
            is_staff=name in STAFF,
            is_confirmed=True,
        )
        if permissions:
            user.groups.add(Group.objects.create(name=name, permissions=list(permissions)))
        made.append(Caller(name, _sign_in(f"{name}@example.com"), permissions))
    for name, permissions in APPS.items():
        app = create_app(identifier=name, name=name, permissions=list(permissions), now=moment)
        made.append(Caller(name, create_app_token(app=app, now=moment), permissions))
    assert len(made) % 5
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
    rights = set(caller.permissions)
    found += [word for word, allowed in SECRETS.items() if word in text and not rights & allowed]
    if response.status_code not in (200, 400, 401, 413, 429):
        found.append(f"status {response.status_code}")
    answer = json.loads(text)
    for error in answer.get("errors", ()):
        if error["extensions"]["exception"]["code"] == "InternalServerError":
            found.append(f"a resolver failed at {error.get('path')}")
    return found


def fuzz(planted: list[str], *, seconds: float, seed_if_none: int) -> Counter[str]:
    """
    Ask until the time is over; returns how many documents were asked, by whom, and how many were answered.

    A document and who asks it follow from its seed alone.
    """
    everybody = callers()
    base = int(os.environ.get("FUZZ_SEED") or seed_if_none)
    until, told = time.monotonic() + seconds, Counter[str]()
    while time.monotonic() < until:
        seed = base + told["asked"]
        maker = Maker(schema(), planted, random.Random(seed))
        text, variables = (maker.spoilt(), {}) if seed % 5 == 0 else maker.document()
        caller = everybody[seed % len(everybody)]
        undone = transaction.atomic()
        undone._from_testcase = True  # type: ignore[attr-defined]  # questions to apps are asked outside of ours
        with undone:
            response = _post(text, variables, caller.token)
            transaction.set_rollback(True)
        found = faults(response, caller)
        assert found == [], (
            f"FUZZ_SEED={seed} as {caller.name}: {found}\n{text}\n{variables}\n{response.content[:3000]!r}"
        )
        answered = response.status_code == 200
        told.update(asked=1, answered=answered, writes=answered and text.startswith("mutation"))
        told[caller.name] += 1
    print(f"FUZZ_SEED={base}: {dict(told)}")
    assert told["answered"] > told["asked"] / 3, told
    assert min(told[caller.name] for caller in everybody) > 0, told
    return told


def test_everybody_asks_everything(shop: Shop, planted: list[str]) -> None:
    assert fuzz(planted, seconds=SECONDS, seed_if_none=1)["asked"] > 50


@pytest.mark.slow
def test_for_a_long_time(shop: Shop, planted: list[str]) -> None:
    minutes = float(os.environ.get("FUZZ_MINUTES") or 20)
    base = random.SystemRandom().randrange(10**9)
    told = fuzz(planted, seconds=timedelta(minutes=minutes).total_seconds(), seed_if_none=base)
    assert told["asked"] > 100


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

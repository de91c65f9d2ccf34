"""
How often what may be tried, in one place: each limit of the code is knocked at here, or says where it is.

The knocks before the last are counted without a page, so that three hundred of them take no time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from certification.verification.web.views import REPORTS
from commerce.embedded.account.passwords import LETTERS_PER_ADDRESS, LETTERS_PER_NETWORK
from commerce.embedded.account.passwords import SIGN_IN_PER_NETWORK as STORE_SIGN_IN_PER_NETWORK
from commerce.embedded.discount.guesses import CODES_PER_CHECKOUT
from commerce.embedded.discount.guesses import CODES_PER_NETWORK as STORE_CODES_PER_NETWORK
from commerce.embedded.payment.starts import STARTS_PER_CHECKOUT
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import parse_global_id
from jkrlm.people.facade import Limit, count_attempt
from jkrlm.people.rules import CODES_PER_NETWORK as SIGN_IN_CODES_PER_NETWORK
from jkrlm.people.rules import SIGN_IN_PER_ADDRESS, SIGN_IN_PER_NETWORK
from storefront.aftercare.services.ask_enquiry import PER_MAILBOX, PER_NETWORK
from storefront.bag.cookie import read_bag
from storefront.checkout.presses import PRESSES_PER_BAG, PRESSES_PER_NETWORK
from storefront.grievances.rules import PER_NETWORK as GRIEVANCES_PER_NETWORK
from storefront.models import OrderAccess
from storefront.reviews.rules import HELPFUL_PER_NETWORK, QUESTIONS_PER_NETWORK
from storefront.vouchers.codes import CODES_PER_BAG, CODES_PER_NETWORK
from tests.bad_input.unchanged import nothing_changes
from tests.bench.orders import STEPS
from tests.common.buyer import Shopper, fields, text
from tests.common.shop_world import Shop, open_shop
from tests.grievances.world import FORM

ROOT = Path(__file__).resolve().parents[2]
ATTEMPTS = frozenset({"people_attempts"})
HERE = "127.0.0.1"
NEIGHBOUR = "198.51.100.7"

#: What is knocked at elsewhere, and where.
ELSEWHERE = {
    "code-person": "tests/people/test_sign_in.py",
    "sms-code-hour": "tests/portal/test_phone_sign_in.py",
    "sms-code-day": "tests/portal/test_phone_sign_in.py",
    "mail-code-hour": "tests/accounts/test_signing_in.py",
    "mail-code-day": "tests/accounts/test_signing_in.py",
    "sms-try-network": "tests/people/test_phone_codes.py",
    "pin-recovery": "tests/people/test_phone_pins.py",
    "api-token": "tests/api/test_http.py",
    "api-network": "tests/api/test_http.py",
    "api-wrong-token": "tests/api/test_http.py",
    "verify-miss": "tests/certification/verification/test_verify.py",
    "data-export": "tests/accounts/test_personal_data.py",
    "grievance-messages": "tests/grievances/test_refused.py",
    "public-photos": "tests/grievances/test_refused.py",
    "store-sign-in-address": "tests/embedded/account/test_tokens.py",
    "brand-kit": "tests/storefront/brand_kit/test_kit.py",
    "saleor-register": "tests/saleor/test_register.py",
}


@dataclass
class World:
    """A bag of one stole, checked out as far as the button."""

    shop: Shop
    shopper: Shopper
    checkout: str
    product: str

    def posts(self, path: str, sent: dict[str, str], network: str) -> HttpResponse:
        """Send it from another browser of that network, which holds the same bag."""
        client = Client(REMOTE_ADDR=network)
        client.cookies = self.shopper.client.cookies
        return client.post(path, sent)

    def asks(self, query: str, network: str, **variables: object) -> tuple[str, str]:
        """Return (field, code) of the first error at ``/graphql/``; nothing where there is none."""
        sent = {"query": query, "variables": variables}
        client = Client(REMOTE_ADDR=network)
        answer = client.post("/graphql/", sent, content_type="application/json").json()
        payload = next(iter(answer["data"].values()))
        return (
            (payload["errors"][0]["field"], payload["errors"][0]["code"]) if payload["errors"] else ("", "")
        )


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.ALLOWED_CLIENT_HOSTS = ["shop.example"]
    shop = open_shop()
    shopper = Shopper()
    shopper.add(shop.piece("Kani stole", price="900"))
    shopper.check_pin()
    bag = read_bag(shopper.client.get("/cart/").wsgi_request)
    assert bag is not None
    return World(shop, shopper, bag.checkout_id, shop.slug("Kani stole"))


def typed_checkout(world: World) -> dict[str, str]:
    return fields(world.shopper.check_pin())


ADD_CODE = """mutation($id: ID!, $code: String!) {
  checkoutAddPromoCode(id: $id, promoCode: $code) { errors { field code message } } }"""
DROP_CODE = """mutation($id: ID!, $code: String!) {
  checkoutRemovePromoCode(id: $id, promoCode: $code) { errors { field code message } } }"""
TOKEN = """mutation($e: String!) { tokenCreate(email: $e, password: "x") { errors { field code } } }"""
RESET = """mutation($e: String!) {
  requestPasswordReset(email: $e, redirectUrl: "https://shop.example/new/") { errors { field code } } }"""
REGISTER = """mutation($e: String!) { accountRegister(input: {email: $e, password: "Long-enough-7",
  redirectUrl: "https://shop.example/x/", channel: "online"}) { errors { field code } } }"""
START = STEPS["pay"].replace("errors{code message}", "errors{field code message}")
CASH = {"id": "umeed.payments", "data": {"method": "cash-on-delivery"}}


@dataclass(frozen=True)
class Page:
    """``sent`` is posted to ``path``; in both, ``{product}`` is the piece's slug."""

    limit: Limit
    path: str
    sent: dict[str, str]
    #: Whose tries are counted, where it is not the network.
    subject: Callable[[World], str] | None = None
    #: Is the whole checkout form sent?
    whole: bool = False

    def subject_of(self, world: World) -> str:
        return self.subject(world) if self.subject else HERE

    def knock(self, world: World, network: str = HERE) -> HttpResponse:
        sent = (typed_checkout(world) if self.whole else {}) | self.sent
        return world.posts(self.path.format(product=world.product), sent, network)


ENQUIRY = {
    "key": "k",
    "name": "Ines Alves",
    "email": "ines@example.pt",
    "country": "PT",
    "quantity": "1",
    "words": "To Porto, please",
}
QUESTION = {
    "key": "6a21a298-a546-42ed-8adf-e09e920cec46",
    "words": "How wide is it, please?",
    "contact": "",
    "website": "",
}
REPORT = {"key": "6a21a298-a546-42ed-8adf-e09e920cec45", "what": "quality", "words": "It runs", "contact": ""}
GRIEVANCE = {name: str(typed) for name, typed in FORM.items()} | {
    "key": "6a21a298-a546-42ed-8adf-e09e920cec45"
}

PAGES = (
    Page(SIGN_IN_PER_NETWORK, "/staff/sign-in/", {"login": "a@umeed.example", "password": "guess"}),
    Page(
        SIGN_IN_PER_ADDRESS,
        "/staff/sign-in/",
        {"login": "a@umeed.example", "password": "guess"},
        lambda _world: "a@umeed.example",
    ),
    Page(SIGN_IN_CODES_PER_NETWORK, "/account/sign-in/", {"contact": "asha@example.in"}),
    Page(SIGN_IN_CODES_PER_NETWORK, "/sell/sign-in/", {"phone": "9419012345"}),
    Page(CODES_PER_NETWORK, "/cart/code/", {"code": "GUESSED"}),
    Page(CODES_PER_NETWORK, "/checkout/code/", {"code": "GUESSED"}, whole=True),
    Page(CODES_PER_BAG, "/cart/code/", {"code": "GUESSED"}, lambda world: world.checkout),
    Page(CODES_PER_BAG, "/checkout/code/", {"code": "GUESSED"}, lambda world: world.checkout, whole=True),
    Page(
        PRESSES_PER_BAG,
        "/checkout/place/",
        {"method": "cash-on-delivery"},
        lambda world: world.checkout,
        whole=True,
    ),
    Page(PRESSES_PER_NETWORK, "/checkout/place/", {"method": "cash-on-delivery"}, whole=True),
    Page(PER_NETWORK, "/products/{product}/abroad/", ENQUIRY),
    Page(PER_MAILBOX, "/products/{product}/abroad/", ENQUIRY, lambda _world: ENQUIRY["email"]),
    Page(QUESTIONS_PER_NETWORK, "/products/{product}/questions/", QUESTION),
    Page(REPORTS, "/verify/K7QM3XRT9HDW/report/", REPORT),
    Page(GRIEVANCES_PER_NETWORK, "/grievance/", GRIEVANCE),
)


@dataclass(frozen=True)
class Program:
    """A mutation at ``/graphql/``, and what it is told when it may not."""

    limit: Limit
    query: str
    given: Callable[[World], dict[str, object]]
    told: tuple[str, str]
    subject: Callable[[World], str] | None = None

    def subject_of(self, world: World) -> str:
        return self.subject(world) if self.subject else HERE


def guessed(world: World) -> dict[str, object]:
    return {"id": world.checkout, "code": "GUESSED"}


def own_checkout(world: World) -> str:
    return parse_global_id(world.checkout)[1]


def somebody(_world: World) -> dict[str, object]:
    return {"e": "asha@example.in"}


def payment(world: World) -> dict[str, object]:
    return {"id": world.checkout, "g": CASH, "k": "once-more"}


PROGRAMS = (
    Program(STORE_CODES_PER_NETWORK, ADD_CODE, guessed, ("promoCode", "GRAPHQL_ERROR")),
    Program(STORE_CODES_PER_NETWORK, DROP_CODE, guessed, ("promoCode", "GRAPHQL_ERROR")),
    Program(CODES_PER_CHECKOUT, ADD_CODE, guessed, ("promoCode", "GRAPHQL_ERROR"), own_checkout),
    Program(CODES_PER_CHECKOUT, DROP_CODE, guessed, ("promoCode", "GRAPHQL_ERROR"), own_checkout),
    Program(STORE_SIGN_IN_PER_NETWORK, TOKEN, somebody, ("email", "LOGIN_ATTEMPT_DELAYED")),
    Program(LETTERS_PER_NETWORK, RESET, somebody, ("email", "LOGIN_ATTEMPT_DELAYED")),
    Program(
        LETTERS_PER_ADDRESS,
        REGISTER,
        somebody,
        ("email", "LOGIN_ATTEMPT_DELAYED"),
        lambda _world: "asha@example.in",
    ),
    Program(STARTS_PER_CHECKOUT, START, payment, ("id", "GRAPHQL_ERROR"), lambda world: world.checkout),
)


def used_up(limit: Limit, subject: str) -> None:
    for _try in range(limit.most):
        count_attempt(limit, subject=subject, now=now())


@pytest.mark.parametrize("door", PAGES, ids=lambda door: f"{door.limit.name} {door.path}")
def test_a_page_says_how_long_to_wait_and_keeps_what_was_typed(world: World, door: Page) -> None:
    used_up(door.limit, door.subject_of(world))

    told = door.knock(world)

    assert told.status_code == 429
    assert re.search(r"Too many tries\. Wait \d+ minutes?, then try again\.", text(told)), text(told)[:300]
    for name in ("words", "code", "name", "login"):
        assert door.sent.get(name, "") in told.content.decode()
    if door.subject is None:
        assert door.knock(world, NEIGHBOUR).status_code != 429


@pytest.mark.parametrize(
    "program", PROGRAMS, ids=lambda program: f"{program.limit.name} {program.query[:60]}"
)
def test_a_program_is_told_in_the_contracts_shape(world: World, program: Program) -> None:
    given = program.given(world)
    used_up(program.limit, program.subject_of(world))

    with nothing_changes(but=ATTEMPTS):
        told = world.asks(program.query, HERE, **given)

    assert told == program.told
    if program.subject is None:
        assert world.asks(program.query, NEIGHBOUR, **given) != program.told


def test_wrong_codes_count_for_their_bag_and_not_for_the_neighbours(world: World) -> None:
    for _try in range(CODES_PER_BAG.most - 1):
        count_attempt(CODES_PER_BAG, subject=world.checkout, now=now())
        count_attempt(CODES_PER_CHECKOUT, subject=own_checkout(world), now=now())
    guess = {"id": world.checkout, "code": "GUESSED"}

    assert world.asks(ADD_CODE, HERE, **guess) == ("promoCode", "INVALID")
    assert world.asks(ADD_CODE, HERE, **guess) == ("promoCode", "GRAPHQL_ERROR")
    assert world.posts("/cart/code/", {"code": "GUESSED"}, HERE).status_code == 422
    assert world.posts("/cart/code/", {"code": "GUESSED"}, HERE).status_code == 429

    neighbour = Shopper()
    neighbour.add(world.shop.variants[world.shop.sku("Kani stole")])
    assert neighbour.client.post("/cart/code/", {"code": "GUESSED"}).status_code == 422


def test_orders_that_are_made_use_nothing_up(world: World) -> None:
    for _try in range(PRESSES_PER_NETWORK.most - 1):
        count_attempt(PRESSES_PER_NETWORK, subject=HERE, now=now())
    sent = typed_checkout(world) | {"method": "cash-on-delivery", "total": ""}
    assert world.posts("/checkout/place/", sent, NEIGHBOUR).status_code == 409

    assert (
        world.posts(
            "/checkout/place/", typed_checkout(world) | {"method": "cash-on-delivery"}, HERE
        ).status_code
        == 303
    )
    assert OrderAccess.objects.exclude(order_id=None).count() == 1
    count_attempt(PRESSES_PER_NETWORK, subject=HERE, now=now())


def test_hearts_of_one_network_are_counted(world: World) -> None:
    used_up(HELPFUL_PER_NETWORK, HERE)

    world.posts(f"/products/{world.product}/reviews/1/helpful/", {}, HERE)

    assert "Too many tries." in text(world.shopper.get(f"/products/{world.product}/"))


def test_every_limit_of_the_code_is_knocked_at() -> None:
    written: set[str] = set()
    for folder in (
        "jkrlm",
        "commerce",
        "media",
        "catalogue",
        "logistics",
        "certification",
        "sellers",
        "storefront",
    ):
        for file in (ROOT / folder).rglob("*.py"):
            written |= set(re.findall(r'\bLimit\(\s*"([a-z-]+)"', file.read_text()))
    here = {each.limit.name for each in (*PAGES, *PROGRAMS)} | {HELPFUL_PER_NETWORK.name}

    assert here | set(ELSEWHERE) == written
    assert here & set(ELSEWHERE) == set()
    for name, where in ELSEWHERE.items():
        read = (ROOT / where).read_text()
        assert any(word in read for word in ("429", "TooMany", "TOO_MANY", "DELAYED")), name

"""
The shop's pages while Saleor is away: what only reads stays up, what writes says so and keeps what was typed.

The rooms talk over HTTP, through a proxy that misbehaves, to the embedded store's ``/graphql/``.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from commerce.errors import StoreUnavailable
from commerce.saleor import store as saleor
from commerce.saleor.breaker import breaker_of
from jkrlm.kernel import relay
from storefront.web.away import store_away
from tests.common.bad_proxy import BadProxy, Cut
from tests.common.shop_world import Shop, open_shop
from tests.contract.world import token

STOLE = "/products/kz09-kani-stole/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(live_server: Any, settings: Any) -> Iterator[Shop]:
    """Goods on sale, then the settings of a Saleor at the proxy's address."""
    resolve("/graphql/")  # the addresses are read once, and this one only while the store is embedded
    shop = open_shop()
    shop.piece("Kani stole", price="3500")
    relay.drain()
    with BadProxy(live_server.url) as proxy:
        settings.SALEOR_API_URL = f"{proxy.url}/graphql/"
        settings.SALEOR_APP_TOKEN = token("rooms over http", "MANAGE_ORDERS")
        saleor.public_store.cache_clear()
        saleor.app_store.cache_clear()
        shop.proxy = proxy  # type: ignore[attr-defined]
        yield shop
    saleor.public_store.cache_clear()
    saleor.app_store.cache_clear()


@pytest.fixture
def proxy(shop: Shop) -> BadProxy:
    found: BadProxy = shop.proxy  # type: ignore[attr-defined]
    return found


@pytest.fixture
def aarif() -> Client:
    return Client(enforce_csrf_checks=True)


def words(response: HttpResponse) -> str:
    main = response.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def hidden(response: HttpResponse) -> list[tuple[str, str]]:
    form = response.content.decode().partition('<form method="post"')[2].partition("</form>")[0]
    return [
        (unescape(name), unescape(value))
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    ]


def comes_back(proxy: BadProxy) -> None:
    proxy.back()
    breaker_of(f"{proxy.url}/graphql/").succeeded()


def test_pages_that_only_read_stay_up(proxy: BadProxy, aarif: Client) -> None:
    before = {path: aarif.get(path) for path in ("/", "/products/", STOLE, "/ur" + STOLE)}
    assert {path: page.status_code for path, page in before.items()} == dict.fromkeys(before, 200)
    assert "Kani stole" in words(before[STOLE])
    proxy.away()
    for path, page in before.items():
        again = aarif.get(path)
        assert (path, again.status_code, words(again)) == (path, 200, words(page))


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("", "The shop does not answer just now"),
        ("/hi", "दुकान अभी जवाब नहीं दे रही"),
        ("/ur", "دکان ابھی جواب نہیں دے رہی"),
    ],
)
def test_what_nobody_has_read_yet_says_when_to_come_back(
    proxy: BadProxy, aarif: Client, language: str, title: str
) -> None:
    proxy.away()
    response = aarif.get(f"{language}{STOLE}?pin=193401")
    page = response.content.decode()
    assert response.status_code == 503
    assert 1 <= int(response.headers["Retry-After"]) <= 10
    assert response.headers["Cache-Control"] == "no-store"
    assert f"<h1>{title}</h1>" in page
    assert f'<a class="btn" href="{language}{STOLE}?pin=193401">' in page
    assert f'dir="{"rtl" if language == "/ur" else "ltr"}"' in page


def test_what_was_typed_is_kept_and_sent_again_by_one_button(
    shop: Shop, proxy: BadProxy, aarif: Client
) -> None:
    aarif.get("/cart/")
    page = aarif.get(STOLE).content.decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert csrf is not None
    variant = next(iter(shop.products))
    proxy.away()
    typed = {"variant": variant, "quantity": "2", "csrfmiddlewaretoken": csrf[1]}
    response = aarif.post("/cart/add/", typed)
    assert response.status_code == 503
    assert "Nothing is lost: what you typed is kept here." in words(response)
    assert 'action="/cart/add/"' in response.content.decode()
    fields = hidden(response)
    assert [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"] == [
        ("variant", variant),
        ("quantity", "2"),
    ]
    again = aarif.post("/cart/add/", dict(fields))
    assert (again.status_code, hidden(again)[1:]) == (503, fields[1:])
    comes_back(proxy)
    assert aarif.post("/cart/add/", dict(fields)).status_code == 303
    assert re.search(r'name="quantity"[^>]*value="2"', aarif.get("/cart/").content.decode())


def test_what_may_have_arrived_is_said_to(shop: Shop, proxy: BadProxy) -> None:
    proxy.next(Cut())
    response = Client().post("/cart/add/", {"variant": next(iter(shop.products)), "quantity": "1"})
    assert response.status_code == 503
    assert "may have arrived, or may not. Look at your bag" in words(response)
    assert proxy.forwarded == 1


def test_part_of_a_page_gets_a_note(shop: Shop, proxy: BadProxy) -> None:
    proxy.away()
    response = Client().post(
        "/cart/add/",
        {"variant": next(iter(shop.products)), "quantity": "1"},
        headers={"HX-Request": "true", "Accept": "*/*"},
    )
    assert response.status_code == 503
    assert response.content.decode().startswith('<p class="note bad" role="alert">')
    assert "The shop does not answer just now. " in response.content.decode()


def test_those_who_speak_graphql_go_past_it(proxy: BadProxy) -> None:
    proxy.away()
    answer = Client().post("/graphql/", '{"query": "{__typename}"}', content_type="application/json")
    assert answer.json()["data"] == {"__typename": "Query"}


def test_pictures_may_come_from_saleor_and_its_bucket(proxy: BadProxy, settings: Any) -> None:
    settings.SALEOR_MEDIA_URL = "https://pictures.example/umeed/"
    policy = Client().get("/healthz").headers["Content-Security-Policy"]
    assert f"img-src 'self' data: {proxy.url} https://pictures.example;" in policy
    assert policy.count(proxy.url) == 1


# What is never written into a page


def away(**posted: Any) -> HttpResponse:
    request = RequestFactory().post("/sell/", posted)
    return store_away(request, StoreUnavailable("no connection"))


@pytest.mark.parametrize(
    "secret",
    [
        {"password": "sesame"},
        {"new_password1": "sesame"},
        {"card_number": "4242424242424242"},
        {"otp": "424242"},
        {"bank_account": "424242"},
        {"name": "x" * 100_001},
        {"name": "Rubina", "picture": SimpleUploadedFile("stole.png", b"a picture")},
    ],
    ids=lambda fields: next(reversed(fields)),
)
def test_secrets_pictures_and_too_much_are_not_repeated(secret: dict[str, Any]) -> None:
    response = away(**secret)
    assert response.status_code == 503
    assert hidden(response) == []
    assert "<form method" not in response.content.decode()
    assert "Nothing is lost. Go back and send it again in a moment." in words(response)


def test_what_was_typed_cannot_become_part_of_the_page() -> None:
    response = away(name='"><script src="//evil.example"></script>', craft=["sozni", "kani"])
    assert '<script src="//evil' not in response.content.decode()
    assert hidden(response)[1:] == [
        ("name", '"><script src="//evil.example"></script>'),
        ("craft", "sozni"),
        ("craft", "kani"),
    ]


def test_machines_get_plain_words() -> None:
    request = RequestFactory().post("/payments/stripe/webhook/", headers={"Accept": "application/json"})
    response = store_away(request, StoreUnavailable("no connection", retry_in_seconds=600))
    assert (response.status_code, response.content) == (503, b"the store does not answer\n")
    assert response.headers["Retry-After"] == "120"

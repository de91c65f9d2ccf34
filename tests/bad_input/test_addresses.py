"""Every address with the wrong method, a missing token, garbage in its path and in its question."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bad_input.unchanged import addresses, nothing_changes
from tests.common.shop_world import Shop

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
PARAMETERS = (
    *("q", "category", "craft", "district", "certified", "gi", "price_min", "price_max"),
    *("available", "sort", "page", "lang", "payment", "a"),
)
GARBAGE = (
    *("", " ", "-1", "0", "1e400", "NaN", "inf", "9" * 300, "💥", "\u202e", "'", '"', "%", "%s", "_", "\\"),
    *(
        "<script>",
        "{{7*7}}",
        "../../etc/passwd",
        "a" * 3000,
        "a & b | !",
        ":*",
        "\ud7ff",
        "\r\nX: y",
        "1;2",
        "[]",
    ),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet_client() -> Client:
    """Server errors come back as a page, so that the test can name the address."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def test_no_address_answers_any_method_with_a_server_error(quiet_client: Client, shop: Shop) -> None:
    shop.piece("Kani shawl", price="3500")
    quiet_client.get("/products/kz09-kani-shawl/")
    for first in ("did", "jwks"):
        quiet_client.get(f"/.well-known/{first}.json")  # the first time, a key is made
    # A code of no label is counted, against guessing.
    with nothing_changes(but=frozenset({"people_attempts"})):
        for address in addresses():
            for method in METHODS:
                status = getattr(quiet_client, method)(address).status_code
                assert status < 500, f"{method} {address}: {status}"


@pytest.mark.parametrize("prefix", ["", "/hi", "/ur"])
def test_pages_that_only_show_take_no_other_method(shop: Shop, prefix: str) -> None:
    client = Client(raise_request_exception=False)
    shop.piece("Kani shawl", price="3500")
    for page in ("/", "/products/", "/products/kz09-kani-shawl/", "/makers/", "/cart/", "/checkout/"):
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(prefix + page).status_code == 405, f"{method} {prefix}{page}"


@pytest.mark.parametrize(
    "address",
    [
        "/cart/add/",
        "/cart/update/",
        "/cart/remove/",
        "/checkout/pin/",
        "/checkout/delivery/",
        "/checkout/place/",
    ],
)
def test_a_form_without_its_token_is_refused_and_nothing_changes(
    quiet_client: Client, shop: Shop, address: str
) -> None:
    variant = shop.piece("Kani shawl", price="3500")
    with nothing_changes():
        page = quiet_client.post(address, {"variant": variant, "quantity": "1"})

    assert page.status_code == 403
    assert "The form was too old" in page.content.decode()


def test_a_token_of_somebody_else_is_refused(quiet_client: Client, shop: Shop) -> None:
    variant = shop.piece("Kani shawl", price="3500")
    quiet_client.get("/products/kz09-kani-shawl/")
    sent = {"variant": variant, "quantity": "1", "csrfmiddlewaretoken": "x" * 64}
    with nothing_changes():
        assert quiet_client.post("/cart/add/", sent).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "localhost@evil.example", "a" * 5000, ""],
)
def test_a_host_that_is_not_ours_is_refused(quiet_client: Client, shop: Shop, host: str) -> None:
    for address in ("/", "/products/", "/cart/", "/graphql/", "/demo/", "/staff/", "/checkout/"):
        status = quiet_client.get(address, headers={"Host": host}).status_code
        assert status in (400, 404), f"{address}: {status}"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via"])
def test_the_demos_door_is_closed_to_what_came_through_a_proxy(quiet_client: Client, header: str) -> None:
    assert quiet_client.get("/demo/").status_code == 200
    assert quiet_client.get("/demo/", headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize(
    "token",
    ["x", "A" * 22, "A" * 23, "A" * 5000, "..", "%2e%2e", "💥", "-" * 22, "1", "null", "A" * 21 + "'"],
)
def test_an_orders_address_that_nobody_was_given_shows_nothing(
    quiet_client: Client, shop: Shop, token: str
) -> None:
    assert quiet_client.get(f"/orders/{token}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/media/../secret-key",
        "/media/%2e%2e/%2e%2e/secret-key",
        "/media/..%2f..%2fsecret-key",
        "/media/" + "0" * 64 + "/64.webp",
        "/media/" + "0" * 64 + "/3",
        "/media/" + "g" * 64 + "/64",
        "/media/" + "0" * 64 + "/original.exe",
        "/static/../jkrlm/settings/base.py",
        "/static/%2e%2e/manage.py",
        "/static//etc/passwd",
    ],
)
def test_a_file_outside_is_not_reached(quiet_client: Client, path: str) -> None:
    assert quiet_client.get(path).status_code in (400, 404)


@pytest.mark.parametrize(
    "path", ["/products/%00/", "/products/a%00b/", "/makers/%ff%fe/", "/%c0%ae/", "/orders/%80/"]
)
def test_bytes_that_are_no_text_in_a_path_are_refused(quiet_client: Client, path: str) -> None:
    assert quiet_client.get(path).status_code in (400, 404)


def test_every_parameter_of_the_listing_with_garbage_gives_a_page(quiet_client: Client, shop: Shop) -> None:
    shop.piece("Kani shawl", price="3500")
    with nothing_changes():
        for name in PARAMETERS:
            for value in GARBAGE:
                status = quiet_client.get("/products/", {name: value}).status_code
                assert status in (200, 302, 303, 404), f"{name}={value[:60]!r}: {status}"


@pytest.mark.parametrize(
    "query",
    [
        *("q=%00", "q=%ff%fe", "page=%", "&&&&", "=", "q", "page=99999999999999999999", "page=-5"),
        "page=1&page=2",
        "&".join(f"craft={number}" for number in range(900)),
        "&".join(f"x{number}=1" for number in range(2000)),
    ],
)
def test_a_question_that_is_none_gives_a_page_or_a_refusal(
    quiet_client: Client, shop: Shop, query: str
) -> None:
    assert quiet_client.get(f"/products/?{query}").status_code in (200, 302, 303, 400, 404)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=60), max_size=6))
def test_whatever_is_asked_the_listing_answers(quiet_client: Client, asked: dict[str, str]) -> None:
    assert quiet_client.get("/products/", asked).status_code in (200, 302, 303, 400, 404)


def test_a_sign_in_as_nobody_known_is_refused(quiet_client: Client) -> None:
    client = Client(raise_request_exception=False)
    with nothing_changes():
        for person in ("root", "💥", "x" * 5000, "\x00", "admin'--"):
            assert client.post("/demo/", {"person": person}).status_code in (400, 404, 422)


def test_staff_pages_are_closed_to_everybody_else(quiet_client: Client) -> None:
    client = Client(raise_request_exception=False)
    with nothing_changes():
        for address in ("/staff/", "/staff/events/"):
            assert client.get(address).status_code in (302, 403)
        assert client.post("/staff/events/1/replay/").status_code in (302, 403)

"""A buyer of the store and his own account, as Saleor's storefront lets him."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.embedded.account.models import Address, User
from commerce.embedded.account.passwords import is_right, set_password
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.caller import Caller
from commerce.embedded.order.models import Order
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.models import OutboxMessage
from tests.embedded.account.people import (
    APP,
    HOME,
    PUBLIC,
    as_user,
    codes,
    data,
    denied,
    gid,
    payload,
    person,
)

pytestmark = pytest.mark.django_db

PASSWORD = "chinar-leaves-in-autumn"
LETTERS = (
    "ACCOUNT_CONFIRMATION_REQUESTED",
    "ACCOUNT_SET_PASSWORD_REQUESTED",
    "ACCOUNT_CHANGE_EMAIL_REQUESTED",
    "ACCOUNT_DELETE_REQUESTED",
)
REGISTER = """mutation($i: AccountRegisterInput!) { accountRegister(input: $i) {
    requiresConfirmation user { email firstName isConfirmed addresses { id } checkoutIds }
    errors { field code message } } }"""
CONFIRM = """mutation($e: String!, $t: String!, $p: String) { confirmAccount(email: $e, token: $t, password: $p) {
    user { email isConfirmed } errors { field code } } }"""
RESET = """mutation($e: String!, $r: String!, $c: String) { requestPasswordReset(email: $e, redirectUrl: $r, channel: $c) {
    errors { field code } } }"""
SET = """mutation($e: String!, $p: String!, $t: String!) { setPassword(email: $e, password: $p, token: $t) {
    token refreshToken user { isConfirmed } errors { field code } } }"""
URL = "https://shop.example/confirm?lang=ur"


def heard(event: outbox.Event) -> None:
    """A reaction that does nothing: what matters is that the event is written."""


@pytest.fixture(autouse=True)
def world(settings: Any) -> Any:
    settings.ALLOWED_CLIENT_HOSTS = ["shop.example"]
    before = {name: tuple(reactions.values()) for name, reactions in outbox._reactions.items()}
    outbox.set_reactions(dict.fromkeys(LETTERS, (heard,)))
    Channel.objects.create(
        name="Online", slug="online", is_active=True, currency_code="INR", default_country="IN"
    )
    yield
    outbox.set_reactions(before)


def letters() -> list[tuple[str, dict[str, str]]]:
    """Return event and query of each mail that was asked for."""
    found = []
    for message in OutboxMessage.objects.order_by("id"):
        said = message.payload
        query = {name: values[0] for name, values in parse_qs(urlsplit(said["redirectUrl"]).query).items()}
        assert query["token"] == said["token"]
        found.append((message.name, query))
    return found


def guest_order(email: str, status: str = "UNFULFILLED") -> Order:
    return Order.objects.create(
        channel=Channel.objects.get(),
        user_email=email,
        status=status,
        currency="INR",
        subtotal_net=1,
        subtotal_gross=1,
        total_net=1,
        total_gross=1,
    )


def registered(email: str = "Zoya@example.org", **given: Any) -> dict[str, Any]:
    values = {"email": email, "password": PASSWORD, "redirectUrl": URL, "firstName": "Zoya", **given}
    return payload(PUBLIC, REGISTER, i=values)


def test_an_account_is_made_and_confirmed_by_mail() -> None:
    made = registered()
    assert made == {
        "requiresConfirmation": True,
        "user": {
            "email": "zoya@example.org",
            "firstName": "Zoya",
            "isConfirmed": False,
            "addresses": [],
            "checkoutIds": [],
        },
        "errors": [],
    }
    ((event, query),) = letters()
    assert (event, query["email"], query["lang"]) == (
        "ACCOUNT_CONFIRMATION_REQUESTED",
        "zoya@example.org",
        "ur",
    )
    user = User.objects.get()
    assert user.password.split("$")[0] != PASSWORD and is_right(user, PASSWORD)
    assert codes(payload(PUBLIC, CONFIRM, e="zoya@example.org", t="x-y")) == [("token", "INVALID")]
    assert codes(payload(PUBLIC, CONFIRM, e="nobody@example.org", t=query["token"])) == [("token", "INVALID")]
    done = payload(PUBLIC, CONFIRM, e="zoya@example.org", t=query["token"])
    assert done == {"user": {"email": "zoya@example.org", "isConfirmed": True}, "errors": []}
    assert codes(payload(PUBLIC, CONFIRM, e="zoya@example.org", t=query["token"])) == [("token", "INVALID")]


def test_registering_an_address_that_somebody_has_looks_the_same_and_does_nothing() -> None:
    owner = person("zoya@example.org", first_name="The first")
    fresh, taken = registered("new@example.org"), registered()
    assert {**fresh, "user": {**fresh["user"], "email": ""}} == {
        **taken,
        "user": {**taken["user"], "email": ""},
    }
    assert [query["email"] for _, query in letters()] == ["new@example.org"]
    owner.refresh_from_db()
    assert (owner.first_name, owner.has_usable_password, User.objects.count()) == ("The first", False, 2)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"password": "short"}, [("password", "PASSWORD_TOO_SHORT")]),
        ({"password": "123456789012"}, [("password", "PASSWORD_ENTIRELY_NUMERIC")]),
        (
            {"email": "zoya-of-shopian@example.org", "password": "zoya-of-shopian"},
            [("password", "PASSWORD_TOO_SIMILAR")],
        ),
        ({"redirectUrl": None}, [("redirectUrl", "REQUIRED")]),
        ({"redirectUrl": "https://evil.example/"}, [("redirectUrl", "INVALID")]),
        ({"redirectUrl": "https://shop.example@evil.example/"}, [("redirectUrl", "INVALID")]),
        ({"redirectUrl": "https://evil.example\\@shop.example/"}, [("redirectUrl", "INVALID")]),
        ({"channel": "nowhere"}, [("channel", "NOT_FOUND")]),
        ({"email": "no mailbox"}, [("email", "INVALID")]),
    ],
)
def test_what_cannot_be_registered(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(registered(**given)) == expected
    assert not User.objects.exists() and letters() == []


def test_without_confirmation_no_mail(settings: Any) -> None:
    settings.STORE_CONFIRM_ACCOUNTS = False
    assert registered(redirectUrl=None)["requiresConfirmation"] is False
    assert letters() == [] and User.objects.count() == 1


def test_one_network_registers_so_many(settings: Any) -> None:
    caller = Caller(network="203.0.113.7")
    for number in range(20):
        values = {"email": f"p{number}@example.org", "password": "x", "redirectUrl": URL}
        assert codes(payload(caller, REGISTER, i={**values, "password": PASSWORD})) == []
    refused = payload(
        caller, REGISTER, i={"email": "l@example.org", "password": PASSWORD, "redirectUrl": URL}
    )
    assert codes(refused) == [("email", "LOGIN_ATTEMPT_DELAYED")]


def test_guest_orders_become_the_users_only_with_proof(settings: Any) -> None:
    mine, draft, others = (
        guest_order("Zoya@Example.org"),
        guest_order("zoya@example.org", "DRAFT"),
        guest_order("x@example.org"),
    )
    registered()
    ((_, query),) = letters()
    settings.STORE_ACCOUNT_MERGE_MODE = "REQUIRE_PASSWORD"
    ask = {"e": "zoya@example.org", "t": query["token"]}
    assert codes(payload(PUBLIC, CONFIRM, **ask)) == [("password", "REQUIRED")]
    assert codes(payload(PUBLIC, CONFIRM, **ask, p="wrong")) == [("password", "INVALID")]
    assert not User.objects.get().is_confirmed
    assert payload(PUBLIC, CONFIRM, **ask, p=PASSWORD)["errors"] == []
    user = User.objects.get()
    assert set(Order.objects.filter(user=user)) == {mine}
    found = data(as_user(user), "{ me { orders(first: 5) { totalCount edges { node { id userEmail } } } } }")
    assert [edge["node"]["id"] for edge in found["me"]["orders"]["edges"]] == [global_id("Order", mine.pk)]
    stranger = person("stranger@example.org")
    ask_orders = f'{{ user(id: "{gid(user)}") {{ orders(first: 5) {{ totalCount }} }} }}'
    assert "OWNER" in denied(as_user(stranger, "MANAGE_USERS"), ask_orders)
    assert data(as_user(stranger, "MANAGE_ORDERS"), ask_orders)["user"]["orders"]["totalCount"] == 1
    assert {draft.user_id, others.user_id} == {None}


def test_confirming_without_merging_leaves_guest_orders() -> None:
    order = guest_order("zoya@example.org")
    registered()
    ((_, query),) = letters()
    assert payload(PUBLIC, CONFIRM, e="zoya@example.org", t=query["token"])["errors"] == []
    order.refresh_from_db()
    assert order.user_id is None


def test_a_forgotten_password_is_set_anew_by_mail_and_confirms_the_address() -> None:
    user = person("zoya@example.org", is_confirmed=False, jwt_token_key="A" * 12)
    order = guest_order("zoya@example.org")
    assert payload(PUBLIC, RESET, e="ZOYA@example.org", r=URL)["errors"] == []
    ((event, query),) = letters()
    assert (event, query["email"]) == ("ACCOUNT_SET_PASSWORD_REQUESTED", "zoya@example.org")
    assert codes(payload(PUBLIC, SET, e="zoya@example.org", p="short", t=query["token"])) == [
        ("password", "PASSWORD_TOO_SHORT")
    ]
    assert codes(payload(PUBLIC, SET, e="other@example.org", p=PASSWORD, t=query["token"])) == [
        ("token", "INVALID")
    ]
    done = payload(PUBLIC, SET, e="zoya@example.org", p=PASSWORD, t=query["token"])
    assert done["errors"] == [] and done["token"] and done["user"] == {"isConfirmed": True}
    assert codes(payload(PUBLIC, SET, e="zoya@example.org", p=PASSWORD, t=query["token"])) == [
        ("token", "INVALID")
    ]
    user.refresh_from_db()
    order.refresh_from_db()
    assert is_right(user, PASSWORD) and user.jwt_token_key != "A" * 12 and order.user_id == user.pk


def test_asking_for_a_mail_tells_nothing_and_sends_one_at_a_time() -> None:
    person("zoya@example.org")
    person("left@example.org", is_active=False)
    for email in (
        "nobody@example.org",
        "left@example.org",
        "zoya@example.org",
        "zoya@example.org",
        "no mailbox",
        "\x00",
    ):
        assert payload(PUBLIC, RESET, e=email, r=URL)["errors"] == []
    assert [query["email"] for _, query in letters()] == ["zoya@example.org"]
    assert User.objects.count() == 2
    User.objects.update(last_password_reset_request=now() - timedelta(minutes=16))
    assert payload(PUBLIC, RESET, e="zoya@example.org", r=URL)["errors"] == []
    assert len(letters()) == 2
    assert codes(payload(PUBLIC, RESET, e="zoya@example.org", r="https://evil.example")) == [
        ("redirectUrl", "INVALID")
    ]


def test_the_work_for_nobody_is_the_work_for_somebody() -> None:
    person("zoya@example.org")

    def work(text: str, **variables: Any) -> list[str]:
        """Return the first word of each statement; how a block ends is left out."""
        with CaptureQueriesContext(connection) as queries:
            payload(PUBLIC, text, **variables)
        words = [query["sql"].split()[0] for query in queries]
        return [word for word in words if word not in ("RELEASE", "ROLLBACK")]

    work(RESET, e="warm@example.org", r=URL)
    assert work(RESET, e="nobody@example.org", r=URL) == work(RESET, e="zoya@example.org", r=URL)
    given = {"password": PASSWORD, "redirectUrl": URL}
    free = work(REGISTER, i={"email": "free@example.org", **given})
    assert free == work(REGISTER, i={"email": "zoya@example.org", **given})


def test_changing_the_password_wants_the_old_one() -> None:
    change = """mutation($o: String, $n: String!) { passwordChange(oldPassword: $o, newPassword: $n) {
        user { email } errors { field code } } }"""
    user = person("zoya@example.org")
    set_password(user, PASSWORD)
    user.save()
    assert "AUTHENTICATED_USER" in denied(PUBLIC, change, n="x")
    assert codes(payload(as_user(user), change, o="wrong", n=PASSWORD)) == [
        ("oldPassword", "INVALID_CREDENTIALS")
    ]
    assert codes(payload(as_user(user), change, n=PASSWORD)) == [("oldPassword", "INVALID_CREDENTIALS")]
    assert codes(payload(as_user(user), change, o=PASSWORD, n="short")) == [
        ("newPassword", "PASSWORD_TOO_SHORT")
    ]
    assert payload(as_user(user), change, o=PASSWORD, n="almond-blossom-1947")["errors"] == []
    assert is_right(User.objects.get(), "almond-blossom-1947")


def test_another_address_is_proved_by_mail_and_belongs_to_one() -> None:
    ask = """mutation($n: String!, $p: String!) { requestEmailChange(newEmail: $n, password: $p, redirectUrl: "https://shop.example/") {
        user { email } errors { field code } } }"""
    confirm = (
        "mutation($t: String!) { confirmEmailChange(token: $t) { user { email } errors { field code } } }"
    )
    user, other = person("zoya@example.org"), person("other@example.org")
    set_password(user, PASSWORD)
    user.save()
    order = guest_order("new@example.org")
    assert codes(payload(as_user(user), ask, n="new@example.org", p="wrong")) == [
        ("password", "INVALID_CREDENTIALS")
    ]
    assert payload(as_user(user), ask, n="New@example.org", p=PASSWORD)["errors"] == []
    ((event, query),) = letters()
    assert event == "ACCOUNT_CHANGE_EMAIL_REQUESTED"
    assert codes(payload(as_user(other), confirm, t=query["token"])) == [("token", "JWT_INVALID_TOKEN")]
    assert codes(payload(as_user(user), confirm, t="no.token.atall")) == [("token", "JWT_INVALID_TOKEN")]
    done = payload(as_user(user), confirm, t=query["token"])
    assert done == {"user": {"email": "new@example.org"}, "errors": []}
    order.refresh_from_db()
    assert order.user_id == user.pk
    assert codes(payload(as_user(User.objects.get(pk=user.pk)), confirm, t=query["token"])) == [
        ("token", "JWT_INVALID_TOKEN")
    ]
    assert (
        payload(as_user(User.objects.get(pk=user.pk)), ask, n="other@example.org", p=PASSWORD)["errors"] == []
    )
    taken = letters()[1][1]["token"]
    assert codes(payload(as_user(User.objects.get(pk=user.pk)), confirm, t=taken)) == [("newEmail", "UNIQUE")]


def test_an_address_book_is_ones_own() -> None:
    add = """mutation($i: AddressInput!, $t: AddressTypeEnum, $c: ID) { accountAddressCreate(input: $i, type: $t, customerId: $c) {
        address { id city isDefaultShippingAddress } user { defaultShippingAddress { id } } errors { field code } } }"""
    change = 'mutation($a: ID!) { accountAddressUpdate(id: $a, input: {city: "Anantnag"}) { address { city } errors { code } } }'
    default = "mutation($a: ID!) { accountSetDefaultAddress(id: $a, type: BILLING) { user { defaultBillingAddress { id } } errors { field code } } }"
    delete = "mutation($a: ID!) { accountAddressDelete(id: $a) { address { id } errors { code } } }"
    user, stranger = person("zoya@example.org"), person("stranger@example.org")
    made = payload(as_user(user), add, i=HOME, t="SHIPPING")
    home = made["address"]["id"]
    assert made["user"]["defaultShippingAddress"] == {"id": home}
    for caller in (PUBLIC, as_user(stranger)):
        assert "OWNER" in denied(caller, change, a=home)
        assert "OWNER" in denied(caller, delete, a=home)
    assert codes(payload(as_user(stranger), default, a=home)) == [("id", "INVALID")]
    assert payload(as_user(user), change, a=home)["address"] == {"city": "ANANTNAG"}
    assert payload(as_user(user), default, a=home)["user"] == {"defaultBillingAddress": {"id": home}}
    assert codes(payload(as_user(user), add, i={**HOME, "postalCode": "1"})) == [("postalCode", "INVALID")]
    assert payload(APP, add, i=HOME, c=gid(user))["errors"] == []
    assert codes(payload(APP, add, i=HOME)) == [("customerId", "REQUIRED")]
    assert "IMPERSONATE_USER" in denied(as_user(stranger), add, i=HOME, c=gid(user))
    assert payload(as_user(user), delete, a=home)["errors"] == []
    assert (
        Address.objects.filter(owner=user).count() == 1
        and not Address.objects.filter(owner=stranger).exists()
    )


def test_names_and_metadata_are_ones_own_to_change() -> None:
    update = """mutation($i: AccountInput!) { accountUpdate(input: $i) {
        user { firstName languageCode metadata { key value } } errors { field code } } }"""
    metadata = """mutation($id: ID!, $i: [MetadataInput!]!) { updateMetadata(id: $id, input: $i) { errors { code } } }"""
    user, stranger = person("zoya@example.org"), person("stranger@example.org")
    done = payload(
        as_user(user),
        update,
        i={"firstName": "Zoya", "languageCode": "HI", "metadata": [{"key": "a", "value": "b"}]},
    )
    assert done["user"] == {
        "firstName": "Zoya",
        "languageCode": "HI",
        "metadata": [{"key": "a", "value": "b"}],
    }
    assert "AUTHENTICATED" in denied(PUBLIC, update, i={"firstName": "X"})
    assert payload(as_user(user), metadata, id=gid(user), i=[{"key": "c", "value": "d"}])["errors"] == []
    assert "MANAGE_USERS" in denied(as_user(stranger), metadata, id=gid(user), i=[{"key": "x", "value": "y"}])
    assert User.objects.get(pk=user.pk).metadata == {"a": "b", "c": "d"}


def test_an_account_is_deleted_by_its_owners_word_and_orders_stay() -> None:
    ask = (
        'mutation { accountRequestDeletion(redirectUrl: "https://shop.example/") { errors { field code } } }'
    )
    delete = "mutation($t: String!) { accountDelete(token: $t) { user { id email } errors { field code } } }"
    user, other = person("zoya@example.org"), person("other@example.org")
    Address.objects.create(owner=user, country="IN")
    order = guest_order("zoya@example.org")
    Order.objects.update(user=user)
    assert payload(as_user(user), ask)["errors"] == []
    ((event, query),) = letters()
    assert event == "ACCOUNT_DELETE_REQUESTED"
    assert codes(payload(as_user(other), delete, t=query["token"])) == [("token", "INVALID")]
    staff = person("clerk@example.org", is_staff=True)
    assert codes(payload(as_user(staff), delete, t=query["token"])) == [(None, "DELETE_STAFF_ACCOUNT")]
    gone = payload(as_user(user), delete, t=query["token"])
    assert gone["errors"] == [] and gone["user"]["email"] == "zoya@example.org"
    order.refresh_from_db()
    assert (order.user_id, order.user_email) == (None, "zoya@example.org")
    assert not User.objects.filter(email="zoya@example.org").exists() and not Address.objects.exists()

"""Customers as our rooms and staff make, find, change and forget them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commerce.client.enums import AddressTypeEnum
from commerce.client.input_types import AddressInput, CustomerInput, UserCreateInput
from commerce.embedded.account.models import Address, User
from commerce.facade import app_store
from tests.embedded.account.people import (
    APP,
    HOME,
    PUBLIC,
    as_user,
    ask,
    codes,
    data,
    denied,
    gid,
    payload,
    person,
)

pytestmark = pytest.mark.django_db

CREATE = """mutation($i: UserCreateInput!) { customerCreate(input: $i) {
    user { id email isConfirmed isActive isStaff languageCode defaultShippingAddress { city
      isDefaultShippingAddress isDefaultBillingAddress } addresses { id } }
    errors { field code message addressType } } }"""
UPDATE = """mutation($id: ID!, $i: CustomerInput!) { customerUpdate(id: $id, input: $i) {
    user { id email firstName isActive isConfirmed metadata { key value } }
    errors { field code message } } }"""


def test_the_rooms_keep_a_buyer_by_their_client() -> None:
    store = app_store()
    made = store.customer_create(
        input=UserCreateInput(
            email="Aarif@Example.org", first_name="Aarif", last_name="Wani", external_reference="buyer-7"
        )
    ).customer_create
    assert made is not None and made.errors == [] and made.user is not None
    assert (made.user.email, made.user.is_confirmed) == ("aarif@example.org", False)

    home = store.address_create(user_id=made.user.id, input=AddressInput(**HOME)).address_create
    assert home is not None and home.errors == [] and home.address is not None
    assert home.address.city == "SRINAGAR"
    chosen = store.address_set_default(
        user_id=made.user.id, address_id=home.address.id, type_=AddressTypeEnum.SHIPPING
    ).address_set_default
    assert chosen is not None and chosen.user is not None
    assert chosen.user.default_shipping_address is not None
    assert chosen.user.default_shipping_address.id == home.address.id

    found = store.customer(external_reference="buyer-7").user
    assert found is not None and found.id == made.user.id
    assert [each.id for each in found.addresses] == [home.address.id]
    assert found.checkout_ids == []
    by_email = store.customer(email="AARIF@example.org").user
    assert by_email is not None and by_email.id == made.user.id

    moved = store.address_update(
        id=home.address.id, input=AddressInput(postal_code="190002", street_address_1="4 Polo View")
    ).address_update
    assert moved is not None and moved.address is not None
    assert (moved.address.postal_code, moved.address.street_address_1, moved.address.first_name) == (
        "190002",
        "4 Polo View",
        "Aarif",
    )
    changed = store.customer_update(id=made.user.id, input=CustomerInput(is_confirmed=True)).customer_update
    assert changed is not None and changed.user is not None and changed.user.is_confirmed

    assert store.address_delete(id=home.address.id).address_delete.errors == []  # type: ignore[union-attr]
    kept = User.objects.get()
    assert (kept.default_shipping_address_id, kept.addresses.count()) == (None, 0)
    gone = store.customer_delete(id=made.user.id).customer_delete
    assert gone is not None and gone.errors == [] and gone.user is not None and gone.user.id == made.user.id
    assert store.customer(id=made.user.id).user is None
    assert not User.objects.exists() and not Address.objects.exists()


def test_a_customer_comes_with_default_addresses() -> None:
    made = payload(
        APP, CREATE, i={"email": "a@example.org", "defaultShippingAddress": HOME, "languageCode": "UR"}
    )
    assert made["errors"] == []
    assert made["user"]["defaultShippingAddress"] == {
        "city": "SRINAGAR",
        "isDefaultShippingAddress": True,
        "isDefaultBillingAddress": False,
    }
    assert (len(made["user"]["addresses"]), made["user"]["languageCode"]) == (1, "UR")
    wrong = payload(
        APP, CREATE, i={"email": "b@example.org", "defaultBillingAddress": {**HOME, "postalCode": "1"}}
    )
    assert [(error["field"], error["addressType"]) for error in wrong["errors"]] == [
        ("postalCode", "BILLING")
    ]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"email": "taken@EXAMPLE.org"}, ("email", "UNIQUE")),
        ({"email": "nobody"}, ("email", "INVALID")),
        ({"email": "  "}, ("email", "REQUIRED")),
        ({}, ("email", "REQUIRED")),
        ({"email": "n@example.org", "firstName": "x" * 257}, ("firstName", "INVALID")),
        ({"email": "n@example.org", "externalReference": "seven"}, ("externalReference", "UNIQUE")),
        ({"email": "n@example.org", "metadata": [{"key": " ", "value": ""}]}, ("metadata", "REQUIRED")),
        ({"email": "n@example.org", "redirectUrl": "https://evil.example/"}, ("redirectUrl", "INVALID")),
        ({"email": "n@example.org", "redirectUrl": "javascript:alert(1)"}, ("redirectUrl", "INVALID")),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_made(
    given: dict[str, object], expected: tuple[str, str]
) -> None:
    person("taken@example.org", external_reference="seven")
    assert codes(payload(APP, CREATE, i=given)) == [expected]
    assert User.objects.count() == 1


def test_a_change_touches_what_it_names() -> None:
    ali = person("ali@example.org", first_name="Ali", metadata={"kept": "1"})
    person("bilal@example.org")
    changed = payload(
        APP, UPDATE, id=gid(ali), i={"isActive": False, "metadata": [{"key": "a", "value": "b"}]}
    )
    assert changed["user"]["firstName"] == "Ali" and changed["user"]["isActive"] is False
    assert changed["user"]["metadata"] == [{"key": "a", "value": "b"}, {"key": "kept", "value": "1"}]
    assert codes(payload(APP, UPDATE, id=gid(ali), i={"email": "Bilal@example.org"})) == [("email", "UNIQUE")]
    assert codes(payload(APP, UPDATE, id="VXNlcjo5OTk5", i={})) == [("id", "NOT_FOUND")]
    assert User.objects.get(pk=ali.pk).email == "ali@example.org"


def test_staff_are_not_deleted_as_customers_and_nobody_deletes_himself() -> None:
    delete = "mutation($id: ID!) { customerDelete(id: $id) { errors { field code } } }"
    clerk, buyer = person("clerk@example.org", is_staff=True), person("buyer@example.org")
    assert codes(payload(APP, delete, id=gid(clerk))) == [("id", "DELETE_STAFF_ACCOUNT")]
    assert codes(payload(as_user(buyer, "MANAGE_USERS"), delete, id=gid(buyer))) == [
        ("id", "DELETE_OWN_ACCOUNT")
    ]
    assert User.objects.count() == 2


def test_the_public_and_strangers_see_and_change_nobody() -> None:
    owner, stranger = person("owner@example.org"), person("stranger@example.org")
    home = Address.objects.create(owner=owner, country="IN", city="SRINAGAR")
    one = f'{{ user(id: "{gid(owner)}") {{ email }} }}'
    for caller in (PUBLIC, as_user(stranger), as_user(stranger, "MANAGE_PRODUCTS")):
        assert "MANAGE_USERS" in denied(caller, one)
        assert "MANAGE_USERS" in denied(caller, "{ customers(first: 1) { totalCount } }")
        assert "MANAGE_USERS" in denied(caller, CREATE, i={"email": "x@example.org"})
        assert "MANAGE_USERS" in denied(caller, UPDATE, id=gid(owner), i={"firstName": "X"})
    address = data(APP, "query($i: ID!) { user(id: $i) { addresses { id } } }", i=gid(owner))
    change = f'mutation {{ addressUpdate(id: "{address["user"]["addresses"][0]["id"]}", input: {{city: "X"}}) {{ errors {{ code }} }} }}'
    assert denied(PUBLIC, change).endswith("MANAGE_USERS, OWNER")
    assert denied(as_user(stranger), change).endswith("MANAGE_USERS, OWNER")
    home.refresh_from_db()
    assert home.city == "SRINAGAR"
    assert data(PUBLIC, "{ me { email } }") == {"me": None}
    assert data(as_user(owner), "{ me { email } }") == {"me": {"email": "owner@example.org"}}
    assert ask(as_user(owner), "{ me { note } }").errors != []


def test_who_manages_staff_sees_staff_and_who_manages_customers_sees_customers() -> None:
    clerk, buyer = person("clerk@example.org", is_staff=True), person("buyer@example.org")

    def seen(user: User, *permissions: str) -> bool:
        found = data(as_user(clerk, *permissions), "query($i: ID!) { user(id: $i) { id } }", i=gid(user))
        return found["user"] is not None

    assert (seen(buyer, "MANAGE_USERS"), seen(clerk, "MANAGE_USERS")) == (True, False)
    assert (seen(buyer, "MANAGE_STAFF"), seen(clerk, "MANAGE_STAFF")) == (False, True)
    assert (seen(buyer, "MANAGE_STAFF", "MANAGE_USERS"), seen(clerk, "MANAGE_STAFF", "MANAGE_USERS")) == (
        True,
        True,
    )


def test_the_list_is_searched_filtered_sorted_and_paged() -> None:
    people = [
        person(f"{name.lower()}@example.org", first_name=name) for name in ("Zoya", "Aarif", "Meera", "Tariq")
    ]
    Address.objects.create(owner=people[2], country="IN", city="ANANTNAG", phone="+919419000001")

    def names(arguments: str) -> list[str]:
        found = data(APP, f"{{ customers({arguments}) {{ totalCount edges {{ node {{ firstName }} }} }} }}")
        return [edge["node"]["firstName"] for edge in found["customers"]["edges"]]

    assert names("first: 10") == ["Aarif", "Meera", "Tariq", "Zoya"]
    assert names("first: 10, sortBy: {field: CREATED_AT, direction: DESC}") == [
        "Tariq",
        "Meera",
        "Aarif",
        "Zoya",
    ]
    assert names('first: 10, search: "anant"') == ["Meera"]
    assert names('first: 10, search: "tar example"') == ["Tariq"]
    assert names('first: 10, where: {email: {oneOf: ["zoya@example.org"]}}') == ["Zoya"]
    assert names("first: 10, where: {addresses: {country: {eq: IN}}}") == ["Meera"]
    assert names('first: 10, where: {OR: [{firstName: {eq: "Zoya"}}, {firstName: {eq: "Aarif"}}]}') == [
        "Aarif",
        "Zoya",
    ]
    assert names("first: 10, where: {numberOfOrders: {range: {gte: 1}}}") == []
    page = data(APP, "{ customers(first: 3) { pageInfo { hasNextPage endCursor } } }")["customers"][
        "pageInfo"
    ]
    assert page["hasNextPage"] and names(f'first: 3, after: "{page["endCursor"]}"') == ["Zoya"]


def test_a_list_with_addresses_costs_four_queries() -> None:
    for number in range(5):
        owner = person(f"p{number}@example.org")
        Address.objects.create(owner=owner, country="IN")
    text = """{ customers(first: 20) { totalCount edges { node {
        email addresses { city } defaultShippingAddress { id } checkoutIds } } } }"""
    data(APP, text)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        data(APP, text)
    assert len(queries) == 4, [query["sql"] for query in queries]


def test_the_database_keeps_a_default_address_ones_own() -> None:
    owner, other = person("owner@example.org"), person("other@example.org")
    home = Address.objects.create(owner=owner, country="IN")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(default_shipping_address=home)
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        person("Owner@Example.org")


def test_a_full_book_makes_room_by_its_oldest() -> None:
    user = person("zoya@example.org")
    rows = Address.objects.bulk_create(
        Address(owner=user, country="IN", first_name=str(n)) for n in range(100)
    )
    User.objects.filter(pk=user.pk).update(default_shipping_address=rows[0])
    add = "mutation($i: AddressInput!) { accountAddressCreate(input: $i) { errors { code } } }"
    assert payload(as_user(user), add, i=HOME)["errors"] == []
    kept = list(Address.objects.filter(owner=user).order_by("pk").values_list("first_name", flat=True))
    assert (len(kept), kept[:2], kept[-1]) == (100, ["0", "2"], "Aarif")

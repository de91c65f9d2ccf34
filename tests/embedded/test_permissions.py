"""
Nobody does what is not his: each mutation and each private field, asked by everybody who must not.

Anonymous, a customer, staff without the permission, an app without it, and one who holds every other
permission and a similar object of his own.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Final

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
    get_named_type,
    is_leaf_type,
)

from commerce.embedded.account.models import Address, App, User
from commerce.embedded.account.permissions import PERMISSIONS as KNOWN
from commerce.embedded.engine import metadata
from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.engine.errors import PermissionDenied
from commerce.embedded.engine.execution import run
from commerce.embedded.engine.resolvers import PERMISSIONS
from commerce.embedded.engine.schema import schema
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id
from tests.embedded.permission_table import (
    BY_OBJECT,
    BY_PERMISSION,
    OF_ONESELF,
    OPEN,
    OWN_OR_MANAGED,
    PRIVATE,
)

MUTATIONS: Final = {
    name: tuple(permission.split("|"))
    for permission, names in BY_PERMISSION.items()
    for name in names.split()
    if name in schema().mutation_type.fields  # type: ignore[union-attr]
}
#: What an argument says, where the type alone would not do.
VALUES: Final = {
    "CountryCode": "IN",
    "DateTime": '"2026-04-01T00:00:00Z"',
    "Date": '"2026-04-01"',
    "JSON": "{}",
    "JSONString": '"{}"',
    "Upload": "null",
    "UUID": '"00000000-0000-4000-8000-000000000000"',
    "WeightScalar": "1",
    "_Any": '{__typename: "Category"}',
}


def literal(kind: Any, name: str = "") -> str:
    """Return the least that can be written for an input of this type."""
    if isinstance(kind, GraphQLNonNull):
        return literal(kind.of_type, name)
    if isinstance(kind, GraphQLList):
        return "[]"
    if isinstance(kind, GraphQLInputObjectType):
        needed = [
            f"{field}: {literal(each.type, field)}"
            for field, each in kind.fields.items()
            if isinstance(each.type, GraphQLNonNull) and each.default_value is Undefined
        ]
        return "{" + ", ".join(needed) + "}"
    if isinstance(kind, GraphQLEnumType):
        return VALUES.get(kind.name) or next(iter(kind.values))
    known = VALUES.get(kind.name)
    if known:
        return known
    if kind.name == "ID":
        return f'"{global_id("Nothing", 1)}"'
    return '"words"' if kind.name == "String" else "false" if kind.name == "Boolean" else "1"


def document(name: str) -> str:
    field = schema().mutation_type.fields[name]  # type: ignore[union-attr]
    needed = [
        f"{argument}: {literal(each.type, argument)}"
        for argument, each in field.args.items()
        if isinstance(each.type, GraphQLNonNull)
    ]
    return f"mutation {{ {name}{'(' + ', '.join(needed) + ')' if needed else ''} {{ __typename }} }}"


def codes(result: Any) -> list[str]:
    return [error["extensions"]["exception"]["code"] for error in result.errors]


@pytest.fixture
def people(db: None) -> Iterator[dict[str, Any]]:
    moment = now()
    yield {
        "customer": User.objects.create(email="stranger@example.com"),
        "staff": User.objects.create(email="clerk@example.com", is_staff=True),
        "app": App.objects.create(identifier="stranger", name="Stranger", created_at=moment),
    }


def refused(people: dict[str, Any], wanted: tuple[str, ...]) -> dict[str, Caller]:
    """Return everybody to whom none of these permissions belongs."""
    all_others = frozenset(KNOWN) - set(wanted)
    callers = {
        "anonymous": PUBLIC,
        "customer": Caller(user=people["customer"]),
        "stranger": Caller(user=people["customer"], permissions=all_others),
    }
    if "AUTHENTICATED_STAFF_USER" not in wanted:
        callers["staff without it"] = Caller(user=people["staff"])
        callers["staff with all others"] = Caller(user=people["staff"], permissions=all_others)
    if "AUTHENTICATED_APP" not in wanted:
        callers["app without it"] = Caller(app=people["app"])
        callers["app with all others"] = Caller(app=people["app"], permissions=all_others)
    return callers


def test_every_mutation_has_a_row_and_no_row_is_idle() -> None:
    rows = [*MUTATIONS, *OF_ONESELF, *OPEN, *BY_OBJECT, *OWN_OR_MANAGED]
    assert len(rows) == len(set(rows))
    assert sorted(rows) == sorted(schema().mutation_type.fields)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_a_mutation_refuses_who_may_not(people: dict[str, Any], name: str) -> None:
    wanted = MUTATIONS[name]
    for who, caller in refused(people, wanted).items():
        result = run(document(name), caller=caller)
        assert (who, codes(result)) == (who, ["PermissionDenied"])
        assert not (result.data or {}).get(name)


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_a_mutation_opens_to_who_may(people: dict[str, Any], name: str) -> None:
    """The refusals above are for the permission's sake, and not for another's."""
    permissions = [each for each in MUTATIONS[name] if not each.startswith("AUTHENTICATED")]
    caller = Caller(user=people["staff"], permissions=frozenset(permissions))
    assert "PermissionDenied" not in codes(run(document(name), caller=caller))


#: What a signed-in person may do to an address of his own, asked about another's.
TO_ADDRESSES: Final = {
    "accountAddressUpdate": "input: {}",
    "accountAddressDelete": "",
    "accountSetDefaultAddress": "type: SHIPPING",
    "addressUpdate": "input: {}",
}


@pytest.mark.parametrize("name", TO_ADDRESSES)
def test_an_address_of_another_is_left_alone(people: dict[str, Any], name: str) -> None:
    victim = User.objects.create(email="victim@example.com")
    theirs = Address.objects.create(owner=victim, country="IN", city="SRINAGAR", first_name="Aarif")
    Address.objects.create(owner=people["customer"], country="IN", city="LEH")
    before = Address.objects.filter(pk=theirs.pk).values().get()
    asked = f'mutation {{ {name}(id: "{global_id("Address", theirs.pk)}" {TO_ADDRESSES[name]}) {{ errors {{ code }} }} }}'
    for caller in (
        Caller(user=people["customer"]),
        Caller(user=people["staff"]),
        Caller(app=people["app"]),
        PUBLIC,
    ):
        result = run(asked, caller=caller)
        assert codes(result) == ["PermissionDenied"] or result.data[name]["errors"] != []  # type: ignore[index]
    assert Address.objects.filter(pk=theirs.pk).values().get() == before
    people["customer"].refresh_from_db()
    assert people["customer"].default_shipping_address_id is None


@pytest.mark.parametrize("name", OF_ONESELF)
def test_what_people_do_for_themselves_wants_a_person(people: dict[str, Any], name: str) -> None:
    result = run(document(name), caller=PUBLIC)
    assert codes(result) == ["PermissionDenied"]


def test_private_fields_are_those_of_the_table() -> None:
    declared = {
        f"{kind}.{field}": "|".join(sorted(wanted))
        for (kind, field), wanted in PERMISSIONS.items()
        if kind != "Mutation"
    }
    assert declared == {field: "|".join(sorted(wanted.split("|"))) for field, wanted in PRIVATE.items()}


@pytest.mark.parametrize("path", sorted(PRIVATE))
def test_a_private_field_refuses_who_may_not(people: dict[str, Any], path: str) -> None:
    kind, _, name = path.partition(".")
    resolve = schema().type_map[kind].fields[name].resolve  # type: ignore[attr-defined]
    for caller in refused(people, tuple(PRIVATE[path].split("|"))).values():
        with pytest.raises(PermissionDenied):
            resolve(object(), SimpleNamespace(context=caller))


def with_metadata() -> list[str]:
    return sorted(
        name
        for name, kind in schema().type_map.items()
        if any(each.name == "ObjectWithMetadata" for each in getattr(kind, "interfaces", ()))
    )


@pytest.mark.parametrize("kind", with_metadata())
def test_private_metadata_is_for_who_manages_the_object(people: dict[str, Any], kind: str) -> None:
    wanted = tuple(metadata.readers_of(kind))
    assert set(wanted) <= set(KNOWN)
    source = SimpleNamespace(private_metadata={"secret": "S"}, metadata={"open": "O"})
    for name in ("privateMetadata", "privateMetafield", "privateMetafields"):
        resolve = schema().type_map[kind].fields[name].resolve  # type: ignore[attr-defined]
        for caller in refused(people, wanted).values():
            with pytest.raises(PermissionDenied):
                resolve(source, SimpleNamespace(context=caller))


@pytest.mark.parametrize("kind", sorted(metadata._TYPES))
def test_metadata_is_written_by_who_manages_the_object(people: dict[str, Any], kind: str) -> None:
    written = metadata._TYPES[kind]
    field: Any = written.model._meta.pk
    pk = "00000000-0000-4000-8000-000000000000" if field.get_internal_type() == "UUIDField" else 1
    for name in BY_OBJECT:
        asked = f'mutation {{ {name}(id: "{global_id(kind, pk)}", input: []) {{ errors {{ code }} }} }}'
        for who, caller in refused(people, tuple(written.permission.split("|"))).items():
            result = run(asked, caller=caller)
            if name == "updateMetadata" and written.public_write:
                assert codes(result) == []
            else:
                assert (who, codes(result)) == (who, ["PermissionDenied"])


#: Fields whose names say that they are about a person, and what keeps them from others. A new one fails.
ABOUT_PEOPLE: Final = (
    "email",
    "phone",
    "address",
    "firstName",
    "lastName",
    "note",
    "user",
    "customer",
    "token",
)
GUARDED: Final = {
    "Address": "reached only through what belongs to somebody",
    "Allocation": "no person",
    "AppToken": "its last four characters, for who manages apps",
    "ProductVariant": "quantityLimitPerCustomer, no person",
    "TaxableObject": "told to the tax app alone",
    "TransactionItem": "token is its own id; reached with HANDLE_PAYMENTS or MANAGE_ORDERS",
    "App": "tokens: by who manages apps, and the app itself (test_third_parties)",
    "Checkout": "for who holds its id; user only for himself and staff",
    "Order": "for who holds its id, which is never handed out; user only for himself and staff",
    "OrderEvent": "reached only with MANAGE_ORDERS",
    "User": "oneself, or MANAGE_USERS",
    "Warehouse": "the shop's own address",
}


def test_fields_about_people_are_on_types_that_guard_them() -> None:
    payloads = {get_named_type(field.type).name for field in schema().mutation_type.fields.values()}  # type: ignore[union-attr]
    found = {
        name
        for name, kind in schema().type_map.items()
        if hasattr(kind, "fields")
        and not isinstance(kind, GraphQLInputObjectType)
        and not name.startswith("__")
        if "Event" not in {each.name for each in getattr(kind, "interfaces", ())}
        for field, each in kind.fields.items()
        if any(field.lower().endswith(word.lower()) for word in ABOUT_PEOPLE)
        and name not in ("Query", "Mutation")
        and name not in payloads
        and not (is_leaf_type(get_named_type(each.type)) and get_named_type(each.type).name == "Boolean")
    }
    assert found - set(GUARDED) - {"Group", "Shop"} == set()

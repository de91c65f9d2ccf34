"""Customers and their addresses, as staff and apps see and change them."""

from typing import Any

from commerce.embedded.account import selectors
from commerce.embedded.account.models import Address, User
from commerce.embedded.account.services import address_book
from commerce.embedded.account.services.create_customer import create_customer
from commerce.embedded.account.services.delete_user import delete_customer
from commerce.embedded.account.services.update_customer import update_customer
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.errors import PermissionDenied, Refusal
from commerce.embedded.engine.ids import NOWHERE, found, pk_of
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from jkrlm.kernel.clock import now

PERSONAL = "MANAGE_STAFF|MANAGE_USERS"


@resolver("Query", "me")
def me(info: Info) -> User | None:
    user: User | None = info.context.user
    return user


@resolver("Query", "user", permission="MANAGE_STAFF|MANAGE_USERS|MANAGE_ORDERS")
def user(
    info: Info, id: str | None = None, email: str | None = None, external_reference: str | None = None
) -> User | None:
    """Who may see customers sees customers, who may see staff sees staff, who may see both sees all."""
    if not (id or email or external_reference):
        raise Refusal(
            "At least one argument is required: 'id', 'email', 'external_reference'.", code="GRAPHQL_ERROR"
        )
    people = selectors.customers()
    if info.context.has("MANAGE_STAFF"):
        people = User.objects.all() if info.context.has("MANAGE_USERS") else selectors.staff()
    return selectors.identified(people, gid=id, email=email, external_reference=external_reference)


@resolver("Query", "customers", permission="MANAGE_ORDERS|MANAGE_USERS")
def customers(
    info: Info,
    where: dict[str, Any] | None = None,
    sort_by: dict[str, str] | None = None,
    search: str | None = None,
    **page: Any,
) -> Connection:
    people = selectors.customers()
    if where or (sort_by and sort_by["field"] == "ORDER_COUNT"):
        people = selectors.with_order_count(people)
    if where:
        people = people.filter(selectors.customer_condition(where))
    people = selectors.searched(people, search)
    return connection(people, page, order=selectors.ordering(sort_by), name="customers")


@resolver("Query", "address")
def address(info: Info, id: str) -> Address | None:
    """An app that manages customers sees every address, a user his own."""
    pk = pk_of(id, "Address")
    if info.context.app is not None and info.context.has("MANAGE_USERS"):
        return Address.objects.filter(pk=pk).first()
    if info.context.user is None:
        raise PermissionDenied(["MANAGE_USERS", "OWNER"])
    row = Address.objects.filter(pk=pk, owner=info.context.user).first()
    return selectors.marked(row, info.context.user) if row is not None else None


@resolver("User", "addresses")
def addresses(source: User, info: Info) -> list[Address]:
    if source.pk is None:
        return []
    book: list[Address] = load(source, "addresses", selectors.addresses_of)
    return book


@resolver("User", "defaultShippingAddress")
def default_shipping_address(source: User, info: Info) -> Address | None:
    return _one_of(source, info, source.default_shipping_address_id)


@resolver("User", "defaultBillingAddress")
def default_billing_address(source: User, info: Info) -> Address | None:
    return _one_of(source, info, source.default_billing_address_id)


def _one_of(source: User, info: Info, pk: int | None) -> Address | None:
    return next((each for each in addresses(source, info) if each.pk == pk), None) if pk else None


@resolver("User", "note", permission=PERSONAL)
def note(source: User, info: Info) -> str | None:
    return source.note or None


@resolver("User", "avatar")
def avatar(source: User, info: Info, size: int | None = None, format: str | None = None) -> None:
    """Nobody has a picture here: people are known by what they make, not by their faces."""
    return


@mutation("customerCreate", errors="AccountError", permission="MANAGE_USERS")
def customer_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    return {"user": create_customer(given=input, now=now())}


@mutation("customerUpdate", errors="AccountError", permission="MANAGE_USERS")
def customer_update(
    info: Info, input: dict[str, Any], id: str | None = None, external_reference: str | None = None
) -> dict[str, Any]:
    pk, gid = _customer(id, external_reference)
    return {"user": update_customer(pk=pk, gid=gid, given=input, now=now())}


@mutation("customerDelete", errors="AccountError", permission="MANAGE_USERS")
def customer_delete(
    info: Info, id: str | None = None, external_reference: str | None = None
) -> dict[str, Any]:
    pk, gid = _customer(id, external_reference)
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return {"user": delete_customer(user=person, caller=info.context)}


def _customer(gid: str | None, reference: str | None) -> tuple[int, str]:
    """Return the number of the user that one of the two names; NOWHERE for nobody."""
    if bool(gid) == bool(reference):
        message = (
            "Argument 'id' cannot be combined with 'external_reference'."
            if gid
            else "At least one argument is required: 'id', 'external_reference'."
        )
        raise Refusal(message, code="GRAPHQL_ERROR")
    if gid:
        return pk_of(gid, "User"), gid
    pk = User.objects.filter(external_reference=reference).values_list("pk", flat=True).first()
    if pk is None:
        message = f"Couldn't resolve to a node: {str(reference)[:200]}"
        raise Refusal(message, code="NOT_FOUND", field="externalReference")
    return pk or NOWHERE, str(reference)


@mutation("addressCreate", errors="AccountError", permission="MANAGE_USERS")
def address_create(info: Info, user_id: str, input: dict[str, Any]) -> dict[str, Any]:
    person = found(User, user_id, field="userId")
    owner, made = address_book.add_address(user=person, given=input, now=now())
    return {"user": owner, "address": made}


@mutation("addressUpdate", errors="AccountError")
def address_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    owner, changed = address_book.update_address(address=editable(info, id), given=input)
    return {"user": owner, "address": changed}


@mutation("addressDelete", errors="AccountError", permission="MANAGE_USERS")
def address_delete(info: Info, id: str) -> dict[str, Any]:
    owner, gone = address_book.delete_address(address=editable(info, id), now=now())
    return {"user": owner, "address": gone}


@mutation("addressSetDefault", errors="AccountError", permission="MANAGE_USERS")
def address_set_default(info: Info, address_id: str, user_id: str, type: str) -> dict[str, Any]:
    chosen = found(Address, address_id, field="addressId")
    person = found(User, user_id, field="userId")
    changed = address_book.set_default_address(
        user=person, address=chosen, kind=type, now=now(), field="addressId"
    )
    return {"user": changed}


def editable(info: Info, gid: str) -> Address:
    """
    Return an address from somebody's book that this caller may change.

    Raises:
        Refusal: NOT_FOUND; also for an address of a warehouse, which is not changed here.
        PermissionDenied: it is another's, and the caller does not manage customers.
    """
    context = info.context
    if not context.has("MANAGE_USERS", "AUTHENTICATED_USER"):
        raise PermissionDenied(["MANAGE_USERS", "OWNER"])
    row: Address = found(Address, gid)
    if row.owner_id is None:
        raise Refusal(f"Couldn't resolve to a node: {gid[:200]}", code="NOT_FOUND", field="id")
    owns = context.user is not None and context.user.pk == row.owner_id
    if not owns and not context.has("MANAGE_USERS"):
        raise PermissionDenied(["MANAGE_USERS", "OWNER"])
    return row

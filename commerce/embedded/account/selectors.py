"""Reading users and their addresses. Every loader costs one query, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.apps import apps
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commerce.embedded.account.models import Address, Group, User
from commerce.embedded.engine.conditions import between
from commerce.embedded.engine.ids import pk_of, pks_of

#: A sort field of the contract -> our order; the last is unique.
ORDERS: Final = {
    "FIRST_NAME": ("first_name", "last_name", "id"),
    "LAST_NAME": ("last_name", "first_name", "id"),
    "EMAIL": ("email", "id"),
    "ORDER_COUNT": ("order_count", "email", "id"),
    "CREATED_AT": ("date_joined", "id"),
    "LAST_MODIFIED_AT": ("updated_at", "id"),
}
_WORDS_MAX: Final = 8
#: An index of trigrams knows nothing of shorter words.
_TRIGRAM: Final = 3


def _orders() -> QuerySet[Any]:
    """Return the orders of the outer user. They stand above this room: their model is asked for by name."""
    return apps.get_model("store_order", "Order")._default_manager.filter(user_id=OuterRef("pk"))


def customers() -> QuerySet[User]:
    """Return everybody who buys: who does not work here, or has bought all the same."""
    return User.objects.filter(Q(is_staff=False) | Exists(_orders()))


def staff() -> QuerySet[User]:
    return User.objects.filter(is_staff=True)


def with_order_count(users: QuerySet[User]) -> QuerySet[User]:
    counted = _orders().order_by().values("user_id").annotate(number=Count("pk")).values("number")
    return users.annotate(order_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def ordering(sort: Mapping[str, Any] | None, default: tuple[str, ...] = ("email", "id")) -> tuple[str, ...]:
    """Return the order of a UserSortingInput."""
    if sort is None:
        return default
    names = ORDERS[sort["field"]]
    return tuple(f"-{name}" for name in names) if sort["direction"] == "DESC" else names


def searched(users: QuerySet[User], text: str | None) -> QuerySet[User]:
    """Return the users of whom every word begins a name, or is part of the e-mail or an address."""
    for word in (text or "").replace("\x00", " ").split()[:_WORDS_MAX]:
        person = Q(email__icontains=word) | Q(first_name__istartswith=word) | Q(last_name__istartswith=word)
        addresses = Address.objects.filter(
            Q(city__istartswith=word)
            | Q(postal_code__istartswith=word)
            | Q(phone__icontains=word)
            | Q(first_name__istartswith=word)
            | Q(last_name__istartswith=word)
            | Q(company_name__icontains=word)
        )
        if len(word) < _TRIGRAM:
            users = users.filter(person | Exists(addresses.filter(owner_id=OuterRef("pk"))))
            continue
        # Two sets that an index finds each, where one condition over both tables is asked of everybody.
        owners = addresses.filter(owner__isnull=False).values("owner_id")
        users = users.filter(pk__in=User.objects.filter(person).values("pk").union(owners))
    return users


def _texts(column: str, want: Mapping[str, Any] | None) -> Q:
    """Return the condition of a StringFilterInput, or of another with eq, oneOf and notOneOf."""
    if want is None:
        return Q()
    condition = Q()
    if want.get("eq") is not None:
        condition &= Q(**{column: want["eq"]})
    if want.get("one_of") is not None:
        condition &= Q(**{f"{column}__in": want["one_of"]})
    if want.get("not_one_of") is not None:
        condition &= ~Q(**{f"{column}__in": want["not_one_of"]})
    return condition if condition else Q(pk__in=[])


def _numbers(column: str, want: Mapping[str, Any] | None) -> Q:
    if want is None:
        return Q()
    condition = Q()
    if want.get("eq") is not None:
        condition &= Q(**{column: want["eq"]})
    if want.get("one_of") is not None:
        condition &= Q(**{f"{column}__in": want["one_of"]})
    return condition & between(column, want.get("range"))


def _with_addresses(want: Mapping[str, Any] | None) -> Q:
    if want is None:
        return Q()
    rows = Address.objects.filter(
        _texts("phone", want.get("phone_number")) & _texts("country", want.get("country"))
    )
    return Q(Exists(rows.filter(owner_id=OuterRef("pk"))))


def _placed(want: Mapping[str, Any] | None) -> Q:
    return Q() if want is None else Q(Exists(_orders().filter(between("created_at", want))))


def customer_condition(where: Mapping[str, Any]) -> Q:
    """Return the condition of a CustomerWhereInput, over rows that carry ``order_count``."""
    condition = (
        _texts("email", where.get("email"))
        & _texts("first_name", where.get("first_name"))
        & _texts("last_name", where.get("last_name"))
        & between("date_joined", where.get("date_joined"))
        & between("updated_at", where.get("updated_at"))
        & _placed(where.get("placed_orders_at"))
        & _with_addresses(where.get("addresses"))
        & _numbers("order_count", where.get("number_of_orders"))
    )
    if where.get("ids") is not None:
        condition &= Q(pk__in=pks_of(where["ids"], "User"))
    if where.get("is_active") is not None:
        condition &= Q(is_active=where["is_active"])
    for inner in where.get("and_") or ():
        condition &= customer_condition(inner)
    either = Q()
    for inner in where.get("or_") or ():
        either |= customer_condition(inner)
    return condition & either


def by_email(email: str, **more: Any) -> User | None:
    """Return the user with this address, however it is written."""
    address = email.strip().lower()
    if "\x00" in address or len(address) > 254:
        address = ""
    return User.objects.filter(email=address, **more).first()


def identified(
    users: QuerySet[User], *, gid: str | None, email: str | None, external_reference: str | None
) -> User | None:
    """Return the user with this id, address and reference: of what is given, all must fit."""
    if gid:
        users = users.filter(pk=pk_of(gid, "User"))
    if email:
        users = users.filter(email=email.lower().replace("\x00", "\ufffd"))
    if external_reference:
        users = users.filter(external_reference=external_reference.replace("\x00", "\ufffd"))
    return users.order_by("email").first()


def addresses_of(users: Iterable[User]) -> dict[int, list[Address]]:
    """Return each user's address book, oldest first, the default ones marked. One query."""
    by_pk = {user.pk: user for user in users}
    found: dict[int, list[Address]] = {pk: [] for pk in by_pk}
    for address in Address.objects.filter(owner_id__in=by_pk).order_by("pk"):
        owner = by_pk[address.owner_id]  # type: ignore[index]  # the filter gives owned ones only
        marked(address, owner)
        found[owner.pk].append(address)
    return found


def marked(address: Address, owner: User) -> Address:
    """Return the address knowing whether it is a default one."""
    address.is_default_shipping_address = address.pk == owner.default_shipping_address_id  # type: ignore[attr-defined]
    address.is_default_billing_address = address.pk == owner.default_billing_address_id  # type: ignore[attr-defined]
    return address


def groups_of(users: Iterable[User]) -> dict[int, list[Group]]:
    """Return each user's groups by name. One query."""
    pks = [user.pk for user in users]
    found: dict[int, list[Group]] = defaultdict(list, {pk: [] for pk in pks})
    rows = Group.objects.filter(users__in=pks).order_by("name", "pk").values_list("users__pk", "pk")
    groups = Group.objects.in_bulk([pk for _, pk in rows]) if rows else {}
    for user_pk, group_pk in rows:
        found[user_pk].append(groups[group_pk])
    return found

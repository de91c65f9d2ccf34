"""GraphQL: objects by type and id, as a gateway asks for them, each seen as its own query would show it."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from graphql import build_schema, print_schema
from graphql.utilities import lexicographic_sort_schema

from commerce.embedded.account.models import Address, App, Group, User
from commerce.embedded.engine.errors import BadInput
from commerce.embedded.engine.ids import pk_of, uuid_of
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.engine.schema import sdl
from commerce.embedded.order.models import Order
from commerce.embedded.page.models import PageType
from commerce.embedded.product.models import (
    Category,
    Collection,
    Product,
    ProductMedia,
    ProductType,
    ProductVariant,
)

REPRESENTATIONS_MAX: Final = 100

#: Who may ask for an object by its id alone; the rest is public. Goods have no meaning outside a channel,
#: which a representation does not name, so the public gets none of them.
_PERMISSIONS: Final[dict[str, tuple[str, ...]]] = {
    "Address": ("MANAGE_USERS",),
    "App": ("MANAGE_APPS",),
    "Category": (),
    "Collection": ("MANAGE_PRODUCTS",),
    "Group": ("MANAGE_STAFF",),
    "Order": ("MANAGE_ORDERS",),
    "PageType": (),
    "Product": ("MANAGE_PRODUCTS", "MANAGE_ORDERS"),
    "ProductMedia": ("MANAGE_PRODUCTS", "MANAGE_ORDERS"),
    "ProductType": (),
    "ProductVariant": ("MANAGE_PRODUCTS", "MANAGE_ORDERS"),
    "User": ("MANAGE_USERS",),
}
_MODELS: Final[dict[str, Any]] = {
    model.__name__: model
    for model in (
        Address,
        App,
        Category,
        Collection,
        Group,
        Order,
        PageType,
        Product,
        ProductMedia,
        ProductType,
        ProductVariant,
        User,
    )
}
#: What a signed-in customer sees of his own without a permission.
_OWN: Final[dict[str, Callable[[Any], Any]]] = {
    "Address": lambda row: row.owner_id,
    "Order": lambda row: row.user_id,
    "User": lambda row: row.pk,
}


@resolver("Query", "_entities")
def entities(info: Info, representations: list[Any]) -> list[Any]:
    """One query for each type asked for; null for what there is not, or not for this caller."""
    if len(representations) > REPRESENTATIONS_MAX:
        raise BadInput(f"At most {REPRESENTATIONS_MAX} representations are answered at once.")
    wanted: dict[str, set[Any]] = defaultdict(set)
    keys = []
    for each in representations:
        key = _key(each)
        keys.append(key)
        wanted[key[0]].add(key[1])
    found = {name: _readable(info, name, pks) for name, pks in wanted.items()}
    return [found[name].get(pk) for name, pk in keys]


def _key(representation: Any) -> tuple[str, Any]:
    name = representation.get("__typename") if isinstance(representation, dict) else None
    if not isinstance(name, str) or name not in _MODELS:
        raise BadInput("A representation names a type of this service in __typename.")
    gid = representation.get("id")
    return name, uuid_of(gid, name) if name == "Order" else pk_of(gid, name)


def _readable(info: Info, name: str, pks: set[Any]) -> dict[Any, Any]:
    rows: dict[Any, Any] = _MODELS[name]._default_manager.in_bulk(pks)
    permissions = _PERMISSIONS[name]
    if not permissions or info.context.has(*permissions):
        return rows
    user, owner = info.context.user, _OWN.get(name)
    if user is None or owner is None:
        return {}
    return {pk: row for pk, row in rows.items() if owner(row) == user.pk}


@resolver("Query", "_service")
def service(info: Info) -> dict[str, str]:
    return {"sdl": _sdl()}


@cache
def _sdl() -> str:
    """The schema without what federation adds, its entities marked with their key."""
    text = print_schema(lexicographic_sort_schema(build_schema(sdl())))
    for pattern in (
        r"  _entities\(.*\n",
        r"  _service: .*\n",
        r"union _Entity =[^\n]*\n(?:  \|[^\n]*\n)*\n?",
        r"scalar _Any\n\n?",
        r"type _Service \{\n.*\n\}\n\n?",
    ):
        text = re.sub(pattern, "", text)
    names = "|".join(_MODELS)
    return re.sub(
        rf"^(type (?:{names})(?: implements [^{{]*)?) \{{$", r'\1 @key(fields: "id") {', text, flags=re.M
    )

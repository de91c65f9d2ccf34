"""Metadata: the fields on every object that has them, and the two mutations that write them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from commerce.embedded.engine.errors import PermissionDenied, Refusal
from commerce.embedded.engine.resolvers import Info, mutation
from jkrlm.kernel.ids import BadGlobalId, parse_global_id


@dataclass(frozen=True)
class MetadataType:
    """A type whose metadata can be written, and by whom."""

    model: type[models.Model]
    permission: str
    public_write: bool
    after: Callable[[Any], None] | None
    owns: Callable[[Any, Any], bool] | None = None


_TYPES: dict[str, MetadataType] = {}


def metadata_type(
    name: str,
    model: type[models.Model],
    *,
    permission: str,
    public_write: bool = False,
    after: Callable[[Any], None] | None = None,
    owns: Callable[[Any, Any], bool] | None = None,
) -> None:
    """
    Register a type for updateMetadata and updatePrivateMetadata.

    ``public_write``: whoever has the id may write public metadata (checkouts, as in Saleor).
    ``after`` runs in the same transaction with the changed object.
    ``owns(caller, key)``: the caller may write public metadata of what is his.
    """
    _TYPES[name] = MetadataType(model, permission, public_write, after, owns)


#: Types that have metadata which nobody writes here.
_READ_ONLY = {
    "GiftCard": "MANAGE_GIFT_CARD",
    "Shop": "MANAGE_SETTINGS",
    "ShippingMethodType": "MANAGE_SHIPPING",
}
#: Who may do what such an object is for reads its private metadata, too, as in Saleor.
_MORE_READERS = {
    "Order": ("HANDLE_PAYMENTS",),
    "TransactionItem": ("MANAGE_ORDERS",),
    "User": ("MANAGE_STAFF",),
}


def readers_of(type_name: str) -> list[str]:
    """Return the permissions of which any opens the private metadata of a type."""
    known = _TYPES.get(type_name)
    own = known.permission if known else _READ_ONLY.get(type_name, "MANAGE_SETTINGS")
    return [*own.split("|"), *_MORE_READERS.get(type_name, ())]


def items(values: dict[str, str]) -> list[dict[str, str]]:
    """Return metadata as a list of key and value, by key."""
    return [{"key": key, "value": values[key]} for key in sorted(values)]


def chosen(values: dict[str, str], keys: list[str] | None) -> dict[str, str]:
    """Return the asked keys that exist; all without ``keys``."""
    if keys is None:
        return values
    return {key: values[key] for key in keys if key in values}


def _write(info: Info, gid: str, entries: list[dict[str, str]], *, private: bool) -> Any:
    try:
        type_name, pk = parse_global_id(gid)
        kind = _TYPES[type_name]
        key = kind.model._meta.pk.to_python(pk)
    except (BadGlobalId, KeyError, ValueError, TypeError) as error:
        raise Refusal("Couldn't resolve to an object.", code="NOT_FOUND", field="id") from error
    except Exception as error:  # a pk that its field cannot read
        raise Refusal("Couldn't resolve to an object.", code="NOT_FOUND", field="id") from error
    own = kind.public_write or (kind.owns is not None and kind.owns(info.context, key))
    if (private or not own) and not info.context.has(kind.permission):
        raise PermissionDenied([kind.permission])
    if any(not entry["key"].strip() for entry in entries):
        raise Refusal("Metadata key cannot be empty.", code="REQUIRED", field="input")
    field = "private_metadata" if private else "metadata"
    with transaction.atomic():
        target: Any = kind.model._default_manager.select_for_update().filter(pk=key).first()
        if target is None:
            raise Refusal("Couldn't resolve to an object.", code="NOT_FOUND", field="id")
        getattr(target, field).update({entry["key"]: entry["value"] for entry in entries})
        target.save(update_fields=[field])
        if kind.after is not None:
            kind.after(target)
    return target


@mutation("updateMetadata", errors="MetadataError")
def update_metadata(info: Info, id: str, input: list[dict[str, str]]) -> dict[str, Any]:
    return {"item": _write(info, id, input, private=False)}


@mutation("updatePrivateMetadata", errors="MetadataError")
def update_private_metadata(info: Info, id: str, input: list[dict[str, str]]) -> dict[str, Any]:
    return {"item": _write(info, id, input, private=True)}

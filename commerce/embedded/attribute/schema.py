"""Attributes in the contract, and how every owner's answers are shown."""

from typing import Any

from django.db.models import QuerySet

from commerce.embedded.attribute.models import Attribute, AttributeValue
from commerce.embedded.attribute.selectors import Assigned, Value, choices_of
from commerce.embedded.attribute.services.create_attribute import create_attribute
from commerce.embedded.engine.ids import pks_of
from commerce.embedded.engine.lists import ListConnection, counted_connection
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from jkrlm.kernel.ids import global_id

metadata_type("Attribute", Attribute, permission="MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES")

#: Whoever may manage these sees attributes that the storefront hides.
MANAGERS = (
    "MANAGE_PAGES",
    "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
    "MANAGE_PRODUCTS",
    "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
)


@resolver("Query", "attributes")
def attributes(
    info: Info,
    filter: dict[str, Any] | None = None,
    where: dict[str, Any] | None = None,
    channel: str | None = None,
    **page: Any,
) -> Any:
    rows = _narrowed(filter or {})
    if not info.context.has(*MANAGERS):
        rows = rows.filter(visible_in_storefront=True)
    kind = ((where or {}).get("type") or {}).get("eq")
    if kind:
        rows = rows.filter(type=kind)
    return counted_connection(rows, page, order=("slug",), name="attributes")


@mutation("attributeCreate", errors="AttributeError")
def attribute_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    info.context.require(
        "MANAGE_PAGE_TYPES_AND_ATTRIBUTES"
        if input["type"] == "PAGE_TYPE"
        else "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES"
    )
    given = {name: value for name, value in input.items() if value is not None}
    return {"attribute": create_attribute(**given)}


@resolver("Attribute", "choices")
def attribute_choices(attribute: Attribute, info: Info, **page: Any) -> ListConnection:
    return ListConnection(load(attribute, "choices", choices_of) or [], page, order=("sort_order", "id"))


@resolver("AttributeValue", "reference")
def value_reference(value: AttributeValue | Value, info: Info) -> str | None:
    page = value.reference_page_id
    return global_id("Page", page) if page is not None else None


@resolver("AssignedSingleChoiceAttribute", "value")
def single_choice(assigned: Assigned, info: Info) -> Value | None:
    return assigned.values[0] if assigned.values else None


@resolver("AssignedMultiChoiceAttribute", "value")
def multi_choice(assigned: Assigned, info: Info, limit: int = 100) -> list[Value]:
    return assigned.values[:limit]


@resolver("AssignedNumericAttribute", "value")
def number(assigned: Assigned, info: Info) -> float | None:
    value = assigned.values[0].numeric if assigned.values else None
    return float(value) if value is not None else None


@resolver("AssignedBooleanAttribute", "value")
def boolean(assigned: Assigned, info: Info) -> bool | None:
    return assigned.values[0].boolean if assigned.values else None


@resolver("AssignedPlainTextAttribute", "value")
def plain_text(assigned: Assigned, info: Info) -> str | None:
    return assigned.values[0].plain_text if assigned.values else None


@resolver("AssignedSinglePageReferenceAttribute", "value")
def single_page(assigned: Assigned, info: Info) -> Any:
    pages = assigned.pages()
    return pages[0] if pages else None


@resolver("AssignedMultiPageReferenceAttribute", "value")
def multi_page(assigned: Assigned, info: Info, limit: int = 100) -> list[Any]:
    return assigned.pages()[:limit]


def selected(assigned: list[Assigned]) -> list[dict[str, Any]]:
    """Return the older form of the same answers: SelectedAttribute."""
    return [{"attribute": one.attribute, "values": one.values} for one in assigned]


def _narrowed(wanted: dict[str, Any]) -> "QuerySet[Attribute]":
    """Return the attributes that an AttributeFilterInput means."""
    rows = Attribute.objects.all()
    if wanted.get("ids") is not None:
        rows = rows.filter(pk__in=pks_of(wanted["ids"], "Attribute"))
    if wanted.get("slugs") is not None:
        rows = rows.filter(slug__in=wanted["slugs"])
    if wanted.get("search"):
        rows = rows.filter(name__icontains=wanted["search"])
    if wanted.get("type"):
        rows = rows.filter(type=wanted["type"])
    if wanted.get("visible_in_storefront") is not None:
        rows = rows.filter(visible_in_storefront=wanted["visible_in_storefront"])
    return rows

"""A new attribute, with its choices."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from commerce.embedded.attribute.models import (
    CHOICE_TYPES,
    INPUT_TYPES,
    REFERENCE_TYPES,
    Attribute,
    AttributeValue,
)
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.slugs import checked_slug, free_slug, slug_of
from commerce.embedded.engine.unique import unique_or_refused


@transaction.atomic
def create_attribute(
    *,
    name: str,
    slug: str | None = None,
    type: str,
    input_type: str | None = None,
    entity_type: str | None = None,
    unit: str | None = None,
    values: Sequence[dict[str, Any]] = (),
    external_reference: str | None = None,
    **flags: bool,
) -> Attribute:
    """
    Return the new attribute; `values` are its choices in order (``{"name": …}``).

    Raises:
        Refusal: UNIQUE slug or external reference, REQUIRED entity type of a reference, INVALID
            unit, choices or input type for this kind of attribute.
    """
    input_type = input_type or "DROPDOWN"
    _check(type=type, input_type=input_type, entity_type=entity_type, unit=unit, values=values)
    slug = checked_slug(Attribute, slug) if slug else free_slug(Attribute, name)
    with unique_or_refused():
        attribute = Attribute.objects.create(
            name=name,
            slug=slug,
            type=type,
            input_type=input_type,
            entity_type=entity_type if input_type in REFERENCE_TYPES else None,
            unit=unit,
            external_reference=external_reference,
            **flags,
        )
    add_choices(attribute=attribute, choices=values)
    return attribute


def _check(
    *, type: str, input_type: str, entity_type: str | None, unit: str | None, values: Sequence[dict[str, Any]]
) -> None:
    if type not in ("PRODUCT_TYPE", "PAGE_TYPE"):
        raise Refusal(code="INVALID", message="Attributes of this type are not supported.", field="type")
    if input_type not in INPUT_TYPES:
        raise Refusal(code="INVALID", message="This input type is not supported.", field="inputType")
    if input_type in REFERENCE_TYPES and not entity_type:
        raise Refusal(
            code="REQUIRED",
            message="Entity type is required when REFERENCE input type is used.",
            field="entityType",
        )
    if input_type in REFERENCE_TYPES and entity_type != "PAGE":
        raise Refusal(code="INVALID", message="Only references to PAGE are supported.", field="entityType")
    if unit and input_type != "NUMERIC":
        raise Refusal(code="INVALID", message="Unit can be set only for numeric attribute.", field="unit")
    if values and input_type not in CHOICE_TYPES:
        raise Refusal(
            code="INVALID", message=f"Values cannot be used with input type {input_type}.", field="values"
        )


def add_choices(*, attribute: Attribute, choices: Sequence[dict[str, Any]]) -> list[AttributeValue]:
    """
    Return the choices added to the attribute, in order.

    Raises:
        Refusal: REQUIRED name, UNIQUE when two choices would have the same slug.
    """
    taken = set(AttributeValue.objects.filter(attribute=attribute).values_list("slug", flat=True))
    rows: list[AttributeValue] = []
    for choice in choices:
        name = str(choice["name"]).strip()
        slug = slug_of_choice(name)
        if not name:
            raise Refusal(code="REQUIRED", message="Choice needs a name.", field="values")
        if slug in taken:
            raise Refusal(
                code="UNIQUE", message=f"Value with this slug already exists: {slug}.", field="values"
            )
        taken.add(slug)
        rows.append(
            AttributeValue(
                attribute=attribute,
                name=name,
                slug=slug,
                sort_order=len(taken),
                external_reference=choice.get("external_reference"),
            )
        )
    with unique_or_refused():
        return AttributeValue.objects.bulk_create(rows)


def slug_of_choice(name: str) -> str:
    """Return the slug of a choice: letters, digits and hyphens, without accents."""
    return slug_of(name) or name[:250]

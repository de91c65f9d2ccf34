"""What products are grouped by: categories, collections, types."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from commerce.embedded.attribute.models import Attribute
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.slugs import checked_slug, free_slug
from commerce.embedded.engine.unique import unique_or_refused
from commerce.embedded.product.counts import catalogue_changed
from commerce.embedded.product.models import (
    Category,
    Collection,
    CollectionChannelListing,
    CollectionProduct,
    Product,
    ProductType,
    ProductTypeAttribute,
    ProductVariant,
)
from commerce.embedded.product.services.save_product import columns_of


def _named(given: Mapping[str, Any], model: type[Any]) -> dict[str, Any]:
    if not (given.get("name") or "").strip():
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    columns = columns_of(given, model=model)
    columns.setdefault("slug", free_slug(model, columns["name"]))
    return columns


@transaction.atomic
def create_category(*, given: Mapping[str, Any], parent: Category | None) -> Category:
    """
    Return a new category below `parent`, or a root.

    Raises:
        Refusal: REQUIRED name, UNIQUE or INVALID slug.
    """
    level = parent.level + 1 if parent else 0
    columns = _named(given, Category)
    with unique_or_refused():
        category = Category.objects.create(parent=parent, level=level, **columns)
    category.path = f"{parent.path if parent else ''}{category.pk}."
    category.save(update_fields=["path"])
    return category


@transaction.atomic
def create_collection(*, given: Mapping[str, Any], products: Sequence[Product]) -> Collection:
    """
    Return a new collection with these products; it is shown once a channel lists it.

    Raises:
        Refusal: REQUIRED name, UNIQUE or INVALID slug, CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT.
    """
    columns = _named(given, Collection)
    with unique_or_refused():
        collection = Collection.objects.create(**columns)
    add_to_collection(collection=collection, products=products)
    return collection


@transaction.atomic
def add_to_collection(*, collection: Collection, products: Sequence[Product]) -> Collection:
    """
    Put the products at the end of the collection; those that are in it keep their places.

    Raises:
        Refusal: CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT.
    """
    wanted = [product.pk for product in products]
    with_variants = set(
        ProductVariant.objects.filter(product__in=wanted).values_list("product_id", flat=True)
    )
    if set(wanted) - with_variants:
        raise Refusal(
            "Cannot manage products without variants.",
            code="CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT",
            field="products",
        )
    catalogue_changed()
    last = (
        CollectionProduct.objects.filter(collection=collection).aggregate(last=Max("sort_order"))["last"] or 0
    )
    CollectionProduct.objects.bulk_create(
        (
            CollectionProduct(collection=collection, product_id=pk, sort_order=last + position)
            for position, pk in enumerate(dict.fromkeys(wanted), start=1)
        ),
        ignore_conflicts=True,
    )
    return collection


@transaction.atomic
def list_collection(
    *,
    collection: Collection,
    added: Sequence[tuple[Channel, Mapping[str, Any]]],
    removed: Sequence[Channel],
    now: datetime,
) -> Collection:
    """Show the collection in channels, and take it out of others."""
    CollectionChannelListing.objects.filter(collection=collection, channel__in=removed).delete()
    for channel, given in added:
        published = bool(given.get("is_published"))
        CollectionChannelListing.objects.update_or_create(
            collection=collection,
            channel=channel,
            defaults={
                "is_published": published,
                "published_at": given.get("published_at") or (now if published else None),
            },
        )
    return collection


@transaction.atomic
def create_product_type(
    *,
    given: Mapping[str, Any],
    product_attributes: Sequence[Attribute],
    variant_attributes: Sequence[Attribute],
) -> ProductType:
    """
    Return a new product type that carries these attributes in this order.

    Raises:
        Refusal: REQUIRED name, UNIQUE or INVALID slug, INVALID attribute of pages or given twice.
    """
    name = (given.get("name") or "").strip()
    if not name:
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    both = [*product_attributes, *variant_attributes]
    if any(attribute.type != "PRODUCT_TYPE" for attribute in both):
        raise Refusal("Only product attributes can be assigned.", code="INVALID", field="productAttributes")
    if len({attribute.pk for attribute in both}) < len(both):
        raise Refusal(
            "An attribute can be assigned once.", code="DUPLICATED_INPUT_ITEM", field="productAttributes"
        )
    slug = given.get("slug")
    flags = {
        column: given[column]
        for column in ("has_variants", "is_shipping_required", "kind")
        if given.get(column) is not None
    }
    with unique_or_refused():
        product_type = ProductType.objects.create(
            name=name,
            slug=checked_slug(ProductType, slug) if slug else free_slug(ProductType, name),
            weight_grams=int(given["weight"].quantize(1)) if given.get("weight") is not None else 0,
            **flags,
        )
    ProductTypeAttribute.objects.bulk_create(
        ProductTypeAttribute(
            product_type=product_type, attribute=attribute, of_variants=of_variants, sort_order=position
        )
        for of_variants, attributes in ((False, product_attributes), (True, variant_attributes))
        for position, attribute in enumerate(attributes)
    )
    return product_type

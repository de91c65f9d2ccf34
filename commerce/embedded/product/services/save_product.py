"""Making, changing and deleting a product."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commerce.embedded.attribute.models import AttributeValue
from commerce.embedded.attribute.services.assign import read_answers, save_answers
from commerce.embedded.channel.services.save_channel import as_dict
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import found
from commerce.embedded.engine.slugs import checked_slug, free_slug
from commerce.embedded.engine.unique import unique_or_refused
from commerce.embedded.product.counts import catalogue_changed
from commerce.embedded.product.models import (
    AssignedProductValue,
    AssignedVariantValue,
    Category,
    Collection,
    CollectionProduct,
    Product,
    ProductType,
)
from commerce.embedded.product.selectors import PRODUCT_OWNERSHIP, carried_by
from commerce.embedded.product.services.refresh import refresh_words
from commerce.embedded.warehouse.models import Allocation, Stock
from commerce.embedded.webhook.services import emit


def columns_of(
    given: Mapping[str, Any], *, model: type[Any], row: Any = None, name_required: bool = True
) -> dict[str, Any]:
    """
    Return the columns that an input of a product, variant, category or collection sets.

    Raises:
        Refusal: REQUIRED name, UNIQUE or INVALID slug, UNIQUE external reference.
    """
    columns: dict[str, Any] = {}
    if given.get("name") is not None:
        columns["name"] = given["name"].strip()[:250]
        if not columns["name"] and name_required:
            raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    if given.get("slug") is not None:
        columns["slug"] = checked_slug(model, given["slug"], except_pk=row.pk if row else None)
    if given.get("external_reference") is not None:
        columns["external_reference"] = given["external_reference"] or None
        taken = model.objects.filter(external_reference=columns["external_reference"] or "")
        if taken.exclude(pk=row.pk if row else None).exists():
            name = str(model._meta.verbose_name).capitalize()
            raise Refusal(
                f"{name} with this External reference already exists.",
                code="UNIQUE",
                field="externalReference",
            )
    if "description" in given:
        columns["description"] = given["description"]
    seo = given.get("seo") or {}
    columns |= {f"seo_{part}": seo[part] or "" for part in ("title", "description") if part in seo}
    limits = {"seo_title": 70, "seo_description": 300}
    for column, limit in limits.items():
        if len(columns.get(column, "")) > limit:
            raise Refusal(f"Ensure this value has at most {limit} characters.", code="INVALID", field="seo")
    if given.get("weight") is not None:
        columns["weight_grams"] = int(given["weight"].quantize(1))
    if given.get("charge_taxes") is not None:
        columns["charge_taxes"] = given["charge_taxes"]
    for store in ("metadata", "private_metadata"):
        if given.get(store) is not None:
            columns[store] = {**(getattr(row, store) if row else {}), **as_dict(given[store])}
    return columns


def _join_collections(product: Product, gids: Any) -> None:
    collections = [found(Collection, gid, field="collections") for gid in gids]
    CollectionProduct.objects.filter(product=product).exclude(collection__in=collections).delete()
    CollectionProduct.objects.bulk_create(
        (CollectionProduct(product=product, collection=collection) for collection in collections),
        ignore_conflicts=True,
    )


@transaction.atomic
def create_product(*, product_type: ProductType, given: Mapping[str, Any], now: datetime) -> Product:
    """
    Return a new product with its answers; emits PRODUCT_CREATED.

    Raises:
        Refusal: REQUIRED name or answer, UNIQUE slug or external reference, NOT_FOUND category or
            collection, INVALID answer.
    """
    if not (given.get("name") or "").strip():
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    columns = columns_of(given, model=Product)
    columns.setdefault("slug", free_slug(Product, columns["name"]))
    if given.get("category"):
        columns["category"] = found(Category, given["category"], field="category")
    answers = read_answers(
        given=given.get("attributes") or (),
        allowed=carried_by([product_type.pk], of_variants=False, hidden=True).get(product_type.pk, []),
        complete=True,
    )
    with unique_or_refused():
        product = Product.objects.create(product_type=product_type, created_at=now, updated_at=now, **columns)
    save_answers(ownership=PRODUCT_OWNERSHIP, owner_pk=product.pk, answers=answers)
    if given.get("collections"):
        _join_collections(product, given["collections"])
    refresh_words([product.pk])
    emit("PRODUCT_CREATED", product=product)
    return product


@transaction.atomic
def update_product(*, product: Product, given: Mapping[str, Any], now: datetime) -> Product:
    """
    Return the product with what the input sets; emits PRODUCT_UPDATED.

    Raises:
        Refusal: as for a new product.
    """
    columns = columns_of(given, model=Product, row=product)
    if "category" in given:
        category = given["category"]
        columns["category"] = found(Category, category, field="category") if category else None
    answers = read_answers(
        given=given.get("attributes") or (),
        allowed=carried_by([product.product_type_id], of_variants=False, hidden=True).get(
            product.product_type_id, []
        ),
        complete=False,
    )
    for name, value in {**columns, "updated_at": now}.items():
        setattr(product, name, value)
    with unique_or_refused():
        product.save(update_fields=[*columns, "updated_at"])
    save_answers(ownership=PRODUCT_OWNERSHIP, owner_pk=product.pk, answers=answers)
    if given.get("collections") is not None:
        _join_collections(product, given["collections"])
    refresh_words([product.pk])
    emit("PRODUCT_UPDATED", product=product)
    return product


@transaction.atomic
def touch_product(*, product_pk: int, now: datetime) -> Product:
    """Return the product marked as changed, because something of it did; emits PRODUCT_UPDATED."""
    product = Product.objects.get(pk=product_pk)
    product.updated_at = now
    product.save(update_fields=["updated_at"])
    emit("PRODUCT_UPDATED", product=product)
    return product


@transaction.atomic
def delete_product(*, product: Product) -> Product:
    """
    Delete the product with its variants, prices and stocks; order lines keep what they say.

    Emits PRODUCT_DELETED. Returns the product as it was, with its id.

    Raises:
        Refusal: INVALID, units of it are sold and not yet sent.
    """
    stocks = Stock.objects.select_for_update().filter(variant__product=product).order_by("id")
    if Allocation.objects.filter(stock__in=list(stocks), quantity_allocated__gt=0).exists():
        raise Refusal("Units of this product are sold and not yet sent.", code="INVALID", field="id")
    Allocation.objects.filter(stock__variant__product=product).delete()
    AttributeValue.objects.filter(
        plain_text__isnull=False,
        pk__in=list(AssignedProductValue.objects.filter(product=product).values_list("value_id", flat=True))
        + list(
            AssignedVariantValue.objects.filter(variant__product=product).values_list("value_id", flat=True)
        ),
    ).delete()
    pk = product.pk
    catalogue_changed()
    emit("PRODUCT_DELETED", product=product)
    product.delete()
    product.pk = pk
    return product

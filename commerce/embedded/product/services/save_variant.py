"""Making and changing a variant: its facts, its prices."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from commerce.embedded.attribute.services.assign import Answer, read_answers, save_answers
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import NOWHERE
from commerce.embedded.engine.unique import unique_or_refused
from commerce.embedded.product.models import (
    Product,
    ProductChannelListing,
    ProductVariant,
    ProductVariantChannelListing,
)
from commerce.embedded.product.selectors import VARIANT_OWNERSHIP, carried_by
from commerce.embedded.product.services.refresh import refresh_prices, refresh_words
from commerce.embedded.product.services.save_product import columns_of, touch_product
from commerce.embedded.warehouse.models import Warehouse
from commerce.embedded.warehouse.services.set_stocks import set_stocks
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.ids import global_id
from jkrlm.kernel.money import fraction_digits


def _columns(given: Mapping[str, Any], variant: ProductVariant | None) -> dict[str, Any]:
    columns = columns_of(given, model=ProductVariant, row=variant, name_required=False)
    if given.get("sku") is not None:
        columns["sku"] = given["sku"].strip() or None
        taken = ProductVariant.objects.filter(sku=columns["sku"] or "")
        if taken.exclude(pk=variant.pk if variant else NOWHERE).exists():
            raise Refusal("Product variant with this SKU already exists.", code="UNIQUE", field="sku")
        if len(columns["sku"] or "") > 255:
            raise Refusal("Ensure this value has at most 255 characters.", code="INVALID", field="sku")
    if given.get("track_inventory") is not None:
        columns["track_inventory"] = given["track_inventory"]
    if "quantity_limit_per_customer" in given:
        limit = given["quantity_limit_per_customer"]
        if limit is not None and limit < 1:
            raise Refusal(
                "Product variant can't have quantity limit per customer lower than 1.",
                code="INVALID",
                field="quantityLimitPerCustomer",
            )
        columns["quantity_limit_per_customer"] = limit
    return columns


def _answers(product: Product, given: Mapping[str, Any], *, complete: bool) -> list[Answer]:
    allowed = carried_by([product.product_type_id], of_variants=True, hidden=True)
    return read_answers(
        given=given.get("attributes") or (),
        allowed=allowed.get(product.product_type_id, []),
        complete=complete,
    )


@transaction.atomic
def create_variant(
    *, product: Product, given: Mapping[str, Any], counts: Sequence[tuple[Warehouse, int]], now: datetime
) -> ProductVariant:
    """
    Return a new variant of the product, last in order, with its stocks; emits PRODUCT_UPDATED.

    Raises:
        Refusal: UNIQUE SKU or external reference, INVALID answer or limit, REQUIRED answer,
            DUPLICATED_INPUT_ITEM warehouse.
    """
    columns = _columns(given, None)
    answers = _answers(product, given, complete=True)
    last = ProductVariant.objects.filter(product=product).aggregate(last=Max("sort_order"))["last"]
    with unique_or_refused():
        variant = ProductVariant.objects.create(
            product=product,
            sort_order=0 if last is None else last + 1,
            created_at=now,
            updated_at=now,
            **columns,
        )
    save_answers(ownership=VARIANT_OWNERSHIP, owner_pk=variant.pk, answers=answers)
    if not variant.name:
        variant.name = " / ".join(
            name for answer in answers for name in (*answer.names, *(value.name for value in answer.chosen))
        )
        variant.save(update_fields=["name"])
    set_stocks(variant=variant, counts=counts, announce=False)
    refresh_words([product.pk])
    touch_product(product_pk=product.pk, now=now)
    return variant


@transaction.atomic
def update_variant(*, variant: ProductVariant, given: Mapping[str, Any], now: datetime) -> ProductVariant:
    """
    Return the variant with what the input sets; emits PRODUCT_VARIANT_UPDATED.

    Raises:
        Refusal: as for a new variant.
    """
    columns = _columns(given, variant)
    product = Product.objects.get(pk=variant.product_id)
    answers = _answers(product, given, complete=False)
    for name, value in {**columns, "updated_at": now}.items():
        setattr(variant, name, value)
    with unique_or_refused():
        variant.save(update_fields=[*columns, "updated_at"])
    save_answers(ownership=VARIANT_OWNERSHIP, owner_pk=variant.pk, answers=answers)
    Product.objects.filter(pk=product.pk).update(updated_at=now)
    refresh_words([product.pk])
    emit("PRODUCT_VARIANT_UPDATED", product_variant=variant)
    return variant


@transaction.atomic
def set_variant_prices(
    *, variant: ProductVariant, prices: Sequence[tuple[Channel, Mapping[str, Any]]], now: datetime
) -> ProductVariant:
    """
    Write what the variant costs in these channels; emits PRODUCT_VARIANT_UPDATED.

    The product must be listed there. A running discount ends with a new price.

    Raises:
        Refusal: PRODUCT_NOT_ASSIGNED_TO_CHANNEL, INVALID for a price finer than the currency or
            too large, DUPLICATED_INPUT_ITEM for a channel named twice.
    """
    product = Product.objects.select_for_update().only("pk").get(pk=variant.product_id)
    seen: set[int] = set()
    listed = set(ProductChannelListing.objects.filter(product=product).values_list("channel_id", flat=True))
    for channel, amounts in prices:
        where = [global_id("Channel", channel.pk)]
        if channel.pk in seen:
            raise Refusal(
                "Duplicated channel ID.", code="DUPLICATED_INPUT_ITEM", field="channelId", channels=where
            )
        if channel.pk not in listed:
            raise Refusal(
                "Product not available in channels.",
                code="PRODUCT_NOT_ASSIGNED_TO_CHANNEL",
                field="input",
                channels=where,
            )
        seen.add(channel.pk)
        for name in ("price", "cost_price", "prior_price"):
            if amounts.get(name) is not None:
                _check_price(amounts[name], channel, name)
        row = ProductVariantChannelListing.objects.filter(variant=variant, channel=channel).first()
        row = row or ProductVariantChannelListing(variant=variant, channel=channel)
        row.price_amount = row.discounted_price_amount = amounts["price"]
        if "cost_price" in amounts:
            row.cost_price_amount = amounts["cost_price"]
        if "prior_price" in amounts:
            row.prior_price_amount = amounts["prior_price"]
        row.save()
    refresh_prices(product_pk=product.pk, channel_pks=seen)
    Product.objects.filter(pk=product.pk).update(updated_at=now)
    emit("PRODUCT_VARIANT_UPDATED", product_variant=variant)
    return variant


def _check_price(amount: Decimal, channel: Channel, name: str) -> None:
    exponent = amount.normalize().as_tuple().exponent
    field = {"price": "price", "cost_price": "costPrice", "prior_price": "priorPrice"}[name]
    where = [global_id("Channel", channel.pk)]
    if isinstance(exponent, int) and -exponent > fraction_digits(channel.currency_code):
        raise Refusal(
            f"Value cannot have more than {fraction_digits(channel.currency_code)} decimal places.",
            code="INVALID",
            field=field,
            channels=where,
        )
    if not 0 <= amount < Decimal(10) ** 9:
        raise Refusal("Value is too large or negative.", code="INVALID", field=field, channels=where)

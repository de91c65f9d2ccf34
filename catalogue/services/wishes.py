"""A seller sets how many there are and what one costs, or copies goods of hers."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.contracts_listings import By, StockKind
from catalogue.errors import BadWish
from catalogue.listing_rules import check_price, check_quantity
from catalogue.models import Listing, ListingVariant, Stage
from catalogue.services.listing_common import changed, first_time, lock_key, locked_listing, step
from catalogue.services.photos import keep_photos
from jkrlm.kernel import outbox
from jkrlm.kernel.money import Money


@transaction.atomic
def set_quantity(
    *,
    listing_id: int,
    quantity: int,
    key: str,
    by: By,
    now: datetime,
    variant: str,
    group_codes: Collection[str] | None,
    person_id: int | None,
) -> None:
    """
    Say how many can be sold now; the store hears of it by ``ListingStockWished``, the last wish wins.

    ``variant`` is a SKU, or the key or name of a variant that has none yet; empty where there is one.

    Raises:
        ListingUnknown, BadWish, KeyTaken.
    """
    row = locked_listing(listing_id, group_codes=group_codes, person_id=person_id)
    if row.stock_kind == StockKind.MADE_TO_ORDER and row.stage == Stage.APPROVED:
        raise BadWish(
            _("What is made to order is not counted. Take it off sale while you cannot make any."),
            field="quantity",
        )
    check_quantity(quantity, row.stock_kind)
    chosen = _variant(row, variant)
    if not first_time(row, key=key, verb="quantity", asked=(chosen.position, quantity), at=now):
        return
    words = f"{chosen.quantity} -> {quantity}"
    chosen.quantity = quantity
    if row.stage == Stage.APPROVED:
        chosen.stock_wish += 1
        chosen.stock_wished_at = now
        chosen.stock_before = chosen.stock_target = None
    chosen.save(update_fields=["quantity", "stock_wish", "stock_wished_at", "stock_before", "stock_target"])
    changed(row, what="quantity", by=by, at=now, words=words)
    if row.stage == Stage.APPROVED:
        outbox.record("ListingStockWished", {"variant": chosen.pk, "listing_id": row.pk})


@transaction.atomic
def set_price(
    *,
    listing_id: int,
    price: Money,
    key: str,
    by: By,
    now: datetime,
    variant: str,
    group_codes: Collection[str] | None,
    person_id: int | None,
) -> None:
    """
    Say what a buyer pays for one, with tax; the store hears of it by ``ListingPriceWished``.

    Without a variant it is the price of all that have none of their own.

    Raises:
        ListingUnknown, BadWish, KeyTaken.
    """
    check_price(price)
    row = locked_listing(listing_id, group_codes=group_codes, person_id=person_id)
    chosen = _variant(row, variant) if variant else None
    asked = (chosen.position if chosen else None, price.minor_units)
    if not first_time(row, key=key, verb="price", asked=asked, at=now):
        return
    before = chosen.price_paise if chosen else row.price_paise
    if chosen is None:
        row.price_paise = price.minor_units
        touched = [each for each in row.variants.all() if each.price_paise is None]
    else:
        chosen.price_paise = price.minor_units
        touched = [chosen]
    for each in touched:
        if row.stage == Stage.APPROVED:
            each.price_wish += 1
        each.save(update_fields=["price_paise", "price_wish"])
    changed(row, what="price", by=by, at=now, words=f"{before} -> {price.minor_units} paise")
    if row.stage == Stage.APPROVED:
        for each in touched:
            outbox.record("ListingPriceWished", {"variant": each.pk, "listing_id": row.pk})


@transaction.atomic
def copy(
    *,
    listing_id: int,
    key: str,
    by: By,
    now: datetime,
    group_codes: Collection[str] | None,
    person_id: int | None,
) -> int:
    """
    Make a draft like these goods, hers who copies; return its id. The same key again gives the same copy.

    Raises:
        ListingUnknown; BadWish: nobody is named whose draft it would be.
    """
    source = locked_listing(listing_id, group_codes=group_codes, person_id=person_id)
    owner = person_id or source.person_id
    if owner is None:
        raise BadWish(_("Say whose goods this will be."), field="person_id")
    made_of = hashlib.sha256(f"{source.pk} {owner} {key}".encode()).hexdigest()
    lock_key(made_of)
    known = Listing.objects.filter(key=made_of).first()
    if known is not None:
        return known.pk
    made = Listing.objects.create(
        key=made_of,
        group_code=source.group_code,
        person_id=owner,
        stage=Stage.DRAFT,
        created_at=now,
        changed_at=now,
        kind=source.kind,
        price_paise=source.price_paise,
        stock_kind=source.stock_kind,
        lead_days=source.lead_days,
        words=source.words,
        photo_keys=source.photo_keys,
        voice_key=source.voice_key,
        answers=source.answers,
    )
    ListingVariant.objects.bulk_create(
        ListingVariant(
            listing=made,
            position=each.position,
            name=each.name,
            price_paise=each.price_paise,
            quantity=max(each.quantity, 1),
        )
        for each in source.variants.all()
    )
    keep_photos(made, now=now)
    step(made, what="copied", by=by, at=now, words=source.sku)
    return made.pk


def _variant(row: Listing, named: str) -> ListingVariant:
    """
    Raises:
        BadWish: no variant is named so, or none is named where there are several.
    """
    variants = list(row.variants.all())
    if not named and len(variants) == 1:
        return variants[0]
    for each in variants:
        if named and named in (each.sku, each.key, each.name):
            return each
    raise BadWish(_("Choose the size or colour."), field="variant")

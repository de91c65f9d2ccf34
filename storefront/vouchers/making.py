"""Staff make a voucher in the store, or end it; what the store keeps, and what it has cost."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings

from commerce.client import (
    DiscountValueTypeEnum,
    MetadataInput,
    VoucherChannelListingAddInput,
    VoucherChannelListingInput,
    VoucherInput,
    VoucherParts,
    VoucherTypeEnum,
)
from commerce.facade import Store, StoreRefused, app_store, refuse_on
from jkrlm.kernel.ids import global_id
from sellers.orders.facade import VoucherCost, voucher_costs
from storefront.vouchers.reasons import find_voucher

#: By whom what a voucher takes off goods is borne: the operator where nothing is said.
BEARER: Final = "umeed.bearer"
#: The form that made it: sent twice, it makes one.
FORM: Final = "umeed.form"
LISTED: Final = 100


@dataclass(frozen=True, slots=True)
class VoucherWish:
    """``value`` in per cent or rupees; free delivery is 100 % of SHIPPING. ``categories``: store ids."""

    code: str
    name: str
    kind: VoucherTypeEnum
    value_type: DiscountValueTypeEnum
    value: Decimal
    bearer: str
    key: str
    least: Decimal | None = None
    categories: tuple[str, ...] = ()
    once_per_customer: bool = False
    limit: int | None = None
    begins: datetime | None = None
    ends: datetime | None = None


def make_voucher(wish: VoucherWish) -> str:
    """
    Return the id of the voucher; the same form again returns the first.

    Raises:
        StoreRefused: ALREADY_EXISTS for a code that another voucher has; whatever else the store says.
            Nothing is left behind.
    """
    known = find_voucher(wish.code)
    if known is not None and (known.metafields or {}).get(FORM) == wish.key:
        return known.id
    store = app_store()
    made = store.voucher_create(input=_input(wish)).voucher_create
    assert made is not None
    refuse_on(made.errors)
    assert made.voucher is not None
    try:
        _finish(store, made.voucher.id, wish)
    except StoreRefused:
        store.voucher_delete(id=made.voucher.id)
        raise
    return made.voucher.id


def _input(wish: VoucherWish) -> VoucherInput:
    given: dict[str, Any] = {
        "code": wish.code,
        "name": wish.name,
        "type": wish.kind,
        "discount_value_type": wish.value_type,
        "apply_once_per_customer": wish.once_per_customer,
    }
    optional = {
        "usage_limit": wish.limit,
        "start_date": wish.begins,
        "end_date": wish.ends,
        "categories": list(wish.categories) or None,
    }
    return VoucherInput(**given, **{name: value for name, value in optional.items() if value is not None})


def _finish(store: Store, voucher_id: str, wish: VoucherWish) -> None:
    entries = [MetadataInput(key=BEARER, value=wish.bearer), MetadataInput(key=FORM, value=wish.key)]
    said = store.metadata_update(id=voucher_id, input=entries).update_metadata
    assert said is not None
    refuse_on(said.errors)
    channel = store.channel_by_slug(slug=settings.CHANNEL_ONLINE).channel
    assert channel is not None
    listing: dict[str, Any] = {"channel_id": channel.id, "discount_value": str(wish.value)}
    if wish.least is not None:
        listing["min_amount_spent"] = str(wish.least)
    answer = store.voucher_channel_listing_update(
        id=voucher_id,
        input=VoucherChannelListingInput(add_channels=[VoucherChannelListingAddInput(**listing)]),
    ).voucher_channel_listing_update
    assert answer is not None
    refuse_on(answer.errors)


def end_voucher(number: int, *, now: datetime) -> VoucherParts | None:
    """End it now, once; returns it as it was, None where the store has none such."""
    store, voucher_id = app_store(), global_id("Voucher", number)
    found = store.voucher_details(id=voucher_id).voucher
    if found is None or (found.end_date is not None and found.end_date <= now):
        return found
    begins = min(found.start_date, now)
    answer = store.voucher_update(
        id=voucher_id, input=VoucherInput(start_date=begins, end_date=now)
    ).voucher_update
    assert answer is not None
    refuse_on(answer.errors)
    return found


def all_vouchers() -> tuple[list[VoucherParts], dict[str, VoucherCost]]:
    """Return the vouchers by name, and what their codes have cost."""
    found = app_store().vouchers_list(first=LISTED).vouchers
    rows = [edge.node for edge in found.edges] if found else []
    codes = [code for row in rows for code in codes_of(row)]
    return rows, voucher_costs(codes)


def category_choices() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return category -> (name, what a voucher for it names): the store looks at no children by itself."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    tree = app_store().category_tree().categories
    for edge in tree.edges if tree else ():
        children = [each.node for each in (edge.node.children.edges if edge.node.children else ())]
        found[edge.node.id] = (edge.node.name, (edge.node.id, *(child.id for child in children)))
        for child in children:
            found[child.id] = (f"{edge.node.name} · {child.name}", (child.id,))
    return found


def codes_of(voucher: VoucherParts) -> list[str]:
    return [each.node.code for each in (voucher.codes.edges if voucher.codes else ()) if each.node.code]

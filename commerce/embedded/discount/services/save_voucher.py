"""Make, change and end vouchers, their codes, their catalogues and their channels."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef

from commerce.embedded.channel.models import Channel
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.discount.models import DiscountValueType, Voucher, VoucherChannelListing, VoucherCode
from commerce.embedded.engine.errors import Refusal, Refusals
from commerce.embedded.engine.ids import NOWHERE, pk_of, uuid_of
from commerce.embedded.order.models import Order, OrderLine
from commerce.embedded.product.models import Category, Collection, Product, ProductVariant
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import BadGlobalId, parse_global_id
from jkrlm.kernel.money import quantize

_PLAIN: Final = (
    "name",
    "start_date",
    "end_date",
    "type",
    "discount_value_type",
    "min_checkout_items_quantity",
    "apply_once_per_order",
    "apply_once_per_customer",
    "only_for_staff",
    "single_use",
    "usage_limit",
)
_MAY_BE_NULL: Final = frozenset({"name", "end_date", "min_checkout_items_quantity", "usage_limit"})
CATALOGUES: Final[Mapping[str, tuple[type[models.Model], str]]] = {
    "products": (Product, "Product"),
    "categories": (Category, "Category"),
    "collections": (Collection, "Collection"),
    "variants": (ProductVariant, "ProductVariant"),
}
_CODE_MAX: Final = 255
_FIELDS: Final = {
    "usage_limit": "usageLimit",
    "min_checkout_items_quantity": "minCheckoutItemsQuantity",
    "single_use": "singleUse",
}


def create_voucher(given: Mapping[str, Any]) -> Voucher:
    """
    Raises:
        Refusal: GRAPHQL_ERROR (both code and addCodes, or neither), ALREADY_EXISTS, DUPLICATED_INPUT_ITEM,
            INVALID, NOT_FOUND.
    """
    if given.get("code") != "":
        _check_one_of(given)
    codes = _codes(given)
    voucher = Voucher()
    _fill(voucher, given)
    return _save(voucher, codes, _catalogues(given))


def update_voucher(voucher: Voucher, given: Mapping[str, Any]) -> Voucher:
    """
    Raises:
        Refusal: VOUCHER_ALREADY_USED where the limits of a used voucher change; as create_voucher.
    """
    codes = _codes(given)
    for name in ("single_use", "usage_limit"):
        if name in given and getattr(voucher, name) != given[name] and _is_used(voucher):
            words = name.replace("_", " ")
            raise Refusal(
                f"Cannot change {words} setting when any voucher code has already been used.",
                code="VOUCHER_ALREADY_USED",
                field=_FIELDS[name],
            )
    _fill(voucher, given)
    only = None
    if codes and "add_codes" not in given:
        held = list(voucher.codes.all()[:2])
        if len(held) != 1:
            raise Refusal("Cannot update code when multiple codes exists.", code="INVALID", field="code")
        only, codes = (held[0], codes[0]), []
    return _save(voucher, codes, _catalogues(given), renamed=only)


def _check_one_of(given: Mapping[str, Any]) -> None:
    if given.get("code") and given.get("add_codes"):
        raise Refusal(
            "Argument 'code' cannot be combined with 'addCodes'", code="GRAPHQL_ERROR", field="input"
        )
    if not given.get("code") and not given.get("add_codes"):
        raise Refusal(
            "At least one argument is required: 'code', 'addCodes'.", code="GRAPHQL_ERROR", field="input"
        )


def _codes(given: Mapping[str, Any]) -> list[str]:
    """Return the codes to be made; an empty one is made up."""
    if given.get("add_codes"):
        wanted = [str(code or "").strip() for code in given["add_codes"]]
        twice = sorted(code for code, count in Counter(filter(None, wanted)).items() if count > 1)
        if twice:
            raise Refusal(
                "Duplicated promo codes provided.",
                code="DUPLICATED_INPUT_ITEM",
                field="codes",
                voucher_codes=twice,
            )
        field = "codes"
    elif "code" in given:
        wanted, field = [str(given["code"] or "").strip()], "code"
    else:
        return []
    bad = [code for code in wanted if len(code) > _CODE_MAX or "\x00" in code]
    if bad:
        raise Refusal("This code cannot be used.", code="INVALID", field=field)
    taken = sorted(VoucherCode.objects.filter(code__in=wanted).values_list("code", flat=True))
    if taken:
        raise Refusal("Promo code already exists.", code="ALREADY_EXISTS", field=field, voucher_codes=taken)
    return [code or _new_code() for code in wanted]


def _new_code() -> str:
    """Return a code of Saleor's form, "AB12-CD34-EF56"."""
    text = secrets.token_hex(6).upper()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _is_used(voucher: Voucher) -> bool:
    mine = OuterRef("code")
    return voucher.codes.filter(
        Exists(Order.objects.filter(voucher_code=mine, voucher=voucher))
        | Exists(OrderLine.objects.filter(voucher_code=mine))
        | Exists(Checkout.objects.filter(voucher_code=mine))
    ).exists()


def _fill(voucher: Voucher, given: Mapping[str, Any]) -> None:
    for name in _PLAIN:
        if name in given and (given[name] is not None or name in _MAY_BE_NULL):
            setattr(voucher, name, given[name])
    if given.get("countries") is not None:
        voucher.countries = sorted({str(code).upper()[:2] for code in given["countries"]})
    faults = [
        Refusal("Ensure this value is greater than or equal to 0.", code="INVALID", field=_FIELDS[name])
        for name in ("usage_limit", "min_checkout_items_quantity")
        if (getattr(voucher, name) or 0) < 0
    ]
    if len(voucher.name or "") > _CODE_MAX or "\x00" in (voucher.name or ""):
        faults.append(Refusal("This name cannot be used.", code="INVALID", field="name"))
    if voucher.end_date is not None and voucher.end_date < voucher.start_date:
        faults.append(Refusal("End date cannot be before the start date.", code="INVALID", field="endDate"))
    if faults:
        raise Refusals(faults)


def _catalogues(given: Mapping[str, Any]) -> dict[str, list[int]]:
    """
    Return the keys of what is named.

    Raises:
        Refusal: NOT_FOUND; CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT.
    """
    found: dict[str, list[int]] = {}
    for name, (model, type_name) in CATALOGUES.items():
        if given.get(name) is None:
            continue
        wanted = {gid: pk_of(gid, type_name) for gid in given[name]}
        there = set(model._default_manager.filter(pk__in=wanted.values()).values_list("pk", flat=True))
        missing = [gid for gid, pk in wanted.items() if pk == NOWHERE or pk not in there]
        if missing:
            raise Refusal(f"Couldn't resolve to a node: {missing[0][:200]}", code="NOT_FOUND", field=name)
        found[name] = sorted(there)
    _check_sellable(found.get("products", []))
    return found


def _check_sellable(products: Sequence[int]) -> None:
    if not products:
        return
    with_variants = ProductVariant.objects.filter(product=OuterRef("pk"))
    bare = Product.objects.filter(~Exists(with_variants), pk__in=products)
    if bare.exists():
        raise Refusal(
            "Cannot manage products without variants.",
            code="CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT",
            field="products",
        )


def _save(
    voucher: Voucher,
    codes: Sequence[str],
    catalogues: Mapping[str, list[int]],
    *,
    renamed: tuple[VoucherCode, str] | None = None,
) -> Voucher:
    try:
        with transaction.atomic():
            voucher.save()
            moment = now()
            VoucherCode.objects.bulk_create(
                VoucherCode(voucher=voucher, code=code, created_at=moment) for code in codes
            )
            if renamed is not None:
                VoucherCode.objects.filter(pk=renamed[0].pk).update(code=renamed[1])
            for name, pks in catalogues.items():
                getattr(voucher, name).set(pks)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        if "code" not in name:
            raise
        raise Refusal("Promo code already exists.", code="ALREADY_EXISTS", field="code") from error
    return voucher


def change_catalogues(voucher: Voucher, given: Mapping[str, Any], *, add: bool) -> Voucher:
    """
    Raises:
        Refusal: NOT_FOUND, CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT.
    """
    named = _catalogues(given)
    with transaction.atomic():
        for name, pks in named.items():
            held = getattr(voucher, name)
            (held.add if add else held.remove)(*pks)
    return voucher


def list_in_channels(voucher: Voucher, given: Mapping[str, Any]) -> Voucher:
    """
    Raises:
        Refusal: NOT_FOUND, DUPLICATED_INPUT_ITEM, REQUIRED (a value, for a new channel), INVALID.
    """
    add = given.get("add_channels") or ()
    channels = {entry["channel_id"]: pk_of(entry["channel_id"], "Channel") for entry in add}
    removed = [pk_of(gid, "Channel") for gid in given.get("remove_channels") or ()]
    twice = [gid for gid, pk in channels.items() if pk in removed]
    if len(channels) != len(add) or twice:
        raise Refusal(
            "The same object cannot be in both lists for adding and removing items.",
            code="DUPLICATED_INPUT_ITEM",
            field="input",
            channels=twice,
        )
    rows = Channel.objects.in_bulk(channels.values())
    for gid, pk in channels.items():
        if pk not in rows:
            raise Refusal(f"Couldn't resolve to a node: {gid[:200]}", code="NOT_FOUND", field="addChannels")
    listed = set(voucher.channel_listings.values_list("channel_id", flat=True))
    _check_values(voucher, add, {gid: rows[pk] for gid, pk in channels.items()}, listed)
    with transaction.atomic():
        for entry in add:
            _write_listing(voucher, rows[channels[entry["channel_id"]]], entry)
        voucher.channel_listings.filter(channel_id__in=removed).delete()
    return voucher


def _write_listing(voucher: Voucher, channel: Channel, entry: Mapping[str, Any]) -> None:
    values: dict[str, Any] = {"currency": channel.currency_code}
    if "discount_value" in entry:
        values["discount_value"] = entry["discount_value"]
    if "min_amount_spent" in entry:
        values["min_spent_amount"] = entry["min_amount_spent"]
    VoucherChannelListing.objects.update_or_create(voucher=voucher, channel=channel, defaults=values)


def _check_values(
    voucher: Voucher, add: Iterable[Mapping[str, Any]], channels: Mapping[str, Channel], listed: set[int]
) -> None:
    faults: list[Refusal] = []

    def fault(message: str, code: str, field: str, gid: str) -> None:
        faults.append(Refusal(message, code=code, field=field, channels=[gid]))

    for entry in add:
        gid, channel = entry["channel_id"], channels[entry["channel_id"]]
        value: Decimal | None = entry.get("discount_value")
        if value is None:
            if "discount_value" in entry or channel.pk not in listed:
                fault("Value is required for voucher.", "REQUIRED", "discountValue", gid)
        elif voucher.discount_value_type == DiscountValueType.PERCENTAGE:
            if value > 100:
                fault("Invalid percentage value.", "INVALID", "discountValue", gid)
        elif value != quantize(value, channel.currency_code):
            fault("Invalid amount precision.", "INVALID", "discountValue", gid)
        least: Decimal | None = entry.get("min_amount_spent")
        if least is not None and least != quantize(least, channel.currency_code):
            fault("Invalid amount precision.", "INVALID", "minAmountSpent", gid)
    if faults:
        raise Refusals(faults)


class BadCodes(Exception):
    """Not ids of voucher codes."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__("Invalid VoucherCode ID.")
        self.ids = ids


def delete_codes(gids: Sequence[str]) -> int:
    """
    Return how many codes went.

    Raises:
        BadCodes: an id is of something else; nothing is deleted.
    """
    bad = [gid for gid in gids if not _is_code(gid)]
    if bad:
        raise BadCodes(bad)
    rows = VoucherCode.objects.filter(pk__in=[uuid_of(gid, "VoucherCode") for gid in gids])
    with transaction.atomic():
        count = rows.count()
        rows.delete()
    return count


def _is_code(gid: str) -> bool:
    try:
        return parse_global_id(gid)[0] == "VoucherCode"
    except BadGlobalId:
        return False

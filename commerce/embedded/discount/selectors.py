"""Reads of vouchers; each says what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from commerce.embedded.channel.models import Channel
from commerce.embedded.discount.models import (
    Voucher,
    VoucherChannelListing,
    VoucherCode,
    VoucherCustomer,
    VoucherType,
)
from commerce.embedded.discount.rules import Offer
from jkrlm.kernel.statements import Statement, array


@dataclass(frozen=True, slots=True)
class Usable:
    """A code that may be used in a channel today, with what it takes off there."""

    code: VoucherCode
    voucher: Voucher
    listing: VoucherChannelListing

    @property
    def offer(self) -> Offer:
        return Offer(
            kind=self.voucher.type,
            value_type=self.voucher.discount_value_type,
            value=self.listing.discount_value,
            currency=self.listing.currency,
            once_per_order=self.voucher.apply_once_per_order,
        )


def code_exists(code: str) -> bool:
    return VoucherCode.objects.filter(code=code).exists()


def usable_code(code: str, *, channel: Channel, now: datetime, locked: bool = False) -> Usable | None:
    """
    Return the code where it is active, in its dates, in the channel and within its limit. Three queries, four
    with a limit. ``locked``: the voucher's row is locked, so that uses are counted one after the other.
    """
    if not channel.is_active or "\x00" in code:
        return None
    rows = VoucherCode.objects.filter(code=code, is_active=True)
    voucher_id = rows.values_list("voucher_id", flat=True).first()
    if voucher_id is None:
        return None
    vouchers = Voucher.objects.select_for_update() if locked else Voucher.objects.all()
    voucher = vouchers.filter(
        Q(end_date__isnull=True) | Q(end_date__gte=now), start_date__lte=now, pk=voucher_id
    ).first()
    found = rows.first()  # anew: who waited for the voucher's lock may find the code used
    listing = VoucherChannelListing.objects.filter(voucher_id=voucher_id, channel=channel).first()
    if voucher is None or found is None or listing is None:
        return None
    if voucher.usage_limit is not None and uses_of([voucher])[voucher.pk] >= voucher.usage_limit:
        return None
    return Usable(found, voucher, listing)


def uses_of(vouchers: Iterable[Voucher]) -> dict[int, int]:
    """Return how many orders each voucher's codes were counted for. One query."""
    pks = [voucher.pk for voucher in vouchers]
    rows = VoucherCode.objects.filter(voucher__in=pks).order_by().values_list("voucher")
    return dict.fromkeys(pks, 0) | dict(rows.annotate(whole=Sum("used")))


def has_used(voucher: Voucher, email: str) -> bool:
    return bool(email) and VoucherCustomer.objects.filter(voucher=voucher, customer_email=email).exists()


_FACTS: Final = Statement(
    """
    SELECT variant.id, variant.product_id, product.category_id,
           coalesce(array_agg(member.collection_id) FILTER (WHERE member.collection_id IS NOT NULL), '{{}}')
      FROM store_product_productvariant variant
      JOIN store_product_product product ON product.id = variant.product_id
 LEFT JOIN store_product_collectionproduct member ON member.product_id = product.id
     WHERE variant.id = ANY(%(variants)s::bigint[])
     GROUP BY variant.id, variant.product_id, product.category_id
    """
)


def variants_that_fit(voucher: Voucher, variants: Iterable[int]) -> set[int]:
    """
    Return which variants a SPECIFIC_PRODUCT voucher is for; all where it names nothing. Five queries.

    As in Saleor, a product has to be in a named category itself; one of a child category does not fit.
    """
    wanted = set(variants)
    if voucher.type != VoucherType.SPECIFIC_PRODUCT or not wanted:
        return wanted
    names = ("variants", "products", "categories", "collections")
    by_variant, by_product, by_category, by_collection = (
        set(getattr(voucher, name).order_by().values_list("pk", flat=True)) for name in names
    )
    if not (by_variant or by_product or by_category or by_collection):
        return wanted
    return {
        variant
        for variant, product, category, collections in _FACTS.rows(variants=array(wanted))
        if variant in by_variant
        or product in by_product
        or category in by_category
        or by_collection.intersection(collections)
    }


# Loaders of the contract.


def listings_of(vouchers: Iterable[Voucher]) -> dict[int, list[VoucherChannelListing]]:
    found: dict[int, list[VoucherChannelListing]] = {voucher.pk: [] for voucher in vouchers}
    for row in VoucherChannelListing.objects.filter(voucher__in=list(found)).order_by("id"):
        found[row.voucher_id].append(row)
    return found


def newest_codes(vouchers: Iterable[Voucher]) -> dict[int, str]:
    """Return the code that was made last (Saleor's ``Voucher.code``)."""
    rows = VoucherCode.objects.filter(voucher__in=list(vouchers)).order_by("created_at", "code")
    return dict(rows.values_list("voucher_id", "code"))


def vouchers_by_pk(owners: Iterable[Any]) -> dict[Any, Voucher]:
    """Return the voucher of each owner (of anything with ``voucher_id``). One query."""
    owners = list(owners)
    found = Voucher.objects.in_bulk({owner.voucher_id for owner in owners if owner.voucher_id})
    return {owner.pk: found[owner.voucher_id] for owner in owners if owner.voucher_id in found}


def vouchers_of_codes(owners: Iterable[Any]) -> dict[Any, Voucher]:
    """Return the voucher of each owner's ``voucher_code``. One query."""
    owners = list(owners)
    wanted = {owner.voucher_code for owner in owners if owner.voucher_code}
    codes = VoucherCode.objects.filter(code__in=wanted).select_related("voucher") if wanted else ()
    found = {row.code: row.voucher for row in codes}
    return {owner.pk: found[owner.voucher_code] for owner in owners if owner.voucher_code in found}


_USES: Final = Coalesce(
    Subquery(
        VoucherCode.objects.filter(voucher=OuterRef("pk"))
        .order_by()
        .values("voucher")
        .annotate(whole=Sum("used"))
        .values("whole")
    ),
    0,
)

_STATUS: Final = {
    "ACTIVE": lambda now: (
        (Q(end_date__isnull=True) | Q(end_date__gte=now))
        & Q(start_date__lte=now)
        & (Q(usage_limit__isnull=True) | Q(usage_limit__gt=_USES))
    ),
    "EXPIRED": lambda now: Q(start_date__lt=now) & (Q(end_date__lt=now) | Q(usage_limit__lte=_USES)),
    "SCHEDULED": lambda now: Q(start_date__gt=now),
}


def voucher_condition(given: Mapping[str, Any], now: datetime) -> Q:
    """Return the condition of a VoucherFilterInput."""
    condition = Q()
    if given.get("status"):
        any_of = Q()
        for each in given["status"]:
            any_of |= _STATUS[each](now)
        condition &= any_of
    if given.get("discount_type"):
        kinds = given["discount_type"]
        some = Q(discount_value_type__in=[kind for kind in kinds if kind != "SHIPPING"])
        condition &= some | Q(type=VoucherType.SHIPPING) if "SHIPPING" in kinds else some
    if given.get("search"):
        words = str(given["search"]).replace("\x00", "")
        named = VoucherCode.objects.filter(code__icontains=words).values("voucher")
        condition &= Q(name__icontains=words) | Q(pk__in=named)
    return condition

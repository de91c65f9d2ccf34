"""
What buyers pay at fairs. The store has one channel for all stalls, so a thing has one price at every fair:
that which its group named, else that which it has online. Tills take it from there.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.facade import BadWish, By, check_price, list_at_stalls, shelf_goods
from exhibitions.stock.errors import BadPrice
from exhibitions.stock.models import FairPrice, Line
from exhibitions.stock.selectors import variants_of
from exhibitions.stock.states import ConsignmentState, Direction
from jkrlm.kernel import clock, outbox
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event

#: Prices are read and carried by one at a time: the last one named is the last one carried.
_LOCK = "stock.fair-prices"


@transaction.atomic
def name_prices(*, exhibition_code: str, group_code: str, prices: Mapping[str, Money | None], by: By) -> bool:
    """
    Say what a group's goods cost at fairs, in rupees with tax; None: as online. Return whether any changed.

    The price is the same at every fair, but only at one that has the goods may it be named.

    Raises:
        BadPrice: none that we sell for, goods of another group, or none of this exhibition.
    """
    there = variants_of(exhibition_code, group_code)
    mine = {each.variant_id: each for each in shelf_goods(group_codes=[group_code], variant_ids=list(prices))}
    known = {
        row.variant_id: row
        for row in FairPrice.objects.select_for_update().filter(variant_id__in=mine).order_by("variant_id")
    }
    changed = set()
    for variant_id, price in sorted(prices.items()):
        field = f"p-{variant_id}"
        if variant_id not in mine:
            raise BadPrice(_("These goods are not the group’s, or not in the shop."), field=field)
        if variant_id not in there:
            raise BadPrice(
                _("The group has none of these goods at this exhibition, or on the way."), field=field
            )
        before = known.get(variant_id)
        if price is None or price == mine[variant_id].price:
            if before is not None:
                before.delete()
                changed.add(mine[variant_id].product_id)
            continue
        try:
            check_price(price)
        except BadWish as refusal:
            raise BadPrice(refusal.message, field=field) from refusal
        if before is None or before.paise != price.minor_units:
            FairPrice.objects.update_or_create(
                variant_id=variant_id,
                defaults={
                    "group_code": group_code,
                    "paise": price.minor_units,
                    "named_at": clock.now(),
                    "actor": by.actor,
                    "on_behalf_of": by.on_behalf_of,
                },
            )
            changed.add(mine[variant_id].product_id)
    if changed:
        outbox.record("FairPricesNamed", {"group": group_code, "products": sorted(changed)})
    return bool(changed)


def fair_prices(variant_ids: Collection[str]) -> dict[str, Money]:
    """Return variant -> the price that its group named for fairs. One query."""
    rows = FairPrice.objects.filter(variant_id__in=set(variant_ids)).values_list("variant_id", "paise")
    return {variant_id: Money.from_minor_units(paise, "INR") for variant_id, paise in rows}


def on_fair_prices_named(event: Event) -> None:
    _carry(event.payload["products"])


def on_consignment_moved(event: Event) -> None:
    """Goods that go to a fair get a price there, when they are packed and again when they are counted in."""
    if (event.payload["direction"], event.payload["to"]) in _PRICED:
        lines = Line.objects.filter(consignment__number=event.payload["number"])
        _carry(lines.values_list("product_id", flat=True))


def on_price_wished(event: Event) -> None:
    """A price changed online: where the group named none for fairs, it is the one there, too."""
    known = {each.product_id for each in shelf_goods(listing_ids=[int(event.payload["listing_id"])])}
    _carry(Line.objects.filter(product_id__in=known).values_list("product_id", flat=True))


_PRICED = (
    (Direction.OUT.value, ConsignmentState.PACKED.value),
    (Direction.OUT.value, ConsignmentState.ARRIVED.value),
)


def _carry(product_ids: Collection[str]) -> None:
    """
    Have the store list these at the stalls, each variant at its price. Repeatable.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    wanted = set(product_ids)
    if not wanted:
        return
    with advisory_lock(_LOCK):
        goods = shelf_goods(product_ids=wanted)
        prices = {each.variant_id: each.price for each in goods if each.price.amount > 0}
        list_at_stalls(product_ids=wanted, prices=prices | fair_prices(prices))

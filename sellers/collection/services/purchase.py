"""
A federation that sells under its own GSTIN buys from the group (DOMAIN.md, "Who may sell where").

Purchases follow the ledger: when the parcel leaves, what is then the group's part of the share is bought;
what refunds take from it later is given back, what a refund that failed puts back is bought again. Each
event brings them to where the books are, so that neither order nor repetition of events matters.
"""

from datetime import date

from django.db import transaction
from django.db.models import Sum

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.collection.models import Purchase, Series
from sellers.collection.rules import part_of, voucher_number
from sellers.collection.states import PurchaseKind
from sellers.orders.facade import SellerOf, SellerOrderState, SoldLine, seller_of, sold_lines
from sellers.registry.facade import federation_of
from sellers.tax.facade import financial_year, year_name

FEDERATION = "federation"
_ZERO = Money.zero("INR")
#: Before these the piece is still the group's.
_LEFT = (SellerOrderState.HANDED_OVER, SellerOrderState.DELIVERED, SellerOrderState.RETURNED)


@transaction.atomic
def bring_up(*, code: str, on: date) -> bool:
    """
    Bring the purchases behind a parcel to the ledger; True where a row was written.

    Nothing happens where the group, or somebody else than a federation, sells it, and before it has left.
    """
    seller, lines = seller_of(code), sold_lines([code])
    if seller.kind != FEDERATION or not lines:
        return False
    series = _locked_series(seller, on)
    rows = Purchase.objects.filter(code=code)
    if not rows.exists() and lines[0].state not in _LEFT:
        return False
    share = ledger.orders_in_books([lines[0].order_number])[lines[0].order_number].shares[code]
    due = share.group - _stands(code)
    if not due.amount:
        return False
    net = share.sold.get(ledger.Component.GOODS, _ZERO)
    return _write(seller, series, lines, due=due, goods_net=net, whole=_gets(lines), on=on)


def _write(
    seller: SellerOf,
    series: Series,
    lines: tuple[SoldLine, ...],
    *,
    due: Money,
    goods_net: Money,
    whole: Money,
    on: date,
) -> bool:
    federation = federation_of(lines[0].group_code, on=lines[0].sold_on)
    if federation is None:
        return False
    bought = due.amount > 0
    amount = due if bought else -due
    series.last += 1
    series.save(update_fields=["last"])
    Purchase.objects.create(
        kind=PurchaseKind.BOUGHT if bought else PurchaseKind.BACK,
        code=lines[0].order_code,
        seller_key=series.seller_key,
        seller_name=seller.name,
        federation_id=federation,
        group_code=lines[0].group_code,
        voucher=voucher_number(series.year, series.last),
        bought_on=on,
        pieces=_words(lines)[:500],
        goods_value=part_of(goods_net, goods=amount, of=whole).amount,
        amount=amount.amount,
    )
    return True


def _words(lines: tuple[SoldLine, ...]) -> str:
    """What is left of it; all of it where nothing is."""
    left = [(line.quantity - line.returned, line.name) for line in lines if line.quantity > line.returned]
    return ", ".join(f"{n} × {name}" for n, name in left or [(line.quantity, line.name) for line in lines])


def _stands(code: str) -> Money:
    """Return what is bought and not given back."""
    sums = dict(
        Purchase.objects.filter(code=code).values_list("kind").annotate(total=Sum("amount")).order_by()
    )
    return Money(
        sums.get(PurchaseKind.BOUGHT, _ZERO.amount) - sums.get(PurchaseKind.BACK, _ZERO.amount), "INR"
    )


def _locked_series(seller: SellerOf, on: date) -> Series:
    """Return the counter, locked until the transaction ends: no number is left out, no two write at once."""
    key, year = seller.gstin or seller.name, year_name(financial_year(on))
    series, _made = Series.objects.select_for_update().get_or_create(seller_key=key, year=year)
    return series


def _gets(lines: tuple[SoldLine, ...]) -> Money:
    return sum((line.gets for line in lines), _ZERO).quantized()

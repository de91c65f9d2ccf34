"""
A refund takes back its part of every line of the sale, at the rates that were frozen then.

Goods bear commission, fees, TCS and TDS; delivery bears its own tax. Each refund is a part of what is left of
the share, so that the last one takes exactly what remains.
"""

from collections.abc import Mapping
from fractions import Fraction

from jkrlm.kernel.money import Money
from sellers.ledger.books import BORNE, Books, Sold
from sellers.ledger.chart import (
    DUE_FROM_BUYERS,
    GST_HELD,
    HELD,
    PAYABLE,
    REFUNDS_DUE,
    VOUCHERS,
    WITHHELD,
    AccountRef,
)
from sellers.ledger.contracts import Refund, units_of
from sellers.ledger.errors import BadAmount, EntryUnknown, RefundTooLarge
from sellers.ledger.plans import DraftLine, Lines, Plan, digest_of, named, not_negative, positive
from sellers.ledger.states import DELIVERY_PARTS, GOODS_PARTS, Component, EntryKind

_GST_HELD_CODES = frozenset(chart.code for chart in GST_HELD.values())


def plan_refund(refund: Refund) -> Plan:
    """Return the plan; its lines raise EntryUnknown, BadAmount and RefundTooLarge."""
    parts = [not_negative(each) for each in (refund.goods, refund.delivery, refund.voucher)]
    positive(Money.from_minor_units(sum(units_of(each) for each in parts), refund.goods.currency))
    return Plan(
        key=named("refund", refund.order, refund.item, refund.reference),
        digest=digest_of(refund),
        kind=EntryKind.REFUND,
        occurred_on=refund.occurred_on,
        lines=lambda books: refund_lines(refund, books),
        source=named("order", refund.order),
        item=refund.item,
        narration=refund.narration,
        reads_source=True,
    )


def refund_lines(refund: Refund, books: Books) -> Lines:
    """
    Return the lines: from what is held while it is held, later from what is payable (or due).

    Raises:
        EntryUnknown: the order has no such share.
        BadAmount: another currency than the sale's.
        RefundTooLarge: more goods, or more delivery, than are left.
    """
    source = named("order", refund.order)
    sold = books.sold(source, refund.item)
    if not sold.credited:
        raise EntryUnknown(f"Order {refund.order} has no share {refund.item}.")
    for amount in (refund.goods, refund.delivery, refund.voucher):
        if amount.amount and amount.currency != sold.currency:
            raise BadAmount(f"Order {refund.order} was sold in {sold.currency}.")
    goods, delivery, voucher = (units_of(each) for each in (refund.goods, refund.delivery, refund.voucher))
    for asked, there in ((voucher, sold.voucher), (goods, _goods_left(sold) - sold.voucher)):
        _check(asked, there)
    parts = _parts(sold, goods + voucher, delivery, _said(refund, sold))
    to = (REFUNDS_DUE if refund.paid else DUE_FROM_BUYERS).of()
    lines = [
        DraftLine(to, sold.currency, -goods, Component.GOODS),
        DraftLine(VOUCHERS.of(), sold.currency, -voucher, Component.GOODS),
        DraftLine(to, sold.currency, -delivery, Component.DELIVERY),
        *_taken(sold, parts, books, source, refund.item),
    ]
    return tuple(line for line in lines if line.units)


def apportion(units: int, weights: Mapping[Component, int]) -> dict[Component, int]:
    """
    Split whole minor units in proportion; the parts sum to the whole and none is larger than its weight.

    Each part is rounded down; the units that remain go one each to the parts that lost the largest fraction,
    the first among equals. Weights are not negative and sum to ``units`` or more.
    """
    whole = sum(weights.values())
    if not units:
        return dict.fromkeys(weights, 0)
    exact = {component: Fraction(units * weight, whole) for component, weight in weights.items()}
    parts = {component: int(part) for component, part in exact.items()}
    by_loss = sorted(parts, key=lambda component: parts[component] - exact[component])
    for component in by_loss[: units - sum(parts.values())]:
        parts[component] += 1
    return parts


def _goods_left(sold: Sold) -> int:
    return sum(sold.units[each] for each in GOODS_PARTS)


def _check(asked: int, there: int) -> None:
    if asked > there:
        raise RefundTooLarge(
            f"{asked} minor units are to be refunded, {there} are left.",
            params={"asked_minor": asked, "left_minor": there},
        )


def _said(refund: Refund, sold: Sold) -> dict[Component, int]:
    """Return the tax in goods by head where the refund says it; it is at most what is left of each head."""
    if refund.goods_gst is None:
        return {}
    said = {Component(f"goods-{head}"): units_of(amount) for head, amount in refund.goods_gst.by_head()}
    for component, units in said.items():
        _check(units, sold.units[component])
    return said


def _parts(sold: Sold, goods: int, delivery: int, said: Mapping[Component, int]) -> dict[Component, int]:
    """
    Return what of each component goes back; ``said`` is settled already. The part of goods without tax is
    under GOODS.
    """
    left, goods_left = sold.units, _goods_left(sold)
    _check(delivery, sum(left[each] for each in DELIVERY_PARTS))
    borne = [each for each in Component if each in sold.borne_by]
    in_goods = [each for each in borne if sold.borne_by[each].code != WITHHELD.code]
    weights = {each: left[each] for each in (*GOODS_PARTS, *in_goods)}
    weights[Component.GOODS] -= sum(left[each] for each in in_goods)
    others = {each: units for each, units in weights.items() if each not in said}
    _check(goods - sum(said.values()), sum(others.values()))
    parts = apportion(goods - sum(said.values()), others) | dict(said)
    parts[Component.GOODS] += sum(parts[each] for each in in_goods)
    parts |= apportion(delivery, {each: left[each] for each in DELIVERY_PARTS})
    for each in borne:
        if each not in in_goods:  # named rounding point: half-even to the minor unit
            parts[each] = round(Fraction(left[each] * goods, goods_left)) if goods else 0
    return parts


def _taken(
    sold: Sold, parts: Mapping[Component, int], books: Books, source: str, item: str
) -> list[DraftLine]:
    """Return the seller's side and the side of income and taxes."""
    currency = sold.currency

    def where(ref: AccountRef, units: int) -> AccountRef:
        """What is no longer open there was cleared: it is payable to the same owner."""
        opened = books.open_of_item(ref, currency, source, item)
        return ref if opened >= units else PAYABLE.of(ref.owner)

    group = sold.credited[Component.GOODS]
    net = parts[Component.GOODS] - sum(
        parts[each] for each, ref in sold.borne_by.items() if ref.code == HELD.code
    )
    bearers = {group: where(group, net)}
    for ref in set(sold.borne_by.values()) - {group}:
        bearers[ref] = where(ref, sum(parts[each] for each in sold.borne_by if sold.borne_by[each] == ref))
    held_taxes: dict[AccountRef, int] = {}
    for each, ref in sold.credited.items():
        if ref.code in _GST_HELD_CODES:
            held_taxes[ref] = held_taxes.get(ref, 0) + parts[each]
    bearers |= {ref: where(ref, units) for ref, units in held_taxes.items()}
    lines = []
    for each in (each for each in Component if each in sold.credited):
        ref = sold.credited[each]
        lines.append(DraftLine(bearers.get(ref, ref), currency, parts[each], each))
        if each in BORNE:
            lines.append(DraftLine(bearers[sold.borne_by[each]], currency, -parts[each], each))
    return lines

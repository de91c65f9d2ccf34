"""Answer the store's question for tax, and keep the answer."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jkrlm.kernel.money import Money, spread_discount
from logistics.facade import PincodeUnknown, Plan, PlanUnknown
from logistics.facade import place as place_of
from logistics.facade import plan as plan_of
from sellers.registry.facade import groups_by_code
from sellers.tax import models, rules
from sellers.tax.contracts import SellerOfRecord, TaxedPart
from sellers.tax.errors import NobodyMaySell
from sellers.tax.payload import BaseLine, TaxBase, read_tax_base
from sellers.tax.selectors import plan_of_checkout, tables_on
from sellers.tax.tables import TaxTables

#: The composite parcel of a bag whose delivery is not chosen yet.
WHOLE_BAG = "bag"


def calculate_taxes(payload: Mapping[str, Any], *, today: date, now: datetime) -> dict[str, Any]:
    """
    Answer CHECKOUT_CALCULATE_TAXES and ORDER_CALCULATE_TAXES: rates in percent, amounts as exact text,
    a line for each line asked.

    Queries: the version of the rates, the groups, the plan (or the place), the answer kept; an order
    needs one more, since only its checkout knew the plan.
    """
    base = read_tax_base(payload)
    plan = _plan(
        base.plan_id or (plan_of_checkout(base.checkout_id) if base.checkout_id != base.source_id else "")
    )
    state = _state(base, plan)
    tables = tables_on(today)
    sellers = _sellers(base, tables, state)
    lines = _lines(base, tables, sellers)
    delivery = _delivery(base, plan, lines)
    answer = _answer(lines, delivery)
    if base.currency == "INR" and base.source_id:
        _keep(base, plan, state, lines, delivery, now)
    return answer


def _plan(plan_id: str) -> Plan | None:
    if not plan_id:
        return None
    try:
        return plan_of(plan_id)
    except PlanUnknown:
        return None


def _state(base: TaxBase, plan: Plan | None) -> str:
    """Return the place of supply: the state of the delivery address, empty while it is not known."""
    if not base.pincode:
        return ""
    if plan is not None and plan.destination.pincode == base.pincode:
        return plan.destination.state
    try:
        return place_of(base.pincode, area=base.area).state
    except PincodeUnknown:
        return base.area


def _sellers(base: TaxBase, tables: TaxTables, state: str) -> dict[str, SellerOfRecord]:
    codes = {line.group_code for line in base.lines if line.group_code}
    found: dict[str, SellerOfRecord] = {}
    if not state or not codes:
        return found
    for code, group in groups_by_code(codes).items():
        try:
            found[code] = tables.seller(group, state)
        except NobodyMaySell:
            continue
    return found


def _lines(base: TaxBase, tables: TaxTables, sellers: Mapping[str, SellerOfRecord]) -> tuple[TaxedPart, ...]:
    totals = [line.total for line in base.lines]
    discounts = spread_discount(base.discount, totals, base.currency)
    return tuple(
        _taxed_line(line, line.total - discount, base, tables, sellers.get(line.group_code))
        for line, discount in zip(base.lines, discounts, strict=True)
    )


def _taxed_line(
    line: BaseLine, price: Decimal, base: TaxBase, tables: TaxTables, seller: SellerOfRecord | None
) -> TaxedPart:
    """
    Tax a line for which the buyer pays ``price``.

    Where the operator bears what is missing to the list price, it is paid for by two, and the value of the
    supply is the list price; where the seller bears it, the value is less (CGST Act, s. 2(31), 15(1), 15(3)).
    A seller gives nothing away: what would be nought is the operator's. See docs/decisions/0032.
    """
    tax_included = base.tax_included
    value = price if base.group_bears and price > 0 else line.listed
    found = tables.rate(
        hsn=line.hsn, unit_price=value / line.quantity, tax_included=tax_included, handmade=line.handmade
    )
    untaxed = not line.charge or (seller is not None and not seller.charges_tax)
    rate = Decimal(0) if untaxed else found.rate_percent
    net, gross = _both(value, rate, tax_included)
    _net, paid = _both(price, rate, tax_included)
    _net, listed = _both(line.listed, rate, tax_included)
    return TaxedPart(
        key=line.sku,
        group_code=line.group_code,
        hsn=line.hsn,
        quantity=line.quantity,
        rate_percent=rate,
        rate_status=found.status,
        net=net,
        gross=gross,
        seller=seller,
        voucher=gross - paid,
        discount=listed - gross,
    )


def _both(amount: Decimal, rate: Decimal, tax_included: bool) -> tuple[Money, Money]:
    net = rules.net_of(amount, rate) if tax_included else amount
    gross = amount if tax_included else rules.gross_of(amount, rate)
    return Money(net, "INR").quantized(), Money(gross, "INR").quantized()


def _delivery(base: TaxBase, plan: Plan | None, lines: Sequence[TaxedPart]) -> tuple[TaxedPart, ...]:
    """
    Return the delivery of each parcel, taxed as the goods in it (a composite supply): at the highest
    rate among them. Without a plan for this bag, one part for all of it at the highest rate.
    """
    goods = {
        code: [line for line in lines if line.group_code == code] for code in {x.group_code for x in lines}
    }
    if plan is not None and goods.keys() == {parcel.group_code for parcel in plan.parcels}:
        amounts = rules.spread(base.shipping, [parcel.chosen.price.amount for parcel in plan.parcels])
        parcels = [(parcel.key, goods[parcel.group_code]) for parcel in plan.parcels]
    else:
        amounts, parcels = [base.shipping], [(WHOLE_BAG, list(lines))]
    return tuple(
        _taxed_delivery(key, inside, amount, base.tax_included)
        for (key, inside), amount in zip(parcels, amounts, strict=True)
    )


def _taxed_delivery(key: str, inside: Sequence[TaxedPart], amount: Decimal, tax_included: bool) -> TaxedPart:
    leading = max(inside, key=lambda line: (line.rate_percent, line.gross.amount), default=None)
    rate = leading.rate_percent if leading is not None else Decimal(0)
    net, gross = _both(amount, rate, tax_included)
    return TaxedPart(
        key=key,
        group_code=leading.group_code if leading is not None else "",
        hsn=leading.hsn if leading is not None else "",
        quantity=1,
        rate_percent=rate,
        rate_status=leading.rate_status if leading is not None else "",
        net=net,
        gross=gross,
        seller=leading.seller if leading is not None else None,
    )


def _answer(lines: Sequence[TaxedPart], delivery: Sequence[TaxedPart]) -> dict[str, Any]:
    net = sum((part.net.amount for part in delivery), Decimal(0))
    gross = sum((part.gross.amount for part in delivery), Decimal(0))
    rates = {part.rate_percent for part in delivery}
    return {
        "shipping_tax_rate": str(rates.pop() if len(rates) == 1 else rules.effective_rate(net, gross)),
        "shipping_price_net_amount": str(net),
        "shipping_price_gross_amount": str(gross),
        "lines": [
            {
                "tax_rate": str(line.rate_percent),
                "total_net_amount": str(_net_paid(line)),
                "total_gross_amount": str(line.paid.amount),
            }
            for line in lines
        ],
    }


def _net_paid(line: TaxedPart) -> Decimal:
    """Return what the store is told to be without tax in what the buyer pays: at the line's rate."""
    return rules.net_of(line.paid.amount, line.rate_percent) if line.voucher.amount else line.net.amount


def _keep(
    base: TaxBase,
    plan: Plan | None,
    state: str,
    lines: Sequence[TaxedPart],
    delivery: Sequence[TaxedPart],
    now: datetime,
) -> None:
    plan_id = plan.method_id if plan is not None else ""
    content = {
        "state": state,
        "lines": [_part_out(line) for line in lines],
        "delivery": [_part_out(part) for part in delivery],
    }
    text = json.dumps([base.source_id, plan_id, content], sort_keys=True, separators=(",", ":"))
    models.TaxAnswer.objects.bulk_create(
        [
            models.TaxAnswer(
                digest=hashlib.sha256(text.encode()).hexdigest(),
                source_id=base.source_id[:128],
                checkout_id=base.checkout_id[:128],
                plan_id=plan_id,
                content=content,
                created_at=now,
                last_asked_at=now,
            )
        ],
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["last_asked_at"],
    )


def _part_out(part: TaxedPart) -> dict[str, Any]:
    return {
        "key": part.key,
        "group": part.group_code,
        "hsn": part.hsn,
        "quantity": part.quantity,
        "rate": str(part.rate_percent),
        "rate_status": part.rate_status,
        "net": str(part.net.amount),
        "gross": str(part.gross.amount),
        "seller": asdict(part.seller) if part.seller is not None else None,
        "voucher": str(part.voucher.amount),
        "discount": str(part.discount.amount),
    }

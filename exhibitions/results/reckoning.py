"""
What an exhibition comes to, group by group and till by till, to the paisa, from the books as they stand.

Sales, refunds, tax, commission and shares are the ledger's own; pieces, bills and discounts the tills'.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.conf import settings

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
import exhibitions.till.facade as till
import sellers.ledger.facade as ledger
from exhibitions.results.contracts import Line, TillLine
from jkrlm.kernel.money import Money, quantize
from logistics.facade import HOME_STATE

ZERO: Final = Money.zero("INR")
_SUMS: Final = (
    "sold",
    "returned",
    "gst",
    "gst_hers",
    "commission",
    "commission_gst",
    "other",
    "share",
    "held",
)


def lines_of(exhibition: str) -> tuple[Line, ...]:
    """Return every group that sold something, has a stall or was given an allowance. Ten queries."""
    sums = sums_by_group(exhibition)
    pieces: dict[str, int] = defaultdict(int)
    discounts: dict[str, Money] = defaultdict(lambda: ZERO)
    for each in till.takings_by_piece(exhibition):
        pieces[each.group_code] += each.pieces
        discounts[each.group_code] += each.discount
    bills, charges = till.bills_by_group(exhibition), stalls.charges(exhibition)
    allowances: dict[str, Money] = defaultdict(lambda: ZERO)
    for allowance in stalls.allowances(exhibition):
        if allowance.state == "paid":
            allowances[allowance.group_code] += allowance.amount
    places = {each.group_code: each.stall_code for each in stalls.allotted(exhibition)}
    return tuple(
        Line(
            group_code=group,
            stall_code=places.get(group, ""),
            bills=bills.get(group, 0),
            pieces=pieces[group],
            discount=discounts[group],
            charge=charges.get(group, ZERO),
            charge_gst=tax_in(charges.get(group, ZERO)),
            allowances=allowances[group],
            **sums.get(group, dict.fromkeys(_SUMS, ZERO)),
        )
        for group in sorted({*sums, *charges, *allowances})
    )


def sums_by_group(exhibition: str, *, recorded_by: datetime | None = None) -> dict[str, dict[str, Money]]:
    """
    Return the ledger's sums of an exhibition by group. Two queries. A void bill never was: it is neither sold
    nor returned.
    """
    found: dict[str, dict[str, Money]] = {}
    orders = till.orders_of(exhibition)
    for share in ledger.share_sums(list(orders), recorded_by=recorded_by):
        mine = found.setdefault(share.group_code, dict.fromkeys(_SUMS, ZERO))
        for name in _SUMS:
            mine[name] += getattr(share, name)
        if orders[share.order]:
            both = min(share.sold, share.returned, key=lambda each: each.amount)
            mine["sold"] -= both
            mine["returned"] -= both
    return found


def tills_of(exhibition: str) -> tuple[TillLine, ...]:
    return tuple(
        TillLine(
            number=each.number,
            label=each.label,
            bills=each.bills,
            cash=each.cash,
            upi=each.upi - each.upi_waiting,
            card=each.card,
            difference=each.difference,
            reasons=each.reasons,
            deposited=each.deposited,
            short=each.expected - each.deposited,
            left=each.left,
        )
        for each in till.till_money(exhibition)
    )


def tax_in(price: Money) -> Money:
    """Return the operator's GST in a stall's price, half-even to the paisa; nought if unregistered."""
    rate = Decimal(settings.STALL_GST_PERCENT)
    if not rate:
        return ZERO
    net = quantize(price.amount * 100 / (100 + rate), "INR")
    return Money(price.amount - net, "INR")


def heads_of(tax: Money, *, state: str) -> ledger.TaxHeads:
    """A stall is supplied where it stands (IGST Act, section 12(3)): at home half is CGST, the rest SGST."""
    if state != HOME_STATE:
        return ledger.TaxHeads(igst=tax)
    central = Money(quantize(tax.amount / 2, "INR"), "INR")
    return ledger.TaxHeads(cgst=central, sgst=tax - central)


def digest_of(lines: Iterable[Line], tills: Iterable[TillLine]) -> str:
    """Return the SHA-256 of what is settled; what time alone changes (what is held) is not in it."""
    parts = [asdict(each) for each in lines] + [asdict(each) for each in tills]
    said = [{name: _plain(value) for name, value in each.items() if name != "held"} for each in parts]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return str(Decimal(str(value["amount"])).quantize(Decimal("0.01")))
    return list(value) if isinstance(value, tuple) else value


def zone_of_stalls(exhibition: str) -> dict[str, str]:
    """Return stall -> zone. Two queries."""
    return {each.code: each.zone_code for each in plan.stalls(exhibition)}

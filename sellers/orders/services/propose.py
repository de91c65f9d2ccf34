"""
Propose what is put right about money: goods that came back, a part of the price, a penalty, a credit, a
refund by bank transfer. Nothing moves until a second person says so (``approve.py``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Sum

import sellers.ledger.facade as ledger
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from sellers.orders.errors import AlreadyProposed, BadQuantity, BadSum, NotReturnable, WrongState
from sellers.orders.models import Adjustment, AdjustmentLine, RefundRequest, SellerOrder, SellerOrderLine
from sellers.orders.rules import asks_until, units_worth
from sellers.orders.services.at_stalls import refuse_stall_sale
from sellers.orders.services.decide import said
from sellers.orders.services.move import By, locked
from sellers.orders.states import (
    AdjustmentKind,
    Bearer,
    DecisionState,
    RefundState,
    ReturnReason,
    SellerOrderState,
)

ZERO: Final = Money.zero("INR")


@dataclass(frozen=True, slots=True)
class Worth:
    """Goods with tax: what of them the buyer paid, and what a voucher of the operator's paid."""

    goods: Money
    voucher: Money = ZERO


NONE: Final = Worth(ZERO)
STANDING: Final = (DecisionState.PROPOSED, DecisionState.APPROVED)
#: What reached its buyer, all of it or what was not brought back.
ARRIVED: Final = (SellerOrderState.DELIVERED,)


@transaction.atomic
def propose_return(
    *,
    code: str,
    quantities: Mapping[int, int],
    why: ReturnReason,
    bearer: Bearer,
    reason: str,
    with_delivery: bool,
    key: str,
    by: By,
    now: datetime,
    wished_on: date | None = None,
) -> Adjustment:
    """
    Units (by line) came back after delivery; ``with_delivery``: what is left of the delivery goes back, too.
    The buyer's wish counts from the day on which it was said, today where none is given.

    Raises:
        WrongState: it was not delivered.
        NotReturnable: the buyer's wish, and the window is over, or it is food or made to order.
        SoldAtStall, BadQuantity, BadSum, ReasonMissing, SellerOrderUnknown.
    """
    part = locked(code)
    if (known := _known(key)) is not None:
        return known
    refuse_stall_sale(part.order_number)
    _check_arrived(part)
    if why is ReturnReason.CHANGED_MIND:
        _check_returnable(part, quantities, wished_on or local_date(now))
    wanted = lines_worth(part, quantities)
    delivery = left_of(part).delivery if with_delivery else ZERO
    return _write(
        kind=AdjustmentKind.RETURN,
        part=part,
        lines=wanted,
        delivery=delivery,
        facts={"why": why, "bearer": bearer, "reason": said(reason)},
        key=key,
        by=by,
        now=now,
    )


@transaction.atomic
def propose_allowance(
    *,
    code: str,
    amounts: Mapping[int, Money],
    bearer: Bearer,
    reason: str,
    key: str,
    by: By,
    now: datetime,
) -> Adjustment:
    """
    Part of a line's price goes back, tax included; the buyer keeps the goods.

    Raises:
        WrongState, SoldAtStall, BadSum, ReasonMissing, SellerOrderUnknown.
    """
    part = locked(code)
    if (known := _known(key)) is not None:
        return known
    refuse_stall_sale(part.order_number)
    _check_arrived(part)
    lines = {line.pk: line for line in part.lines.all()}
    given = _given(part)
    wanted: list[tuple[SellerOrderLine, int, Worth]] = []
    for pk, amount in amounts.items():
        line = lines.get(pk)
        if line is None:
            raise BadQuantity("The order has no such line.", field=f"line_{pk}")
        check_sum(amount, Money(line.paid, "INR") - given.get(pk, NONE).goods, field=f"amount_{pk}")
        wanted.append((line, 0, Worth(amount)))
    if not wanted:
        raise BadSum("Say how much of which line.")
    whole = sum((worth.goods for _line, _units, worth in wanted), ZERO)
    check_sum(whole, left_of(part).goods)
    facts = {"bearer": bearer, "reason": said(reason)}
    return _write(
        kind=AdjustmentKind.ALLOWANCE,
        part=part,
        lines=wanted,
        delivery=ZERO,
        facts=facts,
        key=key,
        by=by,
        now=now,
    )


def propose_for_group(
    *,
    kind: AdjustmentKind,
    group_code: str,
    amount: Money,
    reason: str,
    code: str,
    key: str,
    by: By,
    now: datetime,
) -> Adjustment:
    """
    A penalty or a credit, about an order of the group's where ``code`` names one.

    Raises:
        BadSum, ReasonMissing, SellerOrderUnknown (also where the order is another group's).
    """
    check_sum(amount, None)
    with transaction.atomic():
        part = locked(code) if code else None
        if (known := _known(key)) is not None:
            return known
        if part is not None and part.group_code != group_code:
            raise WrongState(f"Order {code} is of group {part.group_code}.", field="code")
        return _create(
            kind=kind,
            seller_order=part,
            group_code=group_code,
            order_number=part.order_number if part else "",
            amount=amount.amount,
            reason=said(reason),
            key=key,
            proposed_by=by.actor,
            proposed_at=now,
        )


def propose_bank_refund(
    *, order_number: str, amount: Money, utr: str, reason: str, key: str, by: By, now: datetime
) -> Adjustment:
    """
    What is due to a buyer was paid from the bank: cash has no other way back, a card sometimes refuses.

    Raises:
        BadSum: more than is due to the order's buyer, less what his card was asked for.
        AlreadyProposed: the bank's reference was used before.
        SoldAtStall: what is due for a bill of a stall is settled with its flag.
        ReasonMissing.
    """
    utr = utr.strip().upper()
    if not utr:
        raise BadSum("Give the bank's reference (UTR).", field="utr")
    with transaction.atomic():
        list(SellerOrder.objects.select_for_update().filter(order_number=order_number).order_by("id"))
        if (known := _known(key)) is not None:
            return known
        refuse_stall_sale(order_number)
        due = due_by_bank(order_number)
        waiting = Adjustment.objects.filter(
            order_number=order_number, kind=AdjustmentKind.BANK_REFUND, state=DecisionState.PROPOSED
        ).aggregate(whole=Sum("amount"))["whole"] or Decimal(0)
        check_sum(amount, max(due - Money(waiting, "INR"), ZERO))
        return _create(
            kind=AdjustmentKind.BANK_REFUND,
            order_number=order_number,
            amount=amount.amount,
            utr=utr,
            reason=said(reason),
            key=key,
            proposed_by=by.actor,
            proposed_at=now,
        )


def due_by_bank(order_number: str) -> Money:
    """
    Return what is due to an order's buyer and not on its way by card; below nought where more is on its way.
    The caller's transaction then holds the requests' locks.
    """
    requests = RefundRequest.objects.select_for_update().filter(order_number=order_number).order_by("id")
    asked = sum((each.amount for each in requests if each.state == RefundState.ASKED), Decimal(0))
    return ledger.orders_in_books([order_number])[order_number].refunds_due - Money(asked, "INR")


def lines_worth(part: SellerOrder, quantities: Mapping[int, int]) -> list[tuple[SellerOrderLine, int, Worth]]:
    """
    Return each line with its units and what they are worth of what is left of its price and of the share: to
    the buyer as he paid it, and to the operator as far as a voucher of its own paid.

    Raises:
        BadQuantity: none at all, or more than are left.
    """
    lines = {line.pk: line for line in part.lines.order_by("id")}
    given, open_units = _given(part), _proposed_units(part)
    share = left_of(part)
    left_goods, left_voucher = share.goods, share.voucher
    found: list[tuple[SellerOrderLine, int, Worth]] = []
    for pk, units in quantities.items():
        line = lines.get(pk)
        if line is None or units < 0:
            raise BadQuantity("The order has no such line.", field=f"units_{pk}")
        if not units:
            continue
        there = line.quantity - line.quantity_returned - open_units.get(pk, 0)
        if units > there:
            raise BadQuantity(
                f"Of {line.name} at most {there} are left.", field=f"units_{pk}", params={"left": there}
            )
        before = given.get(pk, NONE)
        goods = units_worth(Money(line.paid, "INR") - before.goods, units_left=there, units=units)
        voucher = units_worth(Money(line.voucher, "INR") - before.voucher, units_left=there, units=units)
        worth = Worth(min(goods, left_goods), min(voucher, left_voucher))
        left_goods, left_voucher = left_goods - worth.goods, left_voucher - worth.voucher
        found.append((line, units, worth))
    if not found:
        raise BadQuantity("Say how many of which line.")
    return found


def free_units(part: SellerOrder) -> dict[int, int]:
    """Return how many of each line are neither taken back nor proposed to be."""
    open_units = _proposed_units(part)
    return {
        line.pk: line.quantity - line.quantity_returned - open_units.get(line.pk, 0)
        for line in part.lines.all()
    }


def left_of(part: SellerOrder) -> ledger.Gross:
    """Return what is left of its share after refunds, and after what is proposed and not yet decided."""
    books = ledger.orders_in_books([part.order_number])[part.order_number]
    left = books.shares[part.code].left
    waiting = part.adjustments.filter(
        kind__in=(AdjustmentKind.RETURN, AdjustmentKind.ALLOWANCE), state=DecisionState.PROPOSED
    ).aggregate(whole=Sum("amount"), delivery=Sum("delivery"), voucher=Sum("voucher"))
    delivery = Money(waiting["delivery"] or Decimal(0), "INR")
    voucher = Money(waiting["voucher"] or Decimal(0), "INR")
    goods = Money(waiting["whole"] or Decimal(0), "INR") - delivery
    return ledger.Gross(
        goods=max(left.goods - goods, ZERO),
        delivery=max(left.delivery - delivery, ZERO),
        voucher=max(left.voucher - voucher, ZERO),
    )


def check_sum(amount: Money, most: Money | None, *, field: str = "amount") -> None:
    """Raises BadSum: not above nought, a fraction of a paisa, or more than ``most``."""
    if amount.amount <= 0 or amount != amount.quantized():
        raise BadSum("Give an amount in rupees, above nought.", field=field)
    if most is not None and amount > most:
        raise BadSum(f"At most {most.amount} is left.", field=field, params={"most": most.amount})


def _check_arrived(part: SellerOrder) -> None:
    if SellerOrderState(part.state) not in ARRIVED:
        state = SellerOrderState(part.state)
        raise WrongState(
            f"Order {part.code} is {state.label.lower()}: only what was delivered can come back.",
            params={"code": part.code, "state": state.value},
        )


def _check_returnable(part: SellerOrder, quantities: Mapping[int, int], today: date) -> None:
    assert part.delivered_on is not None
    for line in part.lines.filter(pk__in=[pk for pk, units in quantities.items() if units]):
        last = asks_until(part.delivered_on, line.return_days, is_fault=False)
        if last is None:
            raise NotReturnable(
                f"{line.name} is food or was made to order: it does not come back at the buyer's wish.",
                field=f"units_{line.pk}",
            )
        if today > last:
            raise NotReturnable(
                f"It could come back until {last:%-d %B %Y}.", field="why", params={"last": last.isoformat()}
            )


def _given(part: SellerOrder) -> dict[int, Worth]:
    """Return what of each line's price was given back, or is proposed to be."""
    rows = AdjustmentLine.objects.filter(
        adjustment__seller_order=part, adjustment__state__in=STANDING
    ).values_list("line")
    sums = rows.annotate(whole=Sum("goods"), off=Sum("voucher")).order_by()
    return {pk: Worth(Money(whole, "INR"), Money(off, "INR")) for pk, whole, off in sums}


def _proposed_units(part: SellerOrder) -> dict[int, int]:
    rows = AdjustmentLine.objects.filter(
        adjustment__seller_order=part, adjustment__state=DecisionState.PROPOSED
    ).values_list("line")
    return dict(rows.annotate(whole=Sum("quantity")).order_by())


def _known(key: str) -> Adjustment | None:
    return Adjustment.objects.filter(key=key).first()


def _write(
    *,
    kind: AdjustmentKind,
    part: SellerOrder,
    lines: Sequence[tuple[SellerOrderLine, int, Worth]],
    delivery: Money,
    facts: Mapping[str, Any],
    key: str,
    by: By,
    now: datetime,
) -> Adjustment:
    whole = sum((worth.goods for _line, _units, worth in lines), delivery)
    voucher = sum((worth.voucher for _line, _units, worth in lines), ZERO)
    if not (whole + voucher).amount:
        raise BadSum("Nothing is left of its price.")
    made = _create(
        kind=kind,
        seller_order=part,
        group_code=part.group_code,
        order_number=part.order_number,
        amount=whole.amount,
        delivery=delivery.amount,
        voucher=voucher.amount,
        key=key,
        proposed_by=by.actor,
        proposed_at=now,
        **facts,
    )
    AdjustmentLine.objects.bulk_create(
        AdjustmentLine(
            adjustment=made,
            line=line,
            quantity=units,
            goods=worth.goods.amount,
            voucher=worth.voucher.amount,
        )
        for line, units, worth in lines
    )
    return made


def _create(**facts: Any) -> Adjustment:
    """Raises AlreadyProposed: the bank's reference stands in another proposal."""
    try:
        with transaction.atomic():
            return Adjustment.objects.create(**facts)
    except IntegrityError as twice:
        if (known := _known(str(facts["key"]))) is not None:
            return known  # the same form, sent twice at the same moment
        raise AlreadyProposed("This stands here already, under the same reference.", field="utr") from twice

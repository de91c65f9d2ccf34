"""What must be true of seller orders at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Final

from django.db.models import Exists, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

import sellers.ledger.facade as ledger
from certification.lots.facade import assignments, first_opened
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import Money
from sellers.ledger.facade import Component
from sellers.orders.lots import order_lines
from sellers.orders.models import (
    ReturnCase,
    ReturnChange,
    SellerOrder,
    SellerOrderChange,
    StallBill,
    UnsplitOrder,
)
from sellers.orders.return_states import ReturnState
from sellers.orders.states import DecisionState, SellerOrderState
from sellers.tax.facade import Documented, documented, documented_orders

LISTED_MAX: Final = 100
#: The store hears of a parcel, and a payment that was covered arrives, within this time.
WITHIN: Final = timedelta(hours=24)
_ZERO: Final = Money.zero("INR")
_BATCH: Final = 500

#: What the ledger's components are called in the frozen rows.
_COMPONENTS: Final[Mapping[str, tuple[Component, ...]]] = {
    "net": (Component.GOODS,),
    "gst": (Component.GOODS_CGST, Component.GOODS_SGST, Component.GOODS_IGST),
    "commission": (Component.COMMISSION,),
    "commission_gst": (Component.COMMISSION_CGST, Component.COMMISSION_SGST, Component.COMMISSION_IGST),
    "tcs": (Component.TCS_CGST, Component.TCS_SGST, Component.TCS_IGST),
    "tds": (Component.TDS,),
    "delivery_net": (Component.DELIVERY,),
    "delivery_gst": (Component.DELIVERY_CGST, Component.DELIVERY_SGST, Component.DELIVERY_IGST),
}


def _batches(numbers: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(numbers, _BATCH)):
        yield batch


def _orders() -> Iterator[tuple[str, list[SellerOrder], ledger.OrderBooks]]:
    """Yield each split order with its parts, their lines summed up, and how the books have it."""
    sums = {name: Sum(f"lines__{name}") for name in ("commission", "commission_gst", "tcs", "tds", "voucher")}
    parts = SellerOrder.objects.annotate(net=Sum("lines__net"), gst=Sum("lines__gst"), **sums)
    numbers = SellerOrder.objects.order_by("order_number").values_list("order_number", flat=True).distinct()
    for batch in _batches(iter(numbers.iterator(_BATCH))):
        books = ledger.orders_in_books(batch)
        found: dict[str, list[SellerOrder]] = {number: [] for number in batch}
        for part in parts.filter(order_number__in=batch).order_by("code"):
            found[part.order_number].append(part)
        for number in batch:
            yield number, found[number], books[number]


def _booked() -> list[str]:
    """
    What each parcel was sold for is in the books as it was frozen, and the money is where the shares say.
    """
    faults: list[str] = []
    for number, parts, books in _orders():
        for part in parts:
            share = books.shares.get(part.code)
            faults += [] if share else [f"{part.code}: not in the books"]
            for name, components in _COMPONENTS.items():
                booked = sum((share.sold.get(each, _ZERO) for each in components), _ZERO) if share else _ZERO
                frozen: Decimal = getattr(part, name)
                if share and booked.amount != frozen:
                    faults.append(f"{part.code}: {name} {frozen} frozen, {booked.amount} booked")
            if share and share.voucher.amount != part.voucher:  # type: ignore[attr-defined]
                faults.append(f"{part.code}: voucher frozen and booked differ ({share.voucher.amount})")
        if books.received + books.due - books.refunded != books.left + books.refunds_due:
            faults.append(
                f"order {number}: {books.received.amount} received, {books.due.amount} due, "
                f"{books.refunded.amount} given back, {books.left.amount} left of its shares"
            )
        if len(faults) >= LISTED_MAX:
            break
    return faults


def _paid() -> list[str]:
    """Nothing is due from the buyer, or was paid beyond the total, once the money had its time to come."""
    known = set(UnsplitOrder.objects.filter(settled_at=None).values_list("order_number", flat=True))
    known |= set(StallBill.objects.filter(unpaid__gt=0).values_list("order_number", flat=True))
    return [
        f"order {number}: {books.due.amount} due from its buyer"
        for number, parts, books in _orders()
        if books.due.amount
        and number not in known
        and all(each.changed_at < now() - WITHIN for each in parts)
    ][:LISTED_MAX]


def _history() -> list[str]:
    changes = SellerOrderChange.objects.filter(seller_order=OuterRef("pk")).order_by("-id")
    newest = Coalesce(Subquery(changes.values("state")[:1]), Value("none"))
    apart = SellerOrder.objects.annotate(newest=newest).exclude(newest=F("state"))
    return [f"{each.code}: its history does not end with {each.state}" for each in apart[:LISTED_MAX]]


def _returns() -> list[str]:
    """A return stands where its history ends; what is over because it was paid, somebody approved."""
    changes = ReturnChange.objects.filter(case=OuterRef("pk")).order_by("-id")
    newest = Coalesce(Subquery(changes.values("state")[:1]), Value("none"))
    apart = ReturnCase.objects.annotate(newest=newest).exclude(newest=F("state"))
    faults = [f"{each.reference}: its history does not end with {each.state}" for each in apart[:LISTED_MAX]]
    paid = ReturnCase.objects.filter(state=ReturnState.REFUNDED)
    for each in paid.exclude(adjustment__state=DecisionState.APPROVED)[:LISTED_MAX]:
        faults.append(f"{each.reference}: paid back, and nobody approved it")
    return faults


def _told() -> list[str]:
    waiting = SellerOrder.objects.filter(
        state=SellerOrderState.HANDED_OVER, fulfilment_id="", changed_at__lt=now() - WITHIN
    )
    return [f"{each.code}: handed over, and the store was never told" for each in waiting[:LISTED_MAX]]


def _left() -> Iterator[tuple[str, ledger.ShareBooks | None, Documented]]:
    """Yield each parcel that left and had its time, with its share in the books and its documents."""
    left = (SellerOrderState.HANDED_OVER, SellerOrderState.DELIVERED, SellerOrderState.RETURNED)
    waiting = SellerOrder.objects.filter(state__in=left, changed_at__lt=now() - WITHIN).order_by("pk")
    waiting = waiting.exclude(Exists(StallBill.objects.filter(order_number=OuterRef("order_number"))))
    rows = waiting.values_list("order_number", "code").iterator(chunk_size=_BATCH)
    while part := list(islice(rows, _BATCH)):
        books = ledger.orders_in_books({number for number, _code in part})
        said = documented([code for _number, code in part])
        for number, code in part:
            share = books[number].shares.get(code) if number in books else None
            yield code, share, said.get(code, Documented(_ZERO, {}))


def _invoiced() -> list[str]:
    """What a parcel's documents come to is what is left of its share."""
    faults = (
        f"{code}: {worth.amount} left, {said.total.amount} on its documents"
        for code, share, said in _left()
        if (worth := share.left.value if share else _ZERO) != said.total
    )
    return list(islice(faults, LISTED_MAX))


def _taxed() -> list[str]:
    """CGST, SGST and IGST of a parcel's documents are those that the ledger holds of it."""
    faults = (
        f"{code}: {head.upper()} {held.amount} in the books, {written.amount} on its documents"
        for code, share, said in _left()
        for head in ("cgst", "sgst", "igst")
        if (held := share.gst_left[head] if share else _ZERO) != (written := said.gst.get(head, _ZERO))
    )
    return list(islice(faults, LISTED_MAX))


def _stalls() -> list[str]:
    """
    A bill of a stall comes to what its documents that hold say and to what the ledger has of it; what is due
    from its buyer is what the bank has not shown. A bill without documents stands among the till's flags.
    """
    faults: list[str] = []
    numbers = StallBill.objects.order_by("pk").values_list("order_number", "total", "unpaid")
    for batch in _rows_in_batches(numbers.iterator(_BATCH)):
        books = ledger.orders_in_books([number for number, _total, _unpaid in batch])
        said = documented_orders([number for number, _total, _unpaid in batch])
        for number, total, unpaid in batch:
            sold = sum(
                (
                    share.sold.get(component, _ZERO)
                    for share in books[number].shares.values()
                    for component in (*_COMPONENTS["net"], *_COMPONENTS["gst"])
                ),
                _ZERO,
            )
            if sold.amount != total:
                faults.append(f"bill {number}: {total} billed, {sold.amount} in the books")
            if number in said and said[number] != books[number].left:
                faults.append(
                    f"bill {number}: {books[number].left.amount} left, {said[number].amount} on its documents"
                )
            if books[number].due.amount != unpaid:
                faults.append(f"bill {number}: {unpaid} unpaid, {books[number].due.amount} due in the books")
        if len(faults) >= LISTED_MAX:
            break
    return faults[:LISTED_MAX]


def _stall_lots() -> list[str]:
    """
    Of what a stall sold, a buyer's pieces whose goods were in lots by then are in lots or stand as wanting
    one, and none of what came back is: within a day, as the reactions need time.
    """
    faults: list[str] = []
    parts = SellerOrder.objects.filter(
        Exists(StallBill.objects.filter(order_number=OuterRef("order_number"))), changed_at__lt=now() - WITHIN
    ).order_by("pk")
    for batch in _batches(parts.values_list("code", flat=True).iterator(_BATCH)):
        found = SellerOrder.objects.filter(code__in=batch).prefetch_related("lines").order_by("pk")
        wanted = {part: order_lines(part) for part in found}
        since = first_opened({line.product_id for lines in wanted.values() for line in lines})
        in_lots = assignments(batch)
        for part, lines in wanted.items():
            sure = sum(
                line.quantity
                for line in lines
                if line.product_id in since and since[line.product_id] < part.confirmed_at
            )
            most = sum(line.quantity for line in lines if line.product_id in since)
            held = sum(each.held for each in in_lots[part.code])
            if not sure <= held + part.lots_wanting <= most:
                faults.append(
                    f"{part.code}: {sure} pieces of lots, {held} in lots, {part.lots_wanting} wanting"
                )
        if len(faults) >= LISTED_MAX:
            break
    return faults[:LISTED_MAX]


def _rows_in_batches(
    rows: Iterator[tuple[str, Decimal, Decimal]],
) -> Iterator[list[tuple[str, Decimal, Decimal]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        (
            "of every split order, charged + cash outstanding - refunded + paid by vouchers of ours = shares "
            "+ commission + GST + TCS/TDS + delivery, as frozen",
            _booked,
        ),
        ("of every split order, the money has come", _paid),
        ("every seller order's state is the last of its history", _history),
        ("every return's state is the last of its history, and what was paid back was approved", _returns),
        ("the store knows of every parcel that left", _told),
        ("of every parcel that left, the documents come to what the ledger holds of it", _invoiced),
        ("a bill of a stall comes to what the ledger and its documents have of it", _stalls),
        ("every piece of a lot that a stall sold is in a lot or stands as wanting one", _stall_lots),
        ("of every parcel that left, CGST, SGST and IGST on the documents are those of the ledger", _taxed),
    )

"""What must be true of tills at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

import sellers.ledger.facade as ledger
from exhibitions.till.card_invariants import card_invariants
from exhibitions.till.models import Bill, BillLine, Deposit, Entry, Flag, SetAside, Till, TillDay, TopUp
from exhibitions.till.payload import Voided, read
from exhibitions.till.signing import digest_of, is_signed
from exhibitions.till.states import AsideState, BillState, EntryKind, FlagCode
from sellers.orders.facade import stall_books
from sellers.tax.facade import documents_of_bill

LISTED_MAX: Final = 100
_BATCH: Final = 500


def _booked() -> list[str]:
    """What the mark says is done has its bill; what is not done stands in the queue by that very mark."""
    done = Entry.objects.filter(
        kind__in=(EntryKind.SALE, EntryKind.RETURN), seq__lte=F("till__done_seq")
    ).filter(~Exists(Bill.objects.filter(entry=OuterRef("pk"))))
    done = done.filter(~Exists(Flag.objects.filter(entry=OuterRef("pk"), code=FlagCode.CANNOT)))
    not_booked = SetAside.objects.filter(entry=OuterRef("pk")).exclude(state=AsideState.BOOKED)
    done = done.filter(~Exists(not_booked))
    faults = [f"{each} of till {each.till_id}: done, and no bill" for each in done[:LISTED_MAX]]
    early = Bill.objects.filter(entry__seq__gt=F("till__done_seq"))
    return faults + [f"bill {each}: booked before its turn" for each in early[:LISTED_MAX]]


def _orders() -> list[str]:
    """Every bill is a bill of seller orders, for the same sum; what waits for UPI is unpaid there."""
    faults: list[str] = []
    rows = Bill.objects.filter(is_return=False).order_by("pk")
    for start in range(0, rows.count(), _BATCH):
        batch = list(rows[start : start + _BATCH])
        books = stall_books([each.bill_id for each in batch])
        for bill in batch:
            held = books.get(bill.bill_id)
            if held is None or held.total.amount != bill.total or held.order_number != bill.order_number:
                faults.append(f"bill {bill}: no order of {bill.total}")
            elif (held.unpaid.amount > 0) != (bill.state == BillState.WAITING):
                faults.append(f"bill {bill}: {bill.state}, and {held.unpaid.amount} are unpaid")
    return faults[:LISTED_MAX]


def _lines() -> list[str]:
    """A bill's lines sum to it, and what came back of a line is on returns."""
    sums = Bill.objects.annotate(of_lines=Sum("lines__gross")).filter(~Q(of_lines=F("total")))
    faults = [f"bill {each}: its lines do not sum to {each.total}" for each in sums[:LISTED_MAX]]
    sold = BillLine.objects.filter(bill__is_return=False, returned__gt=0)
    for line in sold[:_BATCH]:
        back = BillLine.objects.filter(bill__of=line.bill_id, position=line.position)
        if (back.aggregate(sum=Sum("quantity"))["sum"] or 0) != line.returned:
            faults.append(f"line {line.position} of bill {line.bill_id}: {line.returned} returned")
    return faults[:LISTED_MAX]


def _signed() -> list[str]:
    """Every entry is what its tablet signed, once for each place of its chain, which fits."""
    faults: list[str] = []
    before: dict[int, tuple[int, str]] = {}
    for each in Entry.objects.select_related("till").order_by("till_id", "seq").iterator(_BATCH):
        content = each.payload.encode()
        if each.digest != digest_of(content) or not is_signed(content, each.signature, each.till.public_key):
            faults.append(f"{each} of {each.till}: not as it was signed")
        last = before.get(each.till_id)
        if each.kind == EntryKind.UNREAD:
            before.pop(each.till_id, None)
            continue
        if last is not None and last[0] + 1 == each.seq and last[1] != each.prev:
            faults.append(f"{each} of {each.till}: not what followed {last[0]}")
        before[each.till_id] = (each.seq, each.digest)
        if len(faults) >= LISTED_MAX:
            break
    return faults


def _cash() -> list[str]:
    """The ledger's cash of a till is what it sold, less what went back, with counts and deposits."""
    faults: list[str] = []
    for till in Till.objects.order_by("pk"):
        rows = Bill.objects.filter(till=till)
        cash = _sum(rows.filter(is_return=False), "cash") - _sum(rows.filter(is_return=True), "cash")
        cash -= _sum(Bill.objects.filter(bill_id__in=_voided(till)), "cash")
        cash -= _sum(Flag.objects.filter(entry__till=till, code=FlagCode.CANNOT), "amount")
        cash += _sum(TillDay.objects.filter(till=till), "difference")
        cash -= _sum(Deposit.objects.filter(till=till), "expected")
        cash += _sum(TopUp.objects.filter(till=till), "amount")
        cash += _sum(SetAside.objects.filter(entry__till=till).exclude(state=AsideState.BOOKED), "cash")
        cash -= _sum(SetAside.objects.filter(ended_with__till=till), "ended_cash")
        booked = ledger.balance(ledger.account_of("stall-cash", till.purse)).amount
        if booked != cash:
            faults.append(f"{till}: {cash} by its bills, {booked} in the books")
    return faults[:LISTED_MAX]


def _sum(rows: QuerySet[Any], name: str) -> Decimal:
    return rows.aggregate(sum=Sum(name))["sum"] or Decimal(0)


def _voided(till: Till) -> list[UUID]:
    """Return the bills that this till's voids took back."""
    done = Entry.objects.filter(till=till, kind=EntryKind.VOID, seq__lte=till.done_seq)
    said = [read(text) for text in done.values_list("payload", flat=True)]
    of = [each.of for each in said if isinstance(each, Voided) and each.of is not None]
    return list(Bill.objects.filter(bill_id__in=of, state=BillState.VOID).values_list("bill_id", flat=True))


def _numbered() -> list[str]:
    """A void bill's documents are all void."""
    faults = []
    for bill in Bill.objects.filter(state=BillState.VOID).order_by("pk")[:_BATCH]:
        live = [each.number for each in documents_of_bill(bill.order_number) if not each.void_reason]
        faults += [f"bill {bill} is void, {number} holds" for number in live]
    return faults[:LISTED_MAX]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("every kept bill is booked, or stands in its till's queue", _booked),
        ("every bill of a till is an order of the same sum, unpaid exactly while it waits for UPI", _orders),
        ("a till's bill is the sum of its lines, and what came back is on returns", _lines),
        ("every entry of a till is as its tablet signed it, and its chain fits", _signed),
        ("a till's cash in the ledger is what its bills, counts and deposits come to", _cash),
        ("a void bill's documents are void, their numbers kept", _numbered),
        *card_invariants(),
    )

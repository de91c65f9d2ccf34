"""The operator's bill to each group for a month's commission, with GST; in series, equal to the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.locks import advisory_lock
from logistics.facade import HOME_STATE
from sellers.registry.facade import Group, groups_by_code
from sellers.tax.commission import NOUGHT, OPERATOR, Due, due_until, end_of, operator
from sellers.tax.contracts import SellerOfRecord
from sellers.tax.documents import Document, DocumentLine, DocumentRequest, Recipient
from sellers.tax.errors import DocumentRefused
from sellers.tax.models import DocumentKind, TaxDocument
from sellers.tax.returns.months import Month
from sellers.tax.rules import effective_rate
from sellers.tax.services.issue_document import issue_document

#: Services accounting code: other support services.
COMMISSION_SAC: Final = "998599"


@dataclass(slots=True)
class Billed:
    """``waiting``: group -> why its commission of the month is not billed."""

    documents: list[Document] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)


def issue_commission(*, month: Month, now: datetime) -> Billed:
    """
    Bill every group what the ledger took until the month's end and nobody has billed; where refunds took
    back more than it took, a credit note on its earlier bills. Again: nothing more is issued. What was made
    void is issued anew.

    Each group in a transaction of its own, so that one that is refused keeps no other waiting.

    Raises:
        DocumentRefused: the month is not over.
    """
    if now < end_of(month):
        raise DocumentRefused("This month is not over.", field="month")
    done = Billed()
    due = due_until(month)
    by = operator(local_date(now))
    if by is None:
        done.waiting = dict.fromkeys(due, "The operator has no GSTIN in force: add its registration.")
        return done
    seller = SellerOfRecord(OPERATOR, by.name, by.gstin, by.state, charges_tax=True)
    groups = groups_by_code(due)
    for code in due:
        group = groups.get(code)
        if group is None:
            done.waiting[code] = "The registry has no such group."
            continue
        try:
            made = _bill(group, seller, month, now)
        except DocumentRefused as refusal:
            done.waiting[code] = refusal.message
            continue
        done.documents += made
        if not made:
            done.waiting[code] = "Paise that moved apart in refunds: they are in the next month's bill."
    return done


def _bill(group: Group, seller: SellerOfRecord, month: Month, now: datetime) -> list[Document]:
    with advisory_lock(f"commission of {group.code}"):
        due = due_until(month, [group.code]).get(group.code)
        if due is None or due.is_mixed:
            return []
        if due.total > 0:
            return [issue_document(request=_invoice(group, seller, month, due), now=now)]
        back = Due().less(due)
        return [
            issue_document(request=_request(group, seller, month, part, original=row), now=now)
            for row, part in _shared(group.code, back)
        ]


def _invoice(group: Group, seller: SellerOfRecord, month: Month, due: Due) -> DocumentRequest:
    return _request(group, seller, month, due, original=None)


def _request(
    group: Group, seller: SellerOfRecord, month: Month, due: Due, *, original: TaxDocument | None
) -> DocumentRequest:
    within = not due.igst
    line = DocumentLine(
        name="Commission and fees on sales",
        hsn=COMMISSION_SAC,
        quantity=0,
        rate_percent=effective_rate(due.net, due.total),
        net=due.net,
        cgst=due.cgst,
        sgst=due.sgst,
        igst=due.igst,
    )
    return DocumentRequest(
        kind=DocumentKind.CREDIT if original else DocumentKind.INVOICE,
        source=_free_source(f"commission/{group.code}/{month}"),
        order_id="",
        order_number="",
        parcel_code="",
        group_code=group.code,
        seller=seller,
        place_of_supply=seller.state if within else HOME_STATE,
        lines=(line,),
        original=original.source if original else "",
        reason="Sales were given back" if original else "",
        recipient=_recipient(group),
    )


def _free_source(stem: str) -> str:
    """Several of a month are possible: notes on several bills, and what replaces a void one."""
    rows = TaxDocument.objects.filter(source__regex=rf"^{stem}(/\d+)?$")
    count = rows.values("source").distinct().count()
    return f"{stem}/{count + 1}" if count else stem


def _recipient(group: Group) -> Recipient:
    parts = (group.village, group.block, f"{group.district} {group.pincode}")
    gstin = (f"GSTIN {group.gstin}",) if group.gstin else ()
    return Recipient(group.name, (", ".join(part for part in parts if part.strip()), *gstin), HOME_STATE)


def _shared(code: str, back: Due) -> Iterator[tuple[TaxDocument, Due]]:
    """Yield the group's bills, the newest first, with what each is lessened by."""
    rows = TaxDocument.objects.filter(seller_kind=OPERATOR, group_code=code, voided=None)
    notes = list(rows.filter(kind=DocumentKind.CREDIT))
    for bill in rows.filter(kind=DocumentKind.INVOICE).order_by("-pk"):
        left = _due_of(bill)
        for note in notes:
            left = left.less(_due_of(note)) if note.original_id == bill.pk else left
        part = Due(*(min(mine, there) for mine, there in zip(back.heads, left.heads, strict=True)))
        if part.total > 0:
            yield bill, part
            back = back.less(part)
        if back.total <= NOUGHT:
            return


def _due_of(row: TaxDocument) -> Due:
    heads: tuple[Decimal, ...] = (row.net, row.cgst, row.sgst, row.igst)
    return Due(*heads)

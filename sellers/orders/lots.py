"""
Lots and seller orders: what goes into a parcel, and what must come back because certification says so.

A lot's pieces are found by where its lot went; a certificate that covers a product without lots, by what was
sold of it since the certificate was issued.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from certification.certificates.facade import certificate
from certification.labels.facade import LabelRefusal, label, sell_units
from certification.lots.facade import (
    OrderLine,
    assign_order,
    assignments,
    has_lots,
    lots_by_number,
    orders_of_lot,
    recall_of,
    release_excess,
    release_order,
)
from jkrlm.kernel.clock import now, start_of
from jkrlm.kernel.outbox import Event
from sellers.orders.models import CallBack, SellerOrder, SellerOrderLine
from sellers.orders.services.call_back import call_back
from sellers.orders.services.move import By
from sellers.orders.states import Bearer, SellerOrderState


@dataclass(frozen=True, slots=True)
class CalledBack:
    """What of a parcel is called back, in the words a buyer reads."""

    pieces: tuple[str, ...]
    reason: str


def called_back(*, code: str, source: str) -> CalledBack | None:
    """Return what is called back for a reason, or None. Two queries."""
    found = CallBack.objects.filter(seller_order__code=code, source=source).first()
    if found is None:
        return None
    lines = SellerOrderLine.objects.filter(pk__in=[int(pk) for pk in found.units]).order_by("id")
    pieces = tuple(f"{line.name} × {found.units[str(line.pk)]}" for line in lines)
    return CalledBack(pieces, found.reason)


def keep_lots(event: Event) -> None:
    """
    React to SellerOrderMoved and SellerOrderTakenBack: what is packed is taken from the lots that end first,
    unless the group has said from which; what was cancelled before it left goes back to them, in whole or in
    part. Pieces for which no fresh lot is left stand on the order, and on the desk.
    """
    code = str(event.payload["code"])
    part = SellerOrder.objects.get(code=code)
    by, wanting = By("packing"), 0
    if part.state == SellerOrderState.CANCELLED:
        release_order(code, by)
    elif part.state in (SellerOrderState.PACKED, SellerOrderState.HANDED_OVER):
        lines = order_lines(part)
        if part.state == SellerOrderState.PACKED:
            release_excess(code, lines, by)  # later, what is missing was lost or came back: no piece to sell
        wanting = sum(assign_order(code, lines, by))
    else:
        return
    SellerOrder.objects.filter(code=code).exclude(lots_wanting=wanting).update(lots_wanting=wanting)


def asks_labels(code: str) -> bool:
    """Return whether any piece of a parcel comes from lots: then labels may be said when it is packed."""
    products = SellerOrderLine.objects.filter(seller_order__code=code).values_list("product_id", flat=True)
    return has_lots([each for each in products if each])


def sell_labelled(code: str, codes: Sequence[str], by: By) -> None:
    """
    Say which labelled pieces go into a parcel; the rest is taken from the lots that end first.

    Raises:
        LabelUnknown, LabelRefusal, LotRefusal: nothing was assigned.
    """
    lines = list(
        SellerOrderLine.objects.filter(seller_order__code=code).select_related("seller_order").order_by("id")
    )
    found = [label(each) for each in dict.fromkeys(codes)]
    lots = lots_by_number({each.lot_number for each in found})
    by_line: dict[SellerOrderLine, list[str]] = defaultdict(list)
    for each in found:
        goods = [line for line in lines if line.product_id == each.product_id]
        lot = lots.get(each.lot_number)
        fitting = [line for line in goods if lot is None or lot.fits(line.variant_id)]
        if not fitting:
            what = "of another size of these goods" if goods else "of other goods"
            raise LabelRefusal(f"Label {each.shown} is {what}.", field="labels")
        by_line[fitting[0]].append(each.code)
    for line, its_codes in by_line.items():
        key = hashlib.sha256(" ".join((code, str(line.pk), *sorted(its_codes))).encode()).hexdigest()[:32]
        latest = line.seller_order.latest
        sell_units(key, its_codes, code, str(line.pk), line.product_id, by, arrives_on=latest)


def order_lines(part: SellerOrder) -> tuple[OrderLine, ...]:
    """Return what of a parcel is still to be sent, as lots know lines: by their number here."""
    return tuple(
        OrderLine(
            str(line.pk),
            line.product_id,
            line.quantity - line.quantity_returned,
            part.latest,
            variant_id=line.variant_id,
        )
        for line in sorted(part.lines.all(), key=lambda each: each.pk)
        if line.product_id and line.quantity > line.quantity_returned
    )


def on_lot_recalled(event: Event) -> None:
    """React to LotRecalled: each parcel that holds pieces of it."""
    lot = str(event.payload["lot"])
    recalled = recall_of(lot)
    if recalled is None:
        return
    for code in recalled.orders:
        call_back(
            code=code,
            source=f"recall:{recalled.id}",
            units=_of_lot(code, lot),
            reason=recalled.reason,
            bearer=Bearer(recalled.bearer),
            now=now(),
        )


def on_certificate_changed(event: Event) -> None:
    """React to CertificateChanged: what was sold under a withdrawn one comes back, at its bearer’s cost."""
    bearer = str(event.payload.get("bearer") or "")
    if event.payload["state"] != "withdrawn" or not bearer:
        return
    held = certificate(str(event.payload["number"]))
    if held.lot_number:
        codes = dict.fromkeys(each.order_code for each in orders_of_lot(held.lot_number) if each.held)
        units = {code: _of_lot(code, held.lot_number) for code in codes}
    else:
        units = _of_product(held.product_id, since=start_of(held.issued_on))
    for code, pieces in units.items():
        call_back(
            code=code,
            source=f"withdrawn:{held.number}",
            units=pieces,
            reason=held.state_reason or "Its certificate was withdrawn.",
            bearer=Bearer(bearer),
            now=now(),
        )


def _of_lot(code: str, lot: str) -> dict[int, int]:
    """Return the pieces of a lot in a parcel, by line; references of lines are their numbers here."""
    pieces: dict[int, int] = defaultdict(int)
    for each in assignments((code,)).get(code, ()):
        if each.lot_number == lot:
            pieces[int(each.line_ref)] += each.held
    return dict(pieces)


def _of_product(product_id: str, *, since: datetime) -> dict[str, dict[int, int]]:
    lines: Iterable[SellerOrderLine] = (
        SellerOrderLine.objects.filter(product_id=product_id, seller_order__confirmed_at__gte=since)
        .exclude(seller_order__state__in=(SellerOrderState.CANCELLED, SellerOrderState.RETURNED))
        .select_related("seller_order")
        .order_by("seller_order__code", "id")
    )
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for line in lines:
        found[line.seller_order.code][line.pk] = line.quantity - line.quantity_returned
    return dict(found)

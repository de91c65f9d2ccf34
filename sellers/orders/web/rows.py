"""What the desk shows, gathered into rows, so that no query hides in a template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

import sellers.ledger.facade as ledger
from jkrlm.kernel.badges import Badge
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User
from sellers.orders.errors import SellerOrderUnknown
from sellers.orders.for_buyers import returns_of
from sellers.orders.models import (
    Adjustment,
    RefundRequest,
    ReturnCase,
    SellerOrder,
    SellerOrderLine,
    StallBill,
    UnsplitOrder,
)
from sellers.orders.return_states import UNDER_WAY
from sellers.orders.services.at_stalls import stalls_of_orders
from sellers.orders.states import (
    WITH_THE_GROUP,
    AdjustmentKind,
    DecisionState,
    RefundState,
    ReturnReason,
    SellerOrderState,
)
from sellers.registry.facade import groups_by_code

PAGE: Final = 50
_S = SellerOrderState
#: state -> (badge, icon)
SHADES: Final[dict[str, tuple[str, str]]] = {
    _S.NEW: ("warn", "clock"),
    _S.ACCEPTED: ("off", "check"),
    _S.PACKED: ("off", "parcel"),
    _S.HANDED_OVER: ("", "truck"),
    _S.DELIVERED: ("ok", "check"),
    _S.CANCELLED: ("err", "close"),
    _S.RETURNED: ("err", "return"),
    DecisionState.PROPOSED: ("warn", "clock"),
    DecisionState.APPROVED: ("ok", "check"),
    DecisionState.REFUSED: ("err", "close"),
    DecisionState.WITHDRAWN: ("off", "close"),
    RefundState.ASKED: ("warn", "clock"),
    RefundState.PAID: ("ok", "check"),
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    code: str
    number: str
    group_code: str
    group_name: str
    badge: Badge
    late: str
    lots_wanting: int
    pack_by: date
    latest: date
    carrier: str
    cash: Money
    exhibition: str


def badge(state: SellerOrderState | DecisionState | RefundState) -> Badge:
    shade, icon = SHADES.get(state, ("err", "warn"))
    return Badge(str(state.label), shade, icon)


def rupees(amount: Decimal) -> Money:
    return Money(amount, "INR")


def late_orders(today: date) -> Q:
    """With the group past the day of packing, or with the carrier past what was promised."""
    return Q(state__in=WITH_THE_GROUP, pack_by__lt=today) | Q(
        state=SellerOrderState.HANDED_OVER, latest__lt=today
    )


def desk_rows(
    *, state: str, late: bool, group: str, words: str, before: int | None, today: date, no_lot: bool = False
) -> tuple[list[DeskRow], int | None]:
    """Return a page, newest first, and where the next one begins. Two queries."""
    stall = StallBill.objects.filter(order_number=OuterRef("order_number")).values("exhibition")
    found = SellerOrder.objects.order_by("-id").annotate(exhibition=Coalesce(Subquery(stall), Value("")))
    if state:
        found = found.filter(state=state)
    if late:
        found = found.filter(late_orders(today))
    if no_lot:
        found = found.filter(lots_wanting__gt=0)
    if group:
        found = found.filter(group_code=group.upper())
    if words:
        found = found.filter(Q(order_number=words) | Q(code=words.upper()) | Q(tracking_number=words.upper()))
    if before is not None:
        found = found.filter(pk__lt=before)
    parts = list(found[: PAGE + 1])
    names = groups_by_code({each.group_code for each in parts})
    rows = [
        DeskRow(
            code=each.code,
            number=each.order_number,
            group_code=each.group_code,
            group_name=names[each.group_code].name if each.group_code in names else each.group_code,
            badge=badge(SellerOrderState(each.state)),
            late=_late(each, today),
            lots_wanting=each.lots_wanting,
            pack_by=each.pack_by,
            latest=each.latest,
            carrier=each.carrier,
            cash=rupees(each.cash_to_collect),
            exhibition=each.exhibition,
        )
        for each in parts[:PAGE]
    ]
    return rows, parts[PAGE - 1].pk if len(parts) > PAGE else None


def _late(part: SellerOrder, today: date) -> str:
    state = SellerOrderState(part.state)
    if state in WITH_THE_GROUP and part.pack_by < today:
        return f"{(today - part.pack_by).days} d to pack"
    if state is SellerOrderState.HANDED_OVER and part.latest < today:
        return f"{(today - part.latest).days} d on the way"
    return ""


def counts(today: date) -> dict[str, int]:
    """Return what waits for somebody. Seven queries, each over an index."""
    return {
        "late": SellerOrder.objects.filter(late_orders(today)).count(),
        "no_lot": SellerOrder.objects.filter(lots_wanting__gt=0).count(),
        "unsplit": UnsplitOrder.objects.filter(settled_at=None).count(),
        "refused": RefundRequest.objects.filter(state=RefundState.REFUSED).count(),
        "decisions": Adjustment.objects.filter(state=DecisionState.PROPOSED).count(),
        "returns": ReturnCase.objects.filter(state__in=UNDER_WAY).count(),
    }


def parcel_page(code: str) -> dict[str, Any]:
    """
    Return one seller order with all that is known of it. The number of queries does not grow with it.

    Raises:
        SellerOrderUnknown.
    """
    part = SellerOrder.objects.filter(code=code).prefetch_related("lines").first()
    if part is None:
        raise SellerOrderUnknown("There is no such order.", field="code")
    lines = sorted(part.lines.all(), key=lambda line: line.pk)
    books = ledger.orders_in_books([part.order_number])[part.order_number]
    entries = ledger.entries_of(ledger.source_of("order", part.order_number))
    names = groups_by_code([part.group_code])
    changes = list(part.changes.order_by("-id"))
    adjustments = list(part.adjustments.order_by("-id").prefetch_related("lines__line"))
    people = people_of(
        {each.actor for each in changes}
        | {each.proposed_by for each in adjustments}
        | {each.decided_by for each in adjustments}
    )
    share = books.shares.get(part.code)
    return {
        "part": part,
        "group_name": names[part.group_code].name if part.group_code in names else part.group_code,
        "exhibition": stalls_of_orders([part.order_number]).get(part.order_number, ""),
        "badge": badge(SellerOrderState(part.state)),
        "lines": [_line(part, line) for line in lines],
        "totals": _line_totals(part, lines),
        "delivery": rupees(part.delivery_net + part.delivery_gst),
        "cash": rupees(part.cash_to_collect),
        "share": share,
        "books": books,
        "entries": [
            {"on": each.occurred_on, "kind": each.kind.value, "words": each.narration, "amount": _moved(each)}
            for each in entries
            if each.item in ("", part.code)
        ],
        "history": [
            {
                "at": each.at,
                "badge": badge(SellerOrderState(each.state)),
                "who": people.get(each.actor, each.actor),
                "on_behalf_of": each.on_behalf_of,
                "reason": each.reason,
            }
            for each in changes
        ],
        "adjustments": [decision_row(each, people) for each in adjustments],
        "returns": returns_of([part.code]),
        "siblings": list(
            SellerOrder.objects.filter(order_id=part.order_id)
            .exclude(pk=part.pk)
            .order_by("code")
            .values_list("code", flat=True)
        ),
    }


def people_of(actors: Iterable[str]) -> dict[str, str]:
    """Return "person:7" -> her name. One query."""
    ids = {actor: actor.removeprefix("person:") for actor in actors if actor.startswith("person:")}
    numbers = {int(each) for each in ids.values() if each.isdigit()}
    names = dict(User.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return {actor: names.get(int(pk), actor) for actor, pk in ids.items() if pk.isdigit()}


def decision_row(each: Adjustment, people: dict[str, str]) -> dict[str, Any]:
    kind = AdjustmentKind(each.kind)
    return {
        "row": each,
        "kind": kind.label,
        "reference": f"#{each.pk}",
        "badge": badge(DecisionState(each.state)),
        "amount": rupees(each.amount),
        "delivery": rupees(each.delivery),
        "why": ReturnReason(each.why).label if each.why else "",
        "proposed_by": people.get(each.proposed_by, each.proposed_by),
        "decided_by": people.get(each.decided_by, each.decided_by),
        "lines": [(row.line.name, row.quantity, rupees(row.goods)) for row in each.lines.all()],
    }


def _gets(part: SellerOrder, line: SellerOrderLine) -> Decimal:
    kept: Decimal = line.net - line.commission - line.commission_gst
    return kept - line.tcs - line.tds if part.seller_kind == "group" else kept


def _line(part: SellerOrder, line: SellerOrderLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "sku": line.sku,
        "quantity": line.quantity,
        "returned": line.quantity_returned,
        "returnable": line.return_days > 0,
        "gross": rupees(line.net + line.gst),
        "gst": rupees(line.gst),
        "rate": line.rate_percent,
        "net": rupees(line.net),
        "commission": rupees(line.commission + line.commission_gst),
        "commission_percent": line.commission_percent,
        "withheld": rupees(line.tcs + line.tds),
        "gets": rupees(_gets(part, line)),
    }


def _line_totals(part: SellerOrder, lines: Iterable[SellerOrderLine]) -> dict[str, Money]:
    lines = list(lines)
    nought = Decimal(0)
    return {
        "gross": rupees(sum((each.net + each.gst for each in lines), nought)),
        "gst": rupees(sum((each.gst for each in lines), nought)),
        "net": rupees(sum((each.net for each in lines), nought)),
        "commission": rupees(sum((each.commission + each.commission_gst for each in lines), nought)),
        "withheld": rupees(sum((each.tcs + each.tds for each in lines), nought)),
        "gets": rupees(sum((_gets(part, each) for each in lines), nought)),
    }


def _moved(entry: ledger.Entry) -> Money:
    """Return how much an entry moved: what it debits, in all."""
    return sum((line.amount for line in entry.lines if line.amount.amount > 0), rupees(Decimal(0)))

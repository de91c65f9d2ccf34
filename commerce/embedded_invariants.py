"""What must hold between the store and the payment app; and what each of them says of itself."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from commerce.books import LISTED_MAX, STILL_MOVING, ZERO, disagreement, net_charge, resting
from commerce.embedded.checkout.models import CheckoutLine
from commerce.embedded.order.invariants import CHECKS
from commerce.embedded.order.models import Order, OrderStatus
from commerce.embedded.payment.models import TransactionEvent, TransactionItem
from commerce.embedded.warehouse.models import Reservation, Stock
from commerce.payments.models import PaymentAttempt
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import BadGlobalId, global_id, parse_global_id

Clause = tuple[str, Callable[[], list[str]]]

#: Orders that owe nothing (any more).
OWES_NOTHING: Final = (
    OrderStatus.DRAFT,
    OrderStatus.UNCONFIRMED,
    OrderStatus.CANCELED,
    OrderStatus.EXPIRED,
)
#: Where the money of an order may be: with us, on its way, promised, given back or let go.
COVER: Final = (
    "charged",
    "charge_pending",
    "authorized",
    "authorize_pending",
    "refunded",
    "refund_pending",
    "canceled",
    "cancel_pending",
)
_BATCH: Final = 500


def _sum_per_order(rows: object, field: object) -> Coalesce:
    grouped = rows.order_by().values("order").annotate(total=Sum(field)).values("total")  # type: ignore[attr-defined]
    return Coalesce(Subquery(grouped), ZERO)


def _orders_covered() -> list[str]:
    cover: F | CombinedExpression = F(COVER[0])
    for name in COVER[1:]:
        cover = cover + F(name)
    own = TransactionItem.objects.filter(order=OuterRef("pk"))
    disputed = TransactionEvent.objects.filter(type="CHARGE_BACK", transaction__order=OuterRef("pk"))
    short = (
        Order.objects.exclude(status__in=OWES_NOTHING)
        .filter(channel__allow_unpaid_orders=False)
        .exclude(channel__slug=settings.CHANNEL_STALLS)  # paid at the till; the till's own clauses look
        .annotate(
            cover=_sum_per_order(own, cover),
            taken_back=_sum_per_order(disputed.annotate(order=F("transaction__order")), "amount_value"),
        )
        .filter(cover__lt=F("total_gross") - F("taken_back"))
    )
    return [
        f"order {order.number}: {order.cover} of {order.total_gross} {order.currency} is covered"
        for order in short[:LISTED_MAX]
    ]


def _orders_not_overpaid() -> list[str]:
    """What is above an order's total goes back; a refund that was refused for good wants somebody's eyes."""
    held = F("charged") + F("charge_pending") + F("authorized") + F("authorize_pending")
    own = TransactionItem.objects.filter(order=OuterRef("pk"))
    moving = own.filter(modified_at__gt=now() - STILL_MOVING)
    over = (
        Order.objects.filter(~Exists(moving))
        .annotate(held=_sum_per_order(own, held))
        .filter(held__gt=F("total_gross"))
    )
    return [
        f"order {order.number}: {order.held} {order.currency} held for {order.total_gross}"
        for order in over[:LISTED_MAX]
    ]


def _promises_within_stock() -> list[str]:
    """What living checkouts keep is there; a count that staff wrote below it was accepted by them."""
    kept = (
        Reservation.objects.filter(stock=OuterRef("pk"), reserved_until__gt=now())
        .order_by()
        .values("stock")
        .annotate(total=Sum("quantity_reserved"))
        .values("total")
    )
    over = Stock.objects.annotate(kept=Coalesce(Subquery(kept), 0)).filter(
        kept__gt=0, shortage_accepted=False, quantity__lt=F("quantity_allocated") + F("kept")
    )
    return [
        f"stock {stock.pk}: {stock.quantity} there, {stock.quantity_allocated} sold, {stock.kept} reserved"
        for stock in over[:LISTED_MAX]
    ]


def _reservations_have_a_checkout() -> list[str]:
    living = CheckoutLine.objects.filter(
        pk=OuterRef("checkout_line_id"), quantity__gte=OuterRef("quantity_reserved")
    )
    lost = Reservation.objects.filter(~Exists(living))
    return [
        f"reservation {each.pk}: no such line of a checkout, or more than it asks for"
        for each in lost[:LISTED_MAX]
    ]


def _with_items(
    attempts: QuerySet[PaymentAttempt],
) -> Iterator[tuple[PaymentAttempt, TransactionItem | None]]:
    """Yield payments, oldest first, each with the store's account of it; two queries for a batch."""
    rows = attempts.order_by("id").iterator(_BATCH)
    while batch := list(islice(rows, _BATCH)):
        keys = {attempt.pk: _account(attempt) for attempt in batch}
        disputed = Sum("events__amount_value", filter=Q(events__type="CHARGE_BACK"))
        accounts = TransactionItem.objects.filter(pk__in=[key for key in keys.values() if key])
        items = {str(item.pk): item for item in accounts.annotate(taken_back=Coalesce(disputed, ZERO))}
        for attempt in batch:
            yield attempt, items.get(str(keys[attempt.pk]))


def _account(attempt: PaymentAttempt) -> UUID | None:
    """Return the key of the store's transaction; None where the attempt's id cannot be one."""
    try:
        return UUID(parse_global_id(attempt.transaction_id)[1])
    except (BadGlobalId, ValueError):
        return None


def _books_agree() -> list[str]:
    """
    The payment app's net charge of each payment is the store's.

    Our side: what Stripe took, or cash remitted, less refunds that succeeded. The store's: charged, which it
    keeps net of refunds; a dispute that was lost (CHARGE_BACK) is known to the store alone and is added.
    """
    faults = []
    for attempt, item in _with_items(resting(now())):
        ours = net_charge(attempt)
        theirs = item.charged + item.taken_back if item is not None else ZERO  # type: ignore[attr-defined]
        if ours != theirs:
            faults.append(disagreement(attempt, ours=ours, theirs=theirs))
    return faults[:LISTED_MAX]


def _paid_orders_are_there() -> list[str]:
    """A payment that names its order has it, and the order has the payment."""
    faults = []
    for attempt, item in _with_items(PaymentAttempt.objects.exclude(order_id="")):
        held = global_id("Order", item.order_id) if item is not None and item.order_id else "none"
        if held != attempt.order_id:
            faults.append(f"{attempt.transaction_id}: pays {attempt.order_id}, in the store {held}")
    return faults[:LISTED_MAX]


def _money_is_known() -> list[str]:
    """Every sum in the store's books that came through our gateway is a payment of the payment app's."""
    items = TransactionItem.objects.filter(
        app_identifier=settings.APP_IDENTIFIER, modified_at__lt=now() - STILL_MOVING
    )
    held = items.filter(Q(charged__gt=0) | Q(authorized__gt=0)).order_by("id").values_list("pk", flat=True)
    rows = held.iterator(_BATCH)
    faults: list[str] = []
    while batch := [global_id("TransactionItem", pk) for pk in islice(rows, _BATCH)]:
        found = PaymentAttempt.objects.filter(transaction_id__in=batch)
        known = set(found.values_list("transaction_id", flat=True))
        faults += [f"{gid}: the payment app knows nothing of it" for gid in batch if gid not in known]
    return faults[:LISTED_MAX]


def _embedded(sentence: str) -> list[str]:
    return CHECKS[sentence](now())


def invariants() -> tuple[Clause, ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        *((sentence, partial(_embedded, sentence)) for sentence in CHECKS),
        ("every order is covered by what was charged, promised or given back", _orders_covered),
        ("no order holds more money than it costs", _orders_not_overpaid),
        ("what checkouts keep in reserve is there", _promises_within_stock),
        ("every reservation is of a living checkout", _reservations_have_a_checkout),
        ("every payment that names an order has it", _paid_orders_are_there),
        ("the payment app and the store agree on what each payment holds", _books_agree),
        ("every sum in the store's books is a payment of ours", _money_is_known),
    )

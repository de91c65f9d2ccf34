"""Writing events of a transaction, and telling what follows from its new amounts."""

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from commerce.embedded.checkout import rules as checkout_rules
from commerce.embedded.checkout.models import Checkout, CheckoutLine
from commerce.embedded.checkout.selectors import cover_of, transactions_of
from commerce.embedded.checkout.services.complete import complete_checkout
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.order.services.payments import Change, is_fully_paid, money_changed
from commerce.embedded.payment.models import (
    AMOUNT_FIELDS,
    GrantedRefundStatus,
    OrderGrantedRefund,
    TransactionEvent,
    TransactionItem,
)
from commerce.embedded.payment.rules import amounts_of
from commerce.embedded.payment.sources import Locked
from commerce.embedded.webhook.services import emit

logger = logging.getLogger(__name__)

#: Longer messages and references of payment apps are cut.
MESSAGE_MAX = 512


@dataclass(frozen=True, slots=True)
class Before:
    """The money of a locked transaction and its source, before something happens to it."""

    charged: Decimal
    authorized: Decimal
    refunded: Decimal
    others: list[TransactionItem]
    charge_full: bool
    authorize_full: bool


def before(locked: Locked) -> Before:
    """Take down the money as it is; call under the locks, before events are written."""
    item, source = locked.item, locked.source
    others: list[TransactionItem] = []
    charge_full = authorize_full = False
    if isinstance(source, Checkout):
        others = [other for other in transactions_of([source])[source.pk] if other.pk != item.pk]
        charge_full, authorize_full = _checkout_full(source, [*others, item])
    elif source is not None:
        charge_full = is_fully_paid(source)
    return Before(item.charged, item.authorized, item.refunded, others, charge_full, authorize_full)


def settle(
    locked: Locked,
    was: Before,
    *,
    now: datetime,
    fields: Iterable[str] = (),
    events: Iterable[TransactionEvent] | None = None,
) -> uuid.UUID | None:
    """
    Recompute the transaction's amounts from its events, save it with ``fields``, and emit what follows.

    ``events``: all of them, where the caller has read them under the lock. Returns the checkout that
    should complete by itself now, after the caller's transaction commits.
    """
    item, source = locked.item, locked.source
    if events is None:
        events = TransactionEvent.objects.filter(transaction=item)
    amounts = amounts_of(events)
    for name in AMOUNT_FIELDS:
        setattr(item, name, getattr(amounts, name))
    item.modified_at = now
    item.save(update_fields=sorted({*AMOUNT_FIELDS, "modified_at", *fields}))
    if isinstance(source, Checkout):
        return _settle_checkout(source, item, was)
    if source is not None:
        change = Change(
            charged=item.charged - was.charged,
            authorized=item.authorized - was.authorized,
            refunded=item.refunded - was.refunded,
        )
        money_changed(order=source, change=change, fully_paid_before=was.charge_full, now=now)
    return None


def _checkout_full(checkout: Checkout, items: list[TransactionItem]) -> tuple[bool, bool]:
    cover = cover_of(items)
    total = checkout.total_gross
    has_lines = total > 0 or CheckoutLine.objects.filter(checkout=checkout).exists()
    charge = checkout_rules.charge_status(total=total, charged=cover.charged, has_lines=has_lines)
    authorize = checkout_rules.authorize_status(total=total, covered=cover.total, has_lines=has_lines)
    return charge in ("FULL", "OVERCHARGED"), authorize == "FULL"


def _settle_checkout(checkout: Checkout, item: TransactionItem, was: Before) -> uuid.UUID | None:
    charge_full, authorize_full = _checkout_full(checkout, [*was.others, item])
    if charge_full and not was.charge_full:
        emit("CHECKOUT_FULLY_PAID", checkout=checkout)
    if not authorize_full or was.authorize_full:
        return None
    emit("CHECKOUT_FULLY_AUTHORIZED", checkout=checkout)
    return checkout.pk if checkout.channel.automatically_complete_fully_paid_checkouts else None


def complete_automatically(checkout_id: uuid.UUID | None, *, now: datetime) -> None:
    """
    Complete a checkout that is paid for. Call after commit.

    Where it is refused the event CHECKOUT_FULLY_PAID stays behind: whoever hears it completes or refunds.
    """
    if checkout_id is None:
        return
    try:
        complete_checkout(checkout_id=checkout_id, now=now, automatic=True)
    except Refusal as refusal:
        logger.info("checkout %s is paid but does not complete by itself: %s", checkout_id, refusal)


def restate_granted_refund(granted: OrderGrantedRefund | None) -> None:
    """Set a granted refund's status to what its newest event says."""
    if granted is None:
        return
    newest = granted.transaction_events.order_by("-created_at", "-id").first()
    granted.status = {
        "REFUND_REQUEST": GrantedRefundStatus.PENDING,
        "REFUND_SUCCESS": GrantedRefundStatus.SUCCESS,
        "REFUND_FAILURE": GrantedRefundStatus.FAILURE,
        "REFUND_REVERSE": GrantedRefundStatus.FAILURE,
    }.get(newest.type if newest else "", GrantedRefundStatus.NONE)
    granted.save(update_fields=["status"])


def cut(text: str | None) -> str:
    """Return a message as short as its column."""
    text = text or ""
    return text if len(text) <= MESSAGE_MAX else text[: MESSAGE_MAX - 3] + "..."

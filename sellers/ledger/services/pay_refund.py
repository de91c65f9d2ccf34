"""A refund has left. Never more than is due to the order's buyer (Overdrawn)."""

from datetime import datetime

from sellers.ledger.contracts import Entry, RefundPayment
from sellers.ledger.rules.money import plan_refund_payment
from sellers.ledger.services.record import record


def pay_refund(*, paid: RefundPayment, now: datetime) -> Entry:
    return record(plans=[plan_refund_payment(paid)], now=now)[0]

"""
The balance: a transaction for each charge, refund and dispute, and the payouts that carry them to the bank.

Fees are 2 % of a charge with 18 % GST on them, each rounded half up to the paisa; a refund gives none back.
Payouts are automatic, as Stripe's are in India: what was booked on a day (UTC) is paid out together once the
day is over. ``POST /v1/payouts`` pays out at once all that waits; its amount must be exactly that.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from commerce.payments.local_stripe import forms
from commerce.payments.local_stripe.database import Body, Database, new_id
from commerce.payments.local_stripe.errors import Refusal

FEE_PER_MILLE: Final = 20
GST_PER_CENT: Final = 18
#: Days from a charge until its money may leave, and from a payout until it is in the bank.
AVAILABLE_DAYS: Final = 2
ARRIVAL_DAYS: Final = 1

_DAY: Final = 86400


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def book(
    database: Database,
    *,
    kind: str,
    amount: int,
    source: Body,
    at: float,
    identifier: str = "",
    fee: bool = False,
) -> Body:
    """Write a transaction of the balance; ``amount`` is below nought where money leaves."""
    rate = _half_up(amount * FEE_PER_MILLE, 1000) if fee else 0
    tax = _half_up(rate * GST_PER_CENT, 100)
    currency = source["currency"]
    details = [
        {"amount": rate, "application": None, "currency": currency, "description": "Stripe processing fees"}
        | {"type": "stripe_fee"},
        {"amount": tax, "application": None, "currency": currency, "description": "GST", "type": "tax"},
    ]
    return database.insert(
        {
            "id": identifier or new_id("txn"),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": int(at) + AVAILABLE_DAYS * _DAY,
            "created": int(at),
            "currency": currency,
            "description": None,
            "exchange_rate": None,
            "fee": rate + tax,
            "fee_details": details if rate else [],
            "net": amount - rate - tax,
            "reporting_category": kind,
            "source": source["id"],
            "status": "pending",
            "type": kind,
        },
        {"payout": None},
    )


def create_payout(database: Database, params: forms.Params, *, at: float) -> Body:
    """Pay out all that waits, at once."""
    forms.known(params, "amount", "currency", "description", "metadata", "expand")
    forms.required(params, "currency", longest=3)
    amount = forms.integer(params, "amount")
    waiting = database.unpaid()
    total = sum(body["net"] for body in waiting)
    if amount is None or amount != total or total <= 0:
        raise Refusal(
            "You have insufficient funds in your Stripe account. "
            f"All that waits is paid out at once: {total}.",
            code="balance_insufficient",
            param="amount",
        )
    return _pay_out(database, waiting, at=at, automatic=False)


def pay_out_past_days(database: Database, *, at: float) -> None:
    """
    Make the payouts of days that are over; called when somebody looks, as nobody can see it any earlier.

    A day whose refunds exceed its charges waits for the next.
    """
    midnight = int(at) // _DAY * _DAY
    days: dict[int, list[Body]] = {}
    for body in database.unpaid():
        if body["created"] < midnight:
            days.setdefault(body["created"] // _DAY, []).append(body)
    carried: list[Body] = []
    for day in sorted(days):
        carried += days[day]
        if sum(body["net"] for body in carried) > 0:
            _pay_out(database, carried, at=(day + 1) * _DAY, automatic=True)
            carried = []


def _pay_out(database: Database, waiting: list[Body], *, at: float, automatic: bool) -> Body:
    arrival = datetime.fromtimestamp(at, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    total = sum(body["net"] for body in waiting)
    payout = database.insert(
        {
            "id": new_id("po"),
            "object": "payout",
            "amount": total,
            "arrival_date": int((arrival + timedelta(days=ARRIVAL_DAYS)).timestamp()),
            "automatic": automatic,
            "balance_transaction": None,
            "created": int(at),
            "currency": waiting[0]["currency"],
            "description": "STRIPE PAYOUT",
            "livemode": False,
            "method": "standard",
            "status": "paid",
            "trace_id": {"status": "supported", "value": f"STRP{new_id('x', length=12)[2:].upper()}"},
            "type": "bank_account",
        }
    )
    own = book(database, kind="payout", amount=-total, source=payout, at=at)
    payout["balance_transaction"] = own["id"]
    database.save(payout)
    for body in (*waiting, own):
        database.save({**body, "status": "available"}, {"payout": payout["id"]})
    return payout

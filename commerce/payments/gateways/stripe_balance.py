"""The balance of the Stripe account: its transactions, and the payouts that carry them to the bank."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import stripe

from commerce.payments.gateways.stripe_checkout import client, ours
from commerce.payments.rules import from_paise

PAGE: Final = 100
#: Stripe's word, within the details of a fee, for the tax on it.
TAX: Final = "tax"


@dataclass(frozen=True, slots=True)
class BalanceFact:
    """
    A transaction of the balance: ``amount`` less ``fee`` and ``fee_gst`` is ``net``; below nought where money
    left.

    ``kind`` is Stripe's type (charge, refund, adjustment, payout …), ``source_id`` what it is of, and
    ``intent_id`` the payment that this belongs to, empty where there is none.
    """

    id: str
    kind: str
    amount: Decimal
    fee: Decimal
    fee_gst: Decimal
    net: Decimal
    currency: str
    source_id: str
    intent_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PayoutFact:
    """Money on its way to the bank; ``trace`` is the bank's reference (UTR) where Stripe knows it."""

    id: str
    amount: Decimal
    currency: str
    status: str
    arrives_on: date
    trace: str
    automatic: bool
    created_at: datetime


def balance_transactions(*, since: datetime, until: datetime) -> tuple[BalanceFact, ...]:
    """Return what was booked from ``since`` until, not including, ``until``, oldest first."""
    return _facts({"created": _between(since, until)})


def transactions_of_payout(payout_id: str) -> tuple[BalanceFact, ...]:
    """Return what an automatic payout carries, without itself, oldest first."""
    return tuple(fact for fact in _facts({"payout": payout_id}) if fact.kind != "payout")


def payouts(*, since: datetime, until: datetime) -> tuple[PayoutFact, ...]:
    """
    Return the payouts made from ``since`` until, not including, ``until``, oldest first.

    Raises:
        ProviderRefused, ProviderUnavailable
    """
    params: Any = {"created": _between(since, until), "limit": PAGE}
    try:
        found = client().v1.payouts.list(params)
        rows = [_payout(each) for each in found.auto_paging_iter()]
    except stripe.StripeError as error:
        raise ours(error) from error
    return tuple(reversed(rows))


def _between(since: datetime, until: datetime) -> dict[str, int]:
    return {"gte": int(since.timestamp()), "lt": int(until.timestamp())}


def _facts(wanted: dict[str, Any]) -> tuple[BalanceFact, ...]:
    """Raises ProviderRefused, ProviderUnavailable."""
    params: Any = {**wanted, "limit": PAGE, "expand": ["data.source"]}
    try:
        found = client().v1.balance_transactions.list(params)
        rows = list(_read(found.auto_paging_iter()))
    except stripe.StripeError as error:
        raise ours(error) from error
    return tuple(reversed(rows))


def _read(found: Iterator[stripe.BalanceTransaction]) -> Iterator[BalanceFact]:
    for each in found:
        tax = sum(detail.amount for detail in each.fee_details if detail.type == TAX)
        source: Any = each.source
        intent = getattr(source, "payment_intent", None) or ""
        yield BalanceFact(
            id=each.id,
            kind=each.type,
            amount=from_paise(each.amount),
            fee=from_paise(each.fee - tax),
            fee_gst=from_paise(tax),
            net=from_paise(each.net),
            currency=each.currency.upper(),
            source_id=getattr(source, "id", None) or (source if isinstance(source, str) else ""),
            intent_id=intent if isinstance(intent, str) else intent.id,
            created_at=datetime.fromtimestamp(each.created, UTC),
        )


def _payout(each: stripe.Payout) -> PayoutFact:
    trace: Any = getattr(each, "trace_id", None)
    return PayoutFact(
        id=each.id,
        amount=from_paise(each.amount),
        currency=each.currency.upper(),
        status=each.status,
        arrives_on=datetime.fromtimestamp(each.arrival_date, UTC).date(),
        trace=(getattr(trace, "value", None) or "") if trace is not None else "",
        automatic=bool(each.automatic),
        created_at=datetime.fromtimestamp(each.created, UTC),
    )

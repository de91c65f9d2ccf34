"""The door of the payment app: the store's six questions, reactions, the sweep."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from commerce.facade import app_store, oversold
from commerce.payments import selectors
from commerce.payments import stall_door as stalls
from commerce.payments.answers import Answer, answer
from commerce.payments.errors import (
    ClaimRefused,
    FeedUnavailable,
    PaymentNotPossible,
    ProviderRefused,
    ProviderUnavailable,
)
from commerce.payments.figures import FIGURES
from commerce.payments.gateways.stripe_balance import (
    BalanceFact,
    PayoutFact,
    balance_transactions,
    payouts,
    transactions_of_payout,
)
from commerce.payments.gateways.stripe_checkout import is_set_up
from commerce.payments.invariants import invariants as _invariants
from commerce.payments.models import PaymentAttempt
from commerce.payments.movements import CardMovement, card_movements, card_movements_between
from commerce.payments.payloads import (
    ActionRequest,
    Payload,
    amount_of,
    read_action_request,
    read_session_request,
)
from commerce.payments.personal_data import PERSONAL_DATA
from commerce.payments.ports import CashRules, set_cash_rules
from commerce.payments.rules import refusal_is_final
from commerce.payments.services import act
from commerce.payments.services import check_promise as _promise
from commerce.payments.services import follow_payment as _follow
from commerce.payments.services import place_or_return as _place
from commerce.payments.services import return_excess as _excess
from commerce.payments.services import settle_abandoned as _settle
from commerce.payments.services import settle_order_payment as _orders
from commerce.payments.services.offer_methods import offer_methods
from commerce.payments.services.process_payment import process_payment
from commerce.payments.services.settle_abandoned import Settled
from commerce.payments.services.stall_cards import sweep_stall_cards
from commerce.payments.services.stall_refunds import resend_stall_refunds
from commerce.payments.services.start_payment import start_payment
from commerce.payments.services.tell_again import tell_again as _tell_again
from commerce.payments.services.undo_orders import undo_orders
from commerce.payments.services.upi_claims import claim_payment as _claim_payment
from commerce.payments.services.upi_claims import give_up_claim as _give_up_claim
from commerce.payments.services.upi_claims import run_out as _run_out
from commerce.payments.services.upi_credits import BankCredit, taken_credits
from commerce.payments.services.upi_credits import let_go_credit as _let_go_credit
from commerce.payments.services.upi_credits import see_credits as _see_credits
from commerce.payments.services.upi_feed import read_feed as _read_feed
from commerce.payments.services.upi_follow import follow_upi, keep_goods_of
from commerce.payments.services.upi_refunds import BankDebit
from commerce.payments.services.upi_refunds import see_debits as _see_debits
from commerce.payments.services.upi_stalls import return_stall_credits as _return_stall_credits
from commerce.payments.services.upi_stalls import take_stall_credit as _take_stall_credit
from commerce.payments.stall_invariants import stall_invariants
from commerce.payments.states import LIVE_CLAIMS, ClaimState
from commerce.payments.turns import turn_with
from commerce.payments.upi_invariants import upi_invariants
from commerce.payments.upi_selectors import UpiStanding, upi_standing
from commerce.payments.upi_selectors import upi_payments as _upi_payments
from jkrlm.kernel.clock import now as clock_now
from jkrlm.kernel.errors import DomainError, TryLater
from jkrlm.kernel.outbox import Event

__all__ = [
    "FIGURES",
    "PERSONAL_DATA",
    "BalanceFact",
    "BankCredit",
    "BankDebit",
    "CardMovement",
    "CashRules",
    "ClaimRefused",
    "ClaimState",
    "FeedUnavailable",
    "PayoutFact",
    "ProviderRefused",
    "ProviderUnavailable",
    "Settled",
    "UpiStanding",
    "balance_transactions",
    "cancelation_requested",
    "card_movements",
    "card_movements_between",
    "charge_requested",
    "claim_payment",
    "gateway_initialize",
    "give_up_claim",
    "hold_goods",
    "invariants",
    "is_set_up",
    "let_go_credit",
    "methods_of",
    "on_checkout_fully_paid",
    "on_order_created",
    "on_order_paid",
    "on_stripe_event",
    "on_upi_claim_changed",
    "on_upi_refund_moved",
    "payouts",
    "read_bank_feed",
    "refund_requested",
    "refusal_is_final",
    "return_stall_credits",
    "run_out",
    "see_credits",
    "see_debits",
    "set_cash_rules",
    "settle_abandoned",
    "settle_stall_cards",
    "stall_invariants",
    "stalls",
    "take_stall_credit",
    "taken_credits",
    "tell_again",
    "transaction_initialize",
    "transaction_process",
    "transactions_of_payout",
    "turn_with",
    "upi_invariants",
    "upi_payments",
    "upi_standing",
]

logger = logging.getLogger(__name__)


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it), UPI's and stalls' too."""
    return (*_invariants(), *upi_invariants(), *stall_invariants())


def methods_of(transaction_ids: Collection[str]) -> dict[str, str]:
    """
    Return how each transaction is paid, "stripe", "upi" or "cash-on-delivery"; absent where it is none of
    ours. One query.
    """
    return selectors.methods_of(transaction_ids)


def take_stall_credit(
    *, bill_id: str, reference: str, amount: Decimal, since: datetime
) -> tuple[str, date] | None:
    """
    Let the credit that names a stall's bill pay it, once, for exactly its amount, in the caller's
    transaction; return the bank's name of it and its day, or None while there is none.
    """
    found = _take_stall_credit(
        bill_id=bill_id, reference=reference, amount=amount, since=since, now=clock_now()
    )
    return (found.named, found.day) if found else None


def return_stall_credits(*, reference: str, since: datetime) -> tuple[tuple[str, Decimal], ...]:
    """
    Send back what came for a stall's bill that is not to be paid any more, in the caller's transaction;
    return the bank's name of each such credit, and its amount.
    """
    found = _return_stall_credits(reference=reference, since=since, now=clock_now())
    return tuple((each.named, each.amount) for each in found)


def gateway_initialize(payload: Payload) -> Answer:
    """Answer PAYMENT_GATEWAY_INITIALIZE_SESSION: ``data.methods``, each allowed or with the reason."""
    return {"data": {"methods": offer_methods(payload)}}


def transaction_initialize(payload: Payload) -> Answer:
    """
    Answer TRANSACTION_INITIALIZE_SESSION.

    ``data``: {"method": "stripe" | "upi" | "cash-on-delivery", "returnUrl", "cancelUrl"
    (optional)}. The page comes back to ``returnUrl`` with ``payment=done``, to
    ``cancelUrl`` (or it) with ``payment=left``: hints, ask transactionProcess. By UPI
    there is no page of ours to go to: ``data.upi`` says what to pay, under which
    reference, until when.
    """
    return _session(payload, lambda request: start_payment(request=request, now=clock_now()))


def transaction_process(payload: Payload) -> Answer:
    """Answer TRANSACTION_PROCESS_SESSION with how the payment stands now."""
    return _session(payload, lambda request: process_payment(request=request, now=clock_now()))


def _session(payload: Payload, ask: Callable[[Any], Answer]) -> Answer:
    try:
        return ask(read_session_request(payload))
    except PaymentNotPossible as refusal:
        return _refused("CHARGE_FAILURE", payload, refusal)


def charge_requested(payload: Payload) -> Answer:
    """Answer TRANSACTION_CHARGE_REQUESTED: cash that was remitted."""
    return _action(payload, "CHARGE_FAILURE", act.charge)


def refund_requested(payload: Payload) -> Answer:
    """Answer TRANSACTION_REFUND_REQUESTED; only ``pspReference`` while the provider works on it."""
    return _action(payload, "REFUND_FAILURE", act.refund)


def cancelation_requested(payload: Payload) -> Answer:
    """Answer TRANSACTION_CANCELATION_REQUESTED: an unpaid session is closed, promised cash is let go."""
    return _action(payload, "CANCEL_FAILURE", act.cancel)


def _action(payload: Payload, failure: str, do: Callable[..., Answer]) -> Answer:
    try:
        request: ActionRequest = read_action_request(payload)
        return do(request=request, now=clock_now())
    except PaymentNotPossible as refusal:
        return _refused(failure, payload, refusal)


def _refused(result: str, payload: Payload, refusal: PaymentNotPossible) -> Answer:
    """Return a failure whose reference is this question's own, so that a later one is not taken for it."""
    transaction, action = payload.get("transaction") or {}, payload.get("action") or {}
    try:
        amount = amount_of(action.get("amount", 0))
    except PaymentNotPossible:
        amount = amount_of(0)
    reference = (
        f"refused-{refusal.code.lower()}-{payload.get('issuedAt') or ''}-{transaction.get('id') or ''}"
    )
    return answer(result, amount=amount, reference=reference[:250], message=refusal.message)


def on_stripe_event(event: Event) -> None:
    """React to StripeEventReceived: ask Stripe how that payment stands, and tell the store."""
    _follow.follow_event(event_id=str(event.payload["event_id"]), store=app_store(), now=clock_now())


def on_checkout_fully_paid(event: Event) -> None:
    """React to CHECKOUT_FULLY_PAID and CHECKOUT_FULLY_AUTHORIZED: complete the checkout, or give it back."""
    checkout_id = str(event.payload["checkout"]["id"])
    _place.place_or_return(checkout_id=checkout_id, store=app_store(), now=clock_now())


def on_order_created(event: Event) -> None:
    """React to ORDER_CREATED: the checkout's payments have their order; what does not fit it goes back."""
    order = event.payload["order"]
    if not order.get("checkoutId"):
        return
    order_id, store, now = str(order["id"]), app_store(), clock_now()
    _place.settle(checkout_id=str(order["checkoutId"]), order_id=order_id)
    total = amount_of(order["total"]["gross"]["amount"])
    _excess.return_excess(order_id=order_id, total=total, store=store, now=now)
    _promise.check_promise(
        order_id=order_id,
        pincode=str((order.get("shippingAddress") or {}).get("postalCode") or ""),
        total=total,
        store=store,
        ordered_at=event.issued_at,
        now=now,
    )
    undo_orders(order_ids=oversold(order_id), store=store)


def on_order_paid(event: Event) -> None:
    """React to ORDER_PAID: what was paid for an order that owes nothing any more goes back."""
    order_id = str(event.payload["order"]["id"])
    _orders.settle_order_payments(order_id=order_id, store=app_store(), now=clock_now())


def settle_abandoned(now: datetime) -> Settled:
    """
    Sweep, every minute or two: ask Stripe about payments nobody told us of, complete or return held money.

    One payment that fails is logged and tried again later; the others go on.
    """
    return _settle.settle_abandoned(store=app_store(), now=now)


def settle_stall_cards(now: datetime) -> None:
    """Sweep, every minute or two: what no tablet and no webhook came back to, of stalls' cards."""
    sweep_stall_cards(now=now)
    resend_stall_refunds(now=now)


def tell_again(transaction_id: str) -> bool:
    """
    Tell the store all that it should know of a payment; returns whether it was told without a refusal.

    Raises:
        StoreUnavailable: try again.
    """
    attempt = PaymentAttempt.objects.get(transaction_id=transaction_id)
    try:
        _tell_again(attempt=attempt, store=app_store(), now=clock_now())
    except TryLater:
        raise
    except DomainError:
        logger.exception("%s could not be told to the store again", transaction_id)
        return False
    return True


def claim_payment(*, transaction_id: str, typed: str) -> None:
    """
    Take down the number that a buyer's UPI app shows, and keep the goods longer; the same again changes
    nothing.

    Raises:
        ClaimRefused: not twelve digits, given for another payment, or too late; a sentence for the buyer.
    """
    now = clock_now()
    claim = _claim_payment(transaction_id=transaction_id, typed=typed, now=now)
    if claim.state in LIVE_CLAIMS:
        keep_goods_of(attempt=claim.attempt, now=now)


def give_up_claim(*, transaction_id: str) -> None:
    """End a payment by UPI that its buyer did not make. Raises ClaimRefused: no such payment."""
    _give_up_claim(transaction_id=transaction_id, now=clock_now())


def run_out(reference: str) -> bool:
    """End a payment by UPI as if its time were over; returns whether it was waited for."""
    return _run_out(reference=reference, now=clock_now())


def upi_payments() -> tuple[UpiStanding, ...]:
    """Return the payments by UPI that are waited for, ended without one, or were seen today."""
    return _upi_payments(now=clock_now())


def hold_goods(transaction_id: str) -> bool:
    """
    Keep the goods of a payment by UPI now, before its buyer is asked to pay; False where they are gone, and
    the payment with them.
    """
    attempt = PaymentAttempt.objects.get(transaction_id=transaction_id)
    return keep_goods_of(attempt=attempt, now=clock_now())


def on_upi_claim_changed(event: Event) -> None:
    """React to UpiClaimChanged: keep or let go the goods, tell the store, make the order or give it back."""
    attempt = PaymentAttempt.objects.get(transaction_id=str(event.payload["transaction_id"]))
    store, now = app_store(), clock_now()
    if keep_goods_of(attempt=attempt, now=now):
        return
    _settle.settle_one(attempt=attempt, store=store, now=now)


def on_upi_refund_moved(event: Event) -> None:
    """React to UpiRefundMoved: tell the store that a transfer back was seen in the bank."""
    attempt = PaymentAttempt.objects.get(transaction_id=str(event.payload["transaction_id"]))
    follow_upi(attempt=attempt, store=app_store(), now=clock_now())


def see_credits(credits: Iterable[BankCredit]) -> int:
    """
    Take lines of a statement, money in: those by UPI are kept and matched, once; returns how many were new.
    """
    return _see_credits(credits=credits, now=clock_now())


def see_debits(debits: Iterable[BankDebit]) -> Mapping[str, str]:
    """Take lines of a statement, money out; returns line -> what it was, of transfers back by UPI."""
    return _see_debits(debits=debits, now=clock_now())


def let_go_credit(code: str) -> bool:
    """
    Say, in the caller's transaction, that a line of the statement is something else than a payment by UPI;
    returns False where its money has been taken for one.
    """
    return _let_go_credit(code=code, now=clock_now())


def read_bank_feed() -> int:
    """Take what is new of the bank's feed, if there is one. Raises FeedUnavailable: try again."""
    return _read_feed(now=clock_now())

"""Refunds and disputes: what becomes of a charge afterwards."""

from commerce.payments.local_stripe import balance, forms
from commerce.payments.local_stripe.database import Body, Database, new_id
from commerce.payments.local_stripe.errors import Refusal
from commerce.payments.local_stripe.events import emit
from commerce.payments.local_stripe.sessions import Place

REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create(database: Database, params: forms.Params, *, place: Place, at: float) -> Body:
    """Refund a charge, the whole rest unless ``amount`` says less; never more than is left."""
    forms.known(params, "payment_intent", "charge", "amount", "reason", "metadata", "expand")
    charge, private = _charge_of(database, params)
    left = charge["amount"] - charge["amount_refunded"]
    amount = forms.integer(params, "amount", default=left)
    assert amount is not None
    reason = forms.text(params, "reason", longest=40)
    if reason is not None and reason not in REASONS:
        raise Refusal(f"Invalid reason: must be one of {', '.join(REASONS)}", param="reason")
    if left == 0:
        raise Refusal(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if charge["disputed"]:
        raise Refusal("This charge has been charged back.", code="charge_disputed")
    if amount < 1 or amount > left:
        raise Refusal(
            f"Refund amount ({amount}) must be from 1 to the unrefunded amount on charge ({left})",
            code="parameter_invalid_integer",
            param="amount",
        )
    slow = private.get("afterwards") == "refund-slow"
    refund = database.insert(
        {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "created": int(at),
            "currency": charge["currency"],
            "failure_reason": None,
            "metadata": forms.metadata(params),
            "payment_intent": charge["payment_intent"],
            "reason": reason,
            "status": "pending" if slow else "succeeded",
        }
    )
    refund["balance_transaction"] = balance.book(
        database, kind="refund", amount=-amount, source=refund, at=at
    )["id"]
    database.save(refund)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    database.save(charge)
    emit(database, [("refund.created", refund), ("charge.refunded", charge)], at=at)
    if slow or private.get("afterwards") == "refund-fails":
        database.schedule("refund", refund["id"], due_at=at + place.late_seconds)
    return refund


def _charge_of(database: Database, params: forms.Params) -> tuple[Body, Body]:
    intent_id = forms.text(params, "payment_intent", longest=80)
    charge_id = forms.text(params, "charge", longest=80)
    if intent_id is not None:
        intent = database.get("payment_intent", intent_id)
        if intent["status"] != "succeeded":
            raise Refusal(
                f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.",
                code="payment_intent_unexpected_state",
            )
        charge_id = intent["latest_charge"]
    if charge_id is None:
        raise Refusal("One of the following params should be provided: payment_intent, charge.")
    charge, private = database.get_with_private("charge", charge_id)
    if not charge["paid"]:
        raise Refusal(f"Charge {charge_id} was not paid.", code="charge_not_refundable")
    return charge, private


def finish(database: Database, refund_id: str, *, at: float) -> None:
    """A slow refund succeeds; a failing one fails and gives the money back to the merchant."""
    refund = database.get("refund", refund_id)
    if refund["status"] == "pending":
        refund["status"] = "succeeded"
        database.save(refund)
        emit(database, [("refund.updated", refund)], at=at)
    elif refund["status"] == "succeeded":
        refund.update(status="failed", failure_reason="expired_or_canceled_card")
        charge = database.get("charge", refund["charge"])
        charge["amount_refunded"] -= refund["amount"]
        charge["refunded"] = False
        failure = balance.book(database, kind="refund_failure", amount=refund["amount"], source=refund, at=at)
        refund["failure_balance_transaction"] = failure["id"]
        database.save(refund)
        database.save(charge)
        emit(database, [("refund.failed", refund)], at=at)


def dispute(database: Database, session_id: str, *, at: float) -> None:
    """The buyer's bank disputes the charge of a session, once."""
    session = database.get("checkout.session", session_id)
    intent = database.get("payment_intent", session["payment_intent"])
    if intent["latest_charge"] is None:
        return
    charge = database.get("charge", intent["latest_charge"])
    if charge["disputed"] or charge["refunded"] or not charge["paid"]:
        return
    body = database.insert(
        {
            "id": new_id("du"),
            "object": "dispute",
            "amount": charge["amount"] - charge["amount_refunded"],
            "charge": charge["id"],
            "created": int(at),
            "currency": charge["currency"],
            "evidence_details": {"due_by": int(at) + 7 * 86400, "has_evidence": False},
            "is_charge_refundable": False,
            "livemode": False,
            "metadata": {},
            "payment_intent": intent["id"],
            "reason": "fraudulent",
            "status": "needs_response",
        }
    )
    balance.book(database, kind="adjustment", amount=-body["amount"], source=body, at=at)
    charge.update(disputed=True, dispute=body["id"])
    database.save(charge)
    emit(database, [("charge.dispute.created", body)], at=at)


def close_dispute(database: Database, dispute_id: str, *, at: float) -> Body:
    """Accept a dispute: it is lost."""
    body = database.get("dispute", dispute_id)
    if body["status"] != "needs_response":
        raise Refusal("This dispute is already closed.", code="dispute_already_closed")
    body["status"] = "lost"
    database.save(body)
    emit(database, [("charge.dispute.closed", body)], at=at)
    return body

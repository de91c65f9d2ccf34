"""What happens when the buyer pays: payment intent, charge, and the events of each outcome."""

from dataclasses import dataclass
from typing import Literal

from commerce.payments.local_stripe import balance
from commerce.payments.local_stripe.cards import CARDS, TestCard
from commerce.payments.local_stripe.database import Body, Database, new_id
from commerce.payments.local_stripe.events import DELIVERIES, emit
from commerce.payments.local_stripe.sessions import Place

SETTLEMENTS = ("now", "slow-success", "slow-failure")
AUTHENTICATION_FAILED = "The bank could not confirm that it is you, so nothing was paid."


@dataclass(frozen=True, slots=True)
class Controls:
    """The demonstration controls of the pay page."""

    webhooks: str = "prompt"
    settlement: str = "now"

    @classmethod
    def typed(cls, webhooks: str, settlement: str) -> "Controls":
        return cls(
            webhooks=webhooks if webhooks in DELIVERIES else "prompt",
            settlement=settlement if settlement in SETTLEMENTS else "now",
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """``paid`` (also: on its way), ``declined`` with a sentence, or ``asks`` for the bank's page."""

    kind: Literal["paid", "declined", "asks"]
    message: str = ""


def pay(
    database: Database,
    session: Body,
    private: Body,
    card: TestCard,
    *,
    controls: Controls,
    place: Place,
    at: float,
    confirmed: bool = False,
) -> Outcome:
    """Try a card on an open session. ``confirmed``: the bank's page has approved."""
    intent = _intent(database, session, private, at=at)
    private["delivery"] = controls.webhooks
    if card.outcome == "declined":
        decline(
            database, session, private, card, code=card.decline_code, message=card.message, place=place, at=at
        )
        return Outcome("declined", card.message)
    if card.outcome == "asks" and not confirmed:
        private["asked"] = {
            "number": card.number,
            "webhooks": controls.webhooks,
            "settlement": controls.settlement,
        }
        intent["status"] = "requires_action"
        database.save(intent)
        database.save(session, private)
        return Outcome("asks")
    private.pop("asked", None)
    session.update(status="complete", url=None, customer_details={"email": session["customer_email"]})
    if controls.settlement != "now":
        intent["status"] = "processing"
        private["card"] = card.number
        database.save(intent)
        database.save(session, private)
        database.schedule(controls.settlement, session["id"], due_at=at + place.late_seconds)
        events = [("payment_intent.processing", intent), ("checkout.session.completed", session)]
    else:
        events = [*_succeed(database, session, intent, card, at=at), ("checkout.session.completed", session)]
        database.save(session, private)
    emit(database, events, at=at, delivery=controls.webhooks, late_seconds=place.late_seconds)
    if card.afterwards == "dispute":
        database.schedule("dispute", session["id"], due_at=at + place.late_seconds)
    return Outcome("paid")


def settle(database: Database, session_id: str, *, good: bool, at: float) -> None:
    """Finish a delayed payment, once."""
    session, private = database.get_with_private("checkout.session", session_id)
    intent = database.get("payment_intent", session["payment_intent"])
    if intent["status"] != "processing":
        return
    delivery = private.get("delivery", "prompt")
    if good:
        events = _succeed(database, session, intent, CARDS[private["card"]], at=at)
        database.save(session)
        events.append(("checkout.session.async_payment_succeeded", session))
    else:
        intent.update(
            status="requires_payment_method", last_payment_error=_error("payment_failed", "The bank refused.")
        )
        database.save(intent)
        events = [
            ("payment_intent.payment_failed", intent),
            ("checkout.session.async_payment_failed", session),
        ]
    emit(database, events, at=at, delivery=delivery if delivery != "late" else "prompt")


def decline(
    database: Database,
    session: Body,
    private: Body,
    card: TestCard,
    *,
    code: str,
    message: str,
    place: Place,
    at: float,
) -> None:
    """Record a failed try; the session stays open for another."""
    intent = _intent(database, session, private, at=at)
    private.pop("asked", None)
    charge = database.insert(
        {**_charge(session, intent, card, at=at), "paid": False, "captured": False, "status": "failed"}
        | {"amount_captured": 0, "failure_code": "card_declined", "failure_message": message}
    )
    intent.update(
        status="requires_payment_method",
        latest_charge=charge["id"],
        last_payment_error=_error("card_declined", message, decline_code=code),
    )
    database.save(intent)
    database.save(session, private)
    emit(
        database,
        [("charge.failed", charge), ("payment_intent.payment_failed", intent)],
        at=at,
        delivery=private.get("delivery", "prompt"),
        late_seconds=place.late_seconds,
    )


def _error(code: str, message: str, *, decline_code: str | None = None) -> Body:
    return {"type": "card_error", "code": code, "decline_code": decline_code, "message": message}


def _intent(database: Database, session: Body, private: Body, *, at: float) -> Body:
    if session["payment_intent"] is not None:
        return database.get("payment_intent", session["payment_intent"])
    intent = database.insert(
        {
            "id": new_id("pi"),
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_received": 0,
            "canceled_at": None,
            "cancellation_reason": None,
            "capture_method": "automatic_async",
            "created": int(at),
            "currency": session["currency"],
            "description": private["description"],
            "last_payment_error": None,
            "latest_charge": None,
            "livemode": False,
            "metadata": private["intent_metadata"],
            "payment_method_types": session["payment_method_types"],
            "receipt_email": session["customer_email"],
            "status": "requires_payment_method",
        }
    )
    session["payment_intent"] = intent["id"]
    database.save(session)
    return intent


def _succeed(
    database: Database, session: Body, intent: Body, card: TestCard, *, at: float
) -> list[tuple[str, Body]]:
    charge = database.insert(_charge(session, intent, card, at=at), {"afterwards": card.afterwards})
    balance.book(
        database,
        kind="charge",
        amount=charge["amount"],
        source=charge,
        at=at,
        identifier=charge["balance_transaction"],
        fee=True,
    )
    intent.update(
        status="succeeded",
        amount_received=intent["amount"],
        latest_charge=charge["id"],
        last_payment_error=None,
    )
    session["payment_status"] = "paid"
    database.save(intent)
    return [("charge.succeeded", charge), ("payment_intent.succeeded", intent)]


def _charge(session: Body, intent: Body, card: TestCard, *, at: float) -> Body:
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "balance_transaction": new_id("txn"),
        "captured": True,
        "created": int(at),
        "currency": intent["currency"],
        "dispute": None,
        "disputed": False,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": intent["metadata"],
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": card.last4}},
        "receipt_email": session["customer_email"],
        "refunded": False,
        "status": "succeeded",
    }

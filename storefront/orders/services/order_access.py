"""Open and keep up an order's secret address."""

from datetime import datetime

from django.db import transaction

from storefront.models import OrderAccess


def open_access(*, checkout_id: str, language: str = "en", plan_id: str = "") -> OrderAccess:
    """Return the one address of a checkout, made the first time; two at once get the same."""
    access, made = OrderAccess.objects.get_or_create(
        checkout_id=checkout_id, defaults={"language": language, "plan_id": plan_id}
    )
    if not made and plan_id and (access.plan_id, access.language) != (plan_id, language):
        access.plan_id, access.language = plan_id, language
        access.save(update_fields=["plan_id", "language"])
    return access


def note_payment(*, access: OrderAccess, transaction_id: str, payment_key: str, method: str) -> None:
    """Remember which payment is under way; what the page says of an earlier one is over then."""
    told = []
    if access.transaction_id != transaction_id:
        access.refusal, access.payment_returned_at = "", None
        told = ["refusal", "payment_returned_at"]
    access.transaction_id, access.payment_key, access.method = transaction_id, payment_key, method
    access.save(update_fields=["transaction_id", "payment_key", "method", *told])


def end_payment(*, access: OrderAccess) -> None:
    """Forget a payment that failed or was given up; the next one gets a key of its own."""
    with transaction.atomic():
        locked = OrderAccess.objects.select_for_update().get(pk=access.pk)
        if locked.transaction_id == access.transaction_id:
            locked.transaction_id = ""
            locked.attempts_ended += 1
            locked.save(update_fields=["transaction_id", "attempts_ended"])
    access.refresh_from_db()


def note_order(*, access: OrderAccess, order_id: str) -> None:
    """Tie the address to its order; saying it twice changes nothing."""
    if access.order_id != order_id:
        access.order_id, access.refusal = order_id, ""
        access.save(update_fields=["order_id", "refusal"])


def note_refusal(*, access: OrderAccess, code: str) -> None:
    """Remember why the store made no order, for the page that tells the buyer."""
    access.refusal = code[:64]
    access.save(update_fields=["refusal"])


def note_payment_returned(*, access: OrderAccess, transaction_id: str, at: datetime) -> None:
    """
    Remember when the payment went back (the first time stands), so that the same bag can be paid anew.

    Where the buyer is paying anew already, the page goes on telling of that.
    """
    if access.transaction_id not in ("", transaction_id):
        return
    if access.transaction_id:
        end_payment(access=access)
    if access.payment_returned_at is None:
        access.payment_returned_at = at
        access.save(update_fields=["payment_returned_at"])

"""The buyer comes back from the payment page, having paid, failed or given up."""

from django.utils.translation import gettext

from commerce.payments.facade import turn_with
from storefront.checkout import store
from storefront.checkout.contracts import PaymentOutcome, Placement
from storefront.checkout.errors import PaymentRefused
from storefront.checkout.services.place_order import follow_payment
from storefront.models import OrderAccess


def return_from_payment(*, access: OrderAccess, said_done: bool) -> Placement:
    """
    Find out how the payment stands and go on from there. Coming back twice changes nothing.

    ``said_done``: the payment page claims that it was paid; while nobody confirms it, the order's page waits.

    Raises:
        PaymentRefused: declined or given up; the bag is as it was.
        OrderRefused: paid, but the store made no order; the payment app returns the money.
    """
    with turn_with(access.checkout_id):
        access.refresh_from_db()
        return _gone_on(access, said_done=said_done)


def _gone_on(access: OrderAccess, *, said_done: bool) -> Placement:
    if access.order_id or not access.transaction_id:
        return Placement(access.token, ordered=bool(access.order_id))
    payment = store.ask_payment(access.transaction_id)
    if payment.outcome is PaymentOutcome.REDIRECT and said_done:
        return Placement(access.token)
    if payment.outcome is PaymentOutcome.REDIRECT:
        raise PaymentRefused(gettext("You came back without paying. Nothing was taken."), code="LEFT")
    return follow_payment(access=access, payment=payment)

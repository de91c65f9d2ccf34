"""The page of an order that is not there yet, or will never be."""

from dataclasses import dataclass

from django.utils.translation import gettext

from storefront.checkout.sentences import order_sentence
from storefront.models import OrderAccess


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """``confirming``: something is still under way, look again soon."""

    title: str
    sentences: tuple[str, ...]
    confirming: bool


def waiting_page(access: OrderAccess) -> WaitingPage:
    """Say what happened to the payment of an order that the store has not made."""
    if access.payment_returned_at is not None:
        return WaitingPage(
            gettext("Your payment is on its way back"),
            (
                _why(access),
                gettext("We have returned the whole amount. Banks take up to a week to show it."),
            ),
            confirming=False,
        )
    if access.refusal:
        return WaitingPage(
            gettext("We could not make your order"),
            (
                _why(access),
                gettext("What you paid is being returned in full. This page will say so when it is done."),
            ),
            confirming=True,
        )
    if access.transaction_id:
        return WaitingPage(
            gettext("We are confirming your payment"),
            (
                gettext("This takes a few seconds with most banks. You need not pay again."),
                gettext("If you close this page, the link to your order comes by e-mail."),
            ),
            confirming=True,
        )
    return WaitingPage(
        gettext("This order was not paid"),
        (gettext("Nothing was taken. Your bag is as it was."),),
        confirming=False,
    )


def _why(access: OrderAccess) -> str:
    if not access.refusal:
        return gettext("The store could not make an order of your payment.")
    if access.refusal == "INSUFFICIENT_STOCK":
        return gettext("A piece was sold to somebody else while you paid.")
    return order_sentence(access.refusal, "")

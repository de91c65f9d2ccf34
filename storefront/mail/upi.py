"""Mail about a payment by UPI: not seen in time although its buyer says that it is paid, or sent back."""

from decimal import Decimal

from django.utils.translation import gettext

import commerce.payments.facade as payments
from commerce.payments.facade import ClaimState
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event
from storefront.formats import rupees
from storefront.mail.notes import Note, write_note
from storefront.mail.reactions import buyer_email
from storefront.models import MailMessage, OrderAccess
from storefront.orders.return_address import upi_path


def on_upi_claim_changed(event: Event) -> None:
    """React to UpiClaimChanged: who gave a number, and whose payment was not seen in time, is told."""
    transaction_id = str(event.payload["transaction_id"])
    standing = payments.upi_standing(transaction_id)
    if standing is None or standing.state is not ClaimState.EXPIRED or not standing.rrn:
        return
    access = OrderAccess.objects.filter(checkout_id=standing.checkout_id, order_id=None).first()
    if access is None:
        return
    amount = rupees(Money(standing.amount, "INR"))
    number, path = standing.rrn, upi_path(access)

    def make() -> Note:
        return Note(
            subject=gettext("We have not seen your UPI payment of %(amount)s") % {"amount": amount},
            paragraphs=(
                gettext("You told us of a UPI payment with the number %(number)s. Our bank has not shown it.")
                % {"number": number},
                gettext(
                    "If you did pay, nothing is lost: once the bank shows it, your order is made if the "
                    "pieces are still there at this price. If not, the whole amount goes back to you."
                ),
            ),
            path=path,
            link=gettext("How your payment stands"),
        )

    write_note(
        kind=MailMessage.Kind.UPI,
        reference=standing.reference,
        to=buyer_email(access),
        language=access.language,
        make=make,
        access=access,
    )


def on_upi_refund_written(event: Event) -> None:
    """
    React to UpiRefundWritten: money that makes no order, or came twice, goes back by a transfer that people
    make; its buyer is told before it is done. Of an order's own refund its mail tells when it is.
    """
    standing = payments.upi_standing(str(event.payload["transaction_id"]))
    if standing is None:
        return
    second = bool(event.payload["second"])
    access = OrderAccess.objects.filter(checkout_id=standing.checkout_id).first()
    if access is None or not (second or standing.goes_back):
        return
    amount = rupees(Money(Decimal(str(event.payload["amount"])), "INR"))
    path = upi_path(access)

    def make() -> Note:
        return Note(
            subject=gettext("%(amount)s goes back to you") % {"amount": amount},
            paragraphs=(
                gettext("More came from you by UPI than there was to pay.")
                if second
                else gettext("Your payment came too late, or for pieces that are sold. Nothing was ordered."),
                gettext("We send %(amount)s back to you within seven days. You need do nothing.")
                % {"amount": amount},
            ),
            path=path,
            link=gettext("How your payment stands"),
        )

    write_note(
        kind=MailMessage.Kind.UPI,
        reference=str(event.payload["reference"]),
        to=buyer_email(access),
        language=access.language,
        make=make,
        access=access,
    )

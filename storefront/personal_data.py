"""What the storefront holds about a buyer, her orders above all, and how it forgets."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from commerce.client import AddressParts, OrderParts
from commerce.facade import app_store
from jkrlm.kernel.ids import new_token
from jkrlm.kernel.personal_data import Holder, Subject, Told
from storefront.formats import rupees
from storefront.models import MailMessage, OrderAccess
from storefront.store_values import money

#: Where a mail that was erased went.
ERASED = "erased@buyers.invalid"


def _tell(subject: Subject) -> tuple[Told, ...]:
    orders = [app_store().order_details(id=each).order for each in subject.order_ids]
    mails = _mails(subject).order_by("pk")
    return (
        Told(_("Orders"), tuple(_order(each) for each in orders if each is not None)),
        Told(
            _("Our mails to you"),
            tuple(
                {
                    _("To"): each.to,
                    _("At"): each.created_at.isoformat(),
                    _("Subject"): each.subject,
                    _("Text"): each.text,
                }
                for each in mails
            ),
        ),
    )


def _forget(subject: Subject) -> None:
    """
    Wipe the mails, and close the orders' pages: the links that were sent lead nowhere any more.

    The orders themselves stay in the store as long as their invoices do.
    """
    mails = _mails(subject)
    mails.filter(state=MailMessage.State.QUEUED).update(state=MailMessage.State.WITHHELD)
    mails.update(to=ERASED, text="", html="")
    for access in OrderAccess.objects.filter(checkout_id__in=subject.checkout_ids):
        access.token = new_token()
        access.save(update_fields=["token"])


def _mails(subject: Subject) -> QuerySet[MailMessage]:
    """Those about her orders, whoever got them, and what else went to a mailbox of hers."""
    mailboxes = [each.lower() for each in subject.emails]
    hers = Q(access__checkout_id__in=subject.checkout_ids) | Q(mailbox__in=mailboxes)
    return MailMessage.objects.annotate(mailbox=Lower("to")).filter(hers)


def _order(order: OrderParts) -> Mapping[str, Any]:
    return {
        _("Number"): order.number,
        _("Placed"): str(order.created),
        _("E-mail"): order.user_email or "",
        _("Delivered to"): _address(order.shipping_address),
        _("Paid by"): _address(order.billing_address),
        _("Pieces"): [f"{line.quantity} × {line.product_name}" for line in order.lines],
        _("Total"): rupees(money(order.total.gross)),
    }


def _address(address: AddressParts | None) -> str:
    if address is None:
        return ""
    parts = (
        f"{address.first_name} {address.last_name}".strip(),
        address.street_address_1,
        address.street_address_2,
        address.city,
        address.postal_code,
        address.country_area,
        address.phone,
    )
    return ", ".join(part for part in parts if part)


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)

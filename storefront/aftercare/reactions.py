"""What is written to a buyer after buying, and how an exchange finds its order."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commerce.client import OrderParts
from commerce.facade import app_store
from jkrlm.kernel.formats import rupees
from jkrlm.kernel.outbox import Event
from sellers.orders.facade import (
    ReturnState,
    SellerOrderState,
    link_exchange,
    parts_of_order,
    return_by_number,
)
from storefront.aftercare.services.begin_exchange import EXCHANGE_KEY, return_named
from storefront.aftercare.services.keep_piece import end_kept
from storefront.aftercare.words import return_sentence, return_title
from storefront.mail.notes import Note, write_note
from storefront.models import MailMessage, OrderAccess
from storefront.store_values import entries

Kind = MailMessage.Kind


def on_return_moved(event: Event) -> None:
    """React to ReturnMoved: one letter for each step."""
    view = return_by_number(int(event.payload["case"]))
    found = _buyer(str(event.payload["order"]))
    if view is None or found is None:
        return
    access, order = found
    view = replace(view, state=ReturnState(str(event.payload["state"])))
    reference = f"return {event.payload['change']}"

    def make() -> Note:
        said = [return_title(view) + ".", view.answer, return_sentence(view)]
        if view.wanted and view.state.value == "approved":
            said.append(
                _(
                    "Order the other piece by the button on the page, or have it kept until your money "
                    "is back."
                )
            )
        if view.wanted and view.state is ReturnState.REFUNDED and not view.exchange_number:
            said.append(
                _("The other piece: order it by the button on the page, within seven days if we keep it.")
            )
        return Note(
            subject=_("Order %(number)s, return %(reference)s: %(title)s")
            % {"number": order.number, "reference": view.reference, "title": return_title(view)},
            paragraphs=tuple(each for each in said if each),
            path=_path(access),
            link=_("See your order"),
            name=_payer(order),
        )

    write_note(
        kind=Kind.RETURN,
        reference=reference,
        to=order.user_email or "",
        language=access.language,
        make=make,
        access=access,
    )


def on_part_cancelled(event: Event) -> None:
    """
    React to SellerOrderMoved and SellerOrderTakenBack: part of an order will not be sent, the rest will.

    Of an order that is cancelled as a whole the store's own event tells.
    """
    whole = event.payload.get("state") == SellerOrderState.CANCELLED.value
    if not whole and event.payload.get("kind") != "cancelled-lines":
        return
    code = str(event.payload["code"])
    order_id = str(event.payload.get("order") or "")
    parts = parts_of_order(order_id)
    gone = (SellerOrderState.CANCELLED, SellerOrderState.RETURNED)
    found = _buyer(order_id)
    part = next((each for each in parts if each.code == code), None)
    if found is None or part is None or all(each.state in gone for each in parts):
        return
    access, order = found
    reference = code if whole else str(event.payload["reference"])

    def make() -> Note:
        said = [_("this part of your order %(number)s is cancelled:") % {"number": order.number}]
        said += [
            each.name if each.quantity - each.left == 1 else f"{each.quantity - each.left} × {each.name}"
            for each in part.lines
            if each.left < each.quantity
        ]
        amount = rupees(part.given_back, paise=True)
        rest = _("%(amount)s go back to you, or are not collected. The rest comes.")
        said.append(rest % {"amount": amount})
        return Note(
            subject=_("Order %(number)s: a part is cancelled") % {"number": order.number},
            paragraphs=tuple(said),
            path=_path(access),
            link=_("See your order"),
            name=_payer(order),
        )

    write_note(
        kind=Kind.PART_CANCELLED,
        reference=reference,
        to=order.user_email or "",
        language=access.language,
        make=make,
        access=access,
    )


def on_exchange_ordered(event: Event) -> None:
    """React to ORDER_CONFIRMED: an order that was marked brings the piece that a return asked for."""
    order = app_store().order_details(id=str(event.payload["order"]["id"])).order
    number = return_named(entries(order.metadata).get(EXCHANGE_KEY, "")) if order else None
    view = return_by_number(number) if number else None
    if order is None or view is None:
        return
    if any(line.variant and line.variant.id == view.wanted for line in order.lines):
        link_exchange(view.number, order_number=order.number)
        end_kept(return_number=view.number, now=event.issued_at)


def _buyer(order_id: str) -> tuple[OrderAccess, OrderParts] | None:
    access = OrderAccess.objects.filter(order_id=order_id).first() if order_id else None
    order = app_store().order_details(id=order_id).order if access else None
    return (access, order) if access and order else None


def _path(access: OrderAccess) -> str:
    with override(access.language):
        return reverse("storefront:order", args=[access.token])


def _payer(order: OrderParts) -> str:
    """The letters go to who paid; of a present the parcel bears another's name."""
    address = order.billing_address or order.shipping_address
    return f"{address.first_name} {address.last_name}".strip() if address else ""

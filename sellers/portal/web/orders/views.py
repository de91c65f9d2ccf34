"""Under /sell/orders/: the lanes, one order, and what is new."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jkrlm.people.facade import User
from logistics.parcels.facade import has_carriers_label
from media.facade import qr_svg
from sellers.orders.facade import (
    SellerOrderDetail,
    SellerOrderState,
    SellerOrderUnknown,
    asks_labels,
    detail,
)
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.frame import seller_page
from sellers.portal.web.orders import desk
from sellers.portal.web.orders.invoices import LEFT, invoice_rows
from sellers.portal.web.orders.papers import TO_BE_SENT, scan_address
from sellers.portal.web.orders.reasons import in_words, state_in_words
from sellers.portal.web.orders.returns import return_rows
from sellers.portal.web.orders.store import Destination, Looks, looks_of, parcel_of


@require_safe
@for_sellers
def orders(request: SellerRequest) -> HttpResponse:
    """Her orders; a helper's: those of all her groups, the most urgent first."""
    return orders_page(request)


def orders_page(
    request: SellerRequest, *, refused: str = "", refusal: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    """Show the lanes; ``refused`` is the order whose button said no, ``refusal`` the sentence."""
    done = request.GET.get("s") == "done"
    lanes, is_away = desk.lanes(request.acting, done=done)
    keys = {lane.key for lane in lanes}
    context = {
        "lanes": lanes,
        "tally": desk.tally(request.acting),
        "pack_lane": "pack" if "pack" in keys else "next",
        "new_lane": "new" if "new" in keys else "unanswered",
        "is_away": is_away,
        "done": done,
        "refused": refused,
        "refusal": refusal,
        "typed": typed,
    }
    return seller_page(request, "portal/orders/orders.html", context, here="orders", status=status)


@require_safe
@for_sellers
def news(request: SellerRequest) -> HttpResponse:
    """Say whether anything moved since the page was drawn: a few bytes, so that it may be asked often."""
    tally = desk.tally(request.acting)
    if request.GET.get("seen") == tally["mark"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return seller_page(request, "portal/orders/news.html", {"tally": tally, "changed": True}, here="orders")


@require_safe
@for_sellers
def order(request: SellerRequest, code: str) -> HttpResponse:
    return order_page(request, code)


def order_page(
    request: SellerRequest, code: str, *, refusal: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    """
    Show one order: pieces, where it goes, how it is packed, its papers, what happened to it.

    Name and address are asked of the store, and only for who may act on an order that is still to be sent.
    """
    try:
        found = detail(code, group_codes=request.acting.group_codes)
    except SellerOrderUnknown as unknown:
        raise Http404 from unknown
    card = found.card
    may_read = card.state in TO_BE_SENT and card.group_code in desk.hands_of(request.acting, [card]).acts
    destination: Destination | None = None
    looks: Looks
    if may_read:
        destination, looks = parcel_of(card)
    else:
        looks = looks_of([card])
    officer = any(
        each.role == "clf-officer" and each.code == card.group_code for each in request.acting.places
    )
    row = desk.one_row(request.acting, card, looks)
    may_cancel = may_read or (card.state is SellerOrderState.NEW and row.may_say_no)
    context = {
        "row": row,
        "is_away": looks.is_away,
        "may_read": may_read,
        "to_be_sent": card.state in TO_BE_SENT,
        "has_carriers_label": may_read and card.state in TO_BE_SENT and has_carriers_label(card.code),
        "may_cancel": may_cancel,
        "asks_labels": card.state is SellerOrderState.ACCEPTED and asks_labels(card.code),
        "labels": request.POST.get("labels", ""),
        "may_leave_out": may_cancel and sum(piece.quantity for piece in row.pieces) > 1,
        "destination": destination,
        "weight_grams": found.weight_grams,
        "service": card.service,
        "latest": card.latest,
        "history": _history(found),
        "returns": return_rows(code) if card.delivered_on else (),
        "invoices": invoice_rows(code) if card.state in LEFT and _may_press(request, card.group_code) else (),
        "qr": qr_svg(scan_address(card.code)) if may_read else "",
        "takes_in": officer and card.state in TO_BE_SENT,
        "refused": card.code if refusal else "",
        "refusal": refusal,
        "typed": typed,
        "alone": True,
    }
    return seller_page(request, "portal/orders/order.html", context, here="orders", status=status)


def _may_press(request: SellerRequest, group_code: str) -> bool:
    acting = request.acting
    return acting.consent is not None or group_code in acting.own_codes


def _history(found: SellerOrderDetail) -> list[dict[str, object]]:
    """Return what happened, newest first, with who did it. One query."""
    ids = [int(step.actor.removeprefix("person:")) for step in found.steps if _is_person(step.actor)]
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [
        {
            "words": state_in_words(step.state.value),
            "at": step.at,
            "who": names.get(int(step.actor.removeprefix("person:")), "")
            if _is_person(step.actor)
            else {"clock": _("by itself")}.get(step.actor, ""),
            "on_behalf_of": step.on_behalf_of,
            "reason": in_words(step.reason) if step.reason else "",
        }
        for step in reversed(found.steps)
    ]


def _is_person(actor: str) -> bool:
    return actor.startswith("person:") and actor.removeprefix("person:").isdigit()

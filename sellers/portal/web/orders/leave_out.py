"""A group can send a part of an order only: how many of what, why, and then whether she is sure."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

import sellers.orders.facade as seller_orders
from jkrlm.kernel.formats import rupees as in_rupees
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.money import Money
from sellers.orders.facade import (
    WITH_THE_GROUP,
    BadQuantity,
    SellerOrderCard,
    SellerOrderState,
    WrongState,
)
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.contracts import Acting
from sellers.portal.facade import audit_act
from sellers.portal.web.frame import current_language, seller_page
from sellers.portal.web.orders import desk
from sellers.portal.web.orders.reasons import REASONS, state_in_words
from sellers.portal.web.orders.rows import PieceRow, piece_row
from sellers.portal.web.orders.steps import card_of
from sellers.portal.web.orders.store import looks_of

_KEY_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """One piece with what she typed: ``units`` is None where that is no number, or more than are left."""

    field: str
    sku: str
    row: PieceRow
    typed: str
    units: int | None


def parts_left(card: SellerOrderCard) -> int:
    """Return how many units are still to be sent."""
    return sum(piece.quantity - piece.returned for piece in card.pieces)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def leave_out(request: SellerRequest, code: str) -> HttpResponse:
    """
    Ask how many of what and why; then whether she is sure, with what goes back to the buyer; then do it.

    All of it is the whole order, which has its own page.
    """
    card = card_of(request, code)
    under = desk.act_on(request.acting, card.group_code)
    given = request.POST or request.GET
    wanted = _wanted(card, given)
    chosen = given.get("reason", "")
    if card.state not in WITH_THE_GROUP or parts_left(card) < 2:
        if request.method == "POST" and card.state is SellerOrderState.CANCELLED:
            return redirect("portal:order", code)
        return _page(
            request, card, under, wanted, refusal=_stands(card), status=HTTPStatus.CONFLICT, may=False
        )
    if not given:
        return _page(request, card, under, wanted)
    if refusal := _fault(wanted, chosen):
        return _page(
            request, card, under, wanted, chosen, refusal=refusal, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    units = {each.sku: each.units for each in wanted if each.units}
    if sum(units.values()) == parts_left(card):
        return redirect(f"{reverse('portal:order_cancel', args=[code])}?{urlencode({'reason': chosen})}")
    try:
        if request.method != "POST":
            back = seller_orders.worth_of_lines(code, group_codes=under.group_codes, quantities=units)
            return _page(request, card, under, wanted, chosen, back=back)
        _leave_out(card, under, units, chosen, request.POST.get("key", "")[:_KEY_MAX] or uuid4().hex)
    except (WrongState, BadQuantity):
        card = card_of(request, code)
        words = _stands(card)
        return _page(
            request,
            card,
            under,
            _wanted(card, given),
            refusal=words,
            status=HTTPStatus.CONFLICT,
            may=card.state in WITH_THE_GROUP,
        )
    words = _("Order %(number)s: the rest is sent. The buyer is told what is missing.")
    messages.success(request, words % {"number": card.number})
    return redirect("portal:order", code)


def _wanted(card: SellerOrderCard, given: QueryDict) -> tuple[Wanted, ...]:
    looks, language = looks_of([card]), current_language()
    found = []
    for place, piece in enumerate(card.pieces):
        left, field = piece.quantity - piece.returned, f"n{place}"
        typed = given.get(field, "").strip() or "0"
        units = int(typed) if typed.isdecimal() and len(typed) < 6 and int(typed) <= left else None
        if left:
            found.append(Wanted(field, piece.sku, piece_row(piece, card, looks, language), typed[:6], units))
    return tuple(found)


def _fault(wanted: tuple[Wanted, ...], chosen: str) -> str:
    if any(each.units is None for each in wanted):
        return _("So many are not in this order. Look at the numbers once more.")
    if not any(each.units for each in wanted):
        return _("Say how many you cannot send.")
    return "" if chosen in REASONS else _("Choose why.")


def _stands(card: SellerOrderCard) -> str:
    return _("Something happened meanwhile. The order stands at: %(state)s.") % {
        "state": state_in_words(card.state.value)
    }


def _leave_out(card: SellerOrderCard, under: Acting, units: dict[str, int], chosen: str, key: str) -> None:
    """
    Raises:
        WrongState, BadQuantity: something happened meanwhile. The same key again does nothing.
    """
    told = REASONS[chosen].told
    with advisory_lock(f"portal order {card.code}"), transaction.atomic():
        before = seller_orders.card(card.code, group_codes=under.group_codes)
        seller_orders.cancel_lines(
            card.code,
            group_codes=under.group_codes,
            by=under.by(),
            quantities=units,
            reason=told,
            key=f"portal:{key}",
        )
        if seller_orders.card(card.code, group_codes=under.group_codes) == before:
            return
        audit_act(
            under,
            verb="orders.leave-out",
            target=f"seller order {card.code}",
            before={"pieces": {piece.sku: piece.quantity - piece.returned for piece in before.pieces}},
            after={"left_out": units, "reason": told},
        )


def _page(
    request: SellerRequest,
    card: SellerOrderCard,
    under: Acting,
    wanted: tuple[Wanted, ...],
    chosen: str = "",
    *,
    back: Money | None = None,
    refusal: str = "",
    status: int = HTTPStatus.OK,
    may: bool = True,
) -> HttpResponse:
    """``back`` is what the buyer gets back; with it she is asked whether she is sure."""
    count = sum(each.units or 0 for each in wanted)
    less, returned = _("The buyer pays %(sum)s less at the door."), _("The buyer gets %(sum)s back.")
    buyer = (less if card.cash.amount else returned) % {"sum": in_rupees(back)} if back is not None else ""
    context = {
        "row": desk.one_row(request.acting, card, looks_of([card])),
        "wanted": wanted,
        "may": may,
        "reasons": [(key, each.label) for key, each in REASONS.items()],
        "chosen": chosen if chosen in REASONS else "",
        "chosen_label": REASONS[chosen].label if chosen in REASONS else "",
        "is_sure": back is not None,
        "question": ngettext("Leave %(n)s piece out?", "Leave %(n)s pieces out?", count) % {"n": count},
        "buyer": buyer,
        "key": uuid4().hex,
        "refusal": refusal,
        "on_behalf_of": under.on_behalf_of,
    }
    return seller_page(request, "portal/orders/leave_out.html", context, here="orders", status=status)

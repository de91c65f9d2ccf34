"""What she presses: yes, packed, handed over, cannot. Each press may come twice, or too late."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

import sellers.orders.facade as seller_orders
from certification.labels.facade import LabelRefusal, LabelUnknown
from certification.lots.facade import LotRefusal
from commerce.facade import StoreUnavailable
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.locks import advisory_lock
from logistics.carriers.facade import is_s10, looks_s10
from sellers.collection.facade import IntakeState, at_the_centre
from sellers.orders.facade import (
    NotCovered,
    SellerOrderCard,
    SellerOrderState,
    SellerOrderUnknown,
    WrongState,
)
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.contracts import Acting
from sellers.portal.facade import audit_act
from sellers.portal.web.frame import seller_page
from sellers.portal.web.orders import desk
from sellers.portal.web.orders.reasons import REASONS, state_in_words
from sellers.portal.web.orders.rows import day_words
from sellers.portal.web.orders.store import looks_of
from sellers.portal.web.orders.views import order_page, orders_page

_S: Final = SellerOrderState
TARGET: Final = {"accept": _S.ACCEPTED, "packed": _S.PACKED, "hand-over": _S.HANDED_OVER}
#: Letters and digits as carriers print them.
_NUMBER: Final = re.compile(r"[A-Z0-9]{0,40}")


class DoubtfulNumber(DomainError):
    code = "DOUBTFUL_NUMBER"


class AtTheCentre(DomainError):
    """The federation's centre has it, or gave it back to be mended: past its check nothing leaves."""

    code = "AT_THE_CENTRE"


#: What a press may be told, beside what labels say.
_REFUSALS: Final = (WrongState, NotCovered, DoubtfulNumber, AtTheCentre, StoreUnavailable)
CODES_MAX: Final = 50


def read_codes(typed: str) -> tuple[str, ...]:
    """Return the label codes in what was typed or scanned, one or several, addresses of labels too."""
    words = re.split(r"[\s,;]+", typed.strip().upper())[:CODES_MAX]
    return tuple(code for word in words if (code := word.rstrip("/").rsplit("/", 1)[-1].replace("-", "")))


@require_POST
@for_sellers
def step(request: SellerRequest, code: str, act: str) -> HttpResponse:
    """Take one step. Pressed again it is done already; pressed too late it says what happened meanwhile."""
    card = card_of(request, code)
    under = desk.act_on(request.acting, card.group_code)
    typed = re.sub(r"[\s-]", "", request.POST.get("tracking", "")).upper()[:60]
    try:
        with advisory_lock(f"portal order {code}"):
            before = card_of(request, code)
            if before.state is not TARGET[act]:
                labels = read_codes(request.POST.get("labels", "")) if act == "packed" else ()
                _take(act, before, under, typed, labels, is_sure=request.POST.get("sure") == typed)
    except (*_REFUSALS, LabelRefusal, LotRefusal) as refusal:
        return _refused(request, code, refusal, typed)
    return _done(request, code, under)


def _take(
    act: str, card: SellerOrderCard, under: Acting, typed: str, labels: tuple[str, ...], *, is_sure: bool
) -> None:
    """
    Raises:
        LabelRefusal, LotRefusal: a label that was said is not on a piece of this order.
        WrongState, NotCovered, StoreUnavailable: from the orders.
        DoubtfulNumber: the carrier's number cannot be right; pressed again it is taken all the same.
        AtTheCentre: it waits there, or was given back.
    """

    def written() -> None:
        audit_act(
            under,
            verb=f"orders.{act}",
            target=f"seller order {card.code}",
            before={"state": card.state.value},
            after={
                "state": TARGET[act].value,
                **({"tracking": typed} if act == "hand-over" and typed else {}),
                **({"labels": list(labels)} if labels else {}),
            },
        )

    if act == "hand-over":
        if at_the_centre(card.code) in (IntakeState.HERE, IntakeState.BACK):
            raise AtTheCentre("", params={"code": card.code})
        if typed and not is_sure:
            _look_at(typed)
        if card.state not in (_S.PACKED, _S.ACCEPTED):
            raise WrongState("", params={"code": card.code, "state": card.state.value})
        seller_orders.hand_over(
            card.code,
            group_codes=under.group_codes,
            by=under.by(),
            tracking_number=typed[:40],
            audited=written,
        )
        return
    move: Callable[..., None] = seller_orders.accept if act == "accept" else seller_orders.pack
    with transaction.atomic():
        if labels:
            seller_orders.sell_labelled(card.code, labels, under.by())
        move(card.code, group_codes=under.group_codes, by=under.by())
        written()


def _look_at(number: str) -> None:
    """Doubt what carriers do not print: other signs, or a check digit that does not fit (UPU S10)."""
    if not _NUMBER.fullmatch(number):
        raise DoubtfulNumber(
            _("This is not how carriers write their numbers. Look at the receipt once more.")
        )
    if looks_s10(number) and not is_s10(number):
        raise DoubtfulNumber(_("One figure of this number is wrong. Look at the receipt once more."))


def card_of(request: SellerRequest, code: str) -> SellerOrderCard:
    """Return one of her orders. Raises Http404, for another's as for none."""
    try:
        return seller_orders.card(code, group_codes=request.acting.group_codes)
    except SellerOrderUnknown as unknown:
        raise Http404 from unknown


def _refused(request: SellerRequest, code: str, refusal: DomainError, typed: str) -> HttpResponse:
    """Say it on the card that was pressed, on the page it was pressed on; nothing typed is lost."""
    card = card_of(request, code)
    status = HTTPStatus.CONFLICT
    if isinstance(refusal, StoreUnavailable):
        status = HTTPStatus.SERVICE_UNAVAILABLE
        words = _("The store does not answer now. Nothing is lost: press again in a few minutes.")
    elif isinstance(refusal, NotCovered):
        words = _("The buyer has not paid this order and not promised to. Keep the parcel, and ask for help.")
    elif isinstance(refusal, AtTheCentre):
        words = _("Your federation’s centre checks this parcel. Mend what it asks for and bring it there.")
    elif isinstance(refusal, LabelUnknown):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        words = _("There is no label with this code. Look at it once more.")
    elif isinstance(refusal, LabelRefusal | LotRefusal):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        words = _("This label is not on a piece of this order. Look at it once more, or ask for help.")
    elif isinstance(refusal, DoubtfulNumber):
        status, words = HTTPStatus.UNPROCESSABLE_ENTITY, refusal.message
    else:
        words = _("Something happened meanwhile. The order stands at: %(state)s.") % {
            "state": state_in_words(card.state.value)
        }
    if _is_partial(request):
        return _fragment(request, card, refusal=words, typed=typed, status=status)
    if request.POST.get("from") == "order":
        return order_page(request, code, refusal=words, typed=typed, status=status)
    return orders_page(request, refused=code, refusal=words, typed=typed, status=status)


def _done(request: SellerRequest, code: str, under: Acting) -> HttpResponse:
    card = card_of(request, code)
    words = _said(card)
    if under.on_behalf_of:
        words += " " + _("Written down for %(name)s.") % {"name": under.on_behalf_of}
    if _is_partial(request):
        return _fragment(request, card, told=words)
    messages.success(request, words)
    if request.POST.get("from") == "order":
        return redirect("portal:order", code)
    return redirect(f"{reverse('portal:orders')}#o-{code}")


def _said(card: SellerOrderCard) -> str:
    facts = {"number": card.number, "day": day_words(card.pack_by, clock.today()), "carrier": card.carrier}
    if card.state is _S.ACCEPTED:
        return _("Order %(number)s is yours. Pack it by %(day)s.") % facts
    if card.state is _S.PACKED:
        return _("Order %(number)s is packed. Give it to %(carrier)s.") % facts
    return _("Order %(number)s is on its way.") % facts


def _is_partial(request: SellerRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and request.POST.get("from") != "order"


def _fragment(
    request: SellerRequest,
    card: SellerOrderCard,
    *,
    told: str = "",
    refusal: str = "",
    typed: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The card alone, with the counts over the lanes; for htmx."""
    context = {
        "row": desk.one_row(request.acting, card, looks_of([card])),
        "tally": desk.tally(request.acting),
        "told": told,
        "refused": card.code if refusal else "",
        "refusal": refusal,
        "typed": typed,
    }
    return seller_page(request, "portal/orders/pressed.html", context, here="orders", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def cancel(request: SellerRequest, code: str) -> HttpResponse:
    """
    One question a page: why, then whether she is sure, with what it means for the buyer and for the money.

    A new order is refused by the same two pages.
    """
    card = card_of(request, code)
    under = desk.act_on(request.acting, card.group_code)
    chosen = (request.POST or request.GET).get("reason", "")
    refusal, status = "", HTTPStatus.OK
    if request.method == "POST" and chosen in REASONS:
        try:
            _cancel(card, under, chosen)
        except WrongState:
            card, status = card_of(request, code), HTTPStatus.CONFLICT
            refusal = _("Something happened meanwhile. The order stands at: %(state)s.") % {
                "state": state_in_words(card.state.value)
            }
        else:
            words = _("Order %(number)s is cancelled. The buyer is told, and the money goes back.")
            messages.success(request, words % {"number": card.number})
            return redirect("portal:orders")
    elif request.method == "POST" or (chosen and chosen not in REASONS):
        refusal, status = _("Choose one."), HTTPStatus.UNPROCESSABLE_ENTITY
    may = card.state in (_S.NEW, _S.ACCEPTED, _S.PACKED)
    if not may and not refusal:
        refusal, status = (
            _("This order can be cancelled no more. It stands at: %(state)s.")
            % {"state": state_in_words(card.state.value)},
            HTTPStatus.CONFLICT,
        )
    context = {
        "card": card,
        "row": desk.one_row(request.acting, card, looks_of([card])),
        "may": may,
        "reasons": [(key, each.label) for key, each in REASONS.items()],
        "chosen": chosen if chosen in REASONS else "",
        "chosen_label": REASONS[chosen].label if chosen in REASONS else "",
        "refusal": refusal,
        "on_behalf_of": under.on_behalf_of,
    }
    return seller_page(request, "portal/orders/cancel.html", context, here="orders", status=status)


def _cancel(card: SellerOrderCard, under: Acting, chosen: str) -> None:
    with advisory_lock(f"portal order {card.code}"), transaction.atomic():
        now_in = seller_orders.card(card.code, group_codes=under.group_codes).state
        if now_in is _S.CANCELLED:
            return
        seller_orders.cancel(
            card.code, group_codes=under.group_codes, by=under.by(), reason=REASONS[chosen].told
        )
        audit_act(
            under,
            verb="orders.cancel",
            target=f"seller order {card.code}",
            before={"state": now_in.value},
            after={"state": _S.CANCELLED.value, "reason": REASONS[chosen].told},
        )

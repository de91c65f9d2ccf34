"""After buying, by the order's secret address: cancel, send back, take another piece. No money is here."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jkrlm.kernel.clock import local_date, now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from media.facade import PictureUnknown, picture_answer
from sellers.orders.facade import (
    FAULTS,
    RETURN_PHOTOS_MOST,
    BadQuantity,
    BuyerPart,
    NotReturnable,
    ReturnAsk,
    ReturnUnknown,
    ReturnView,
    ReturnWish,
    SellerOrderUnknown,
    WrongState,
    ask_return,
    call_off_return,
    cancel_for_buyer,
    part_of_order,
    photo_of_return,
    return_of_order,
    worth_for_buyer,
)
from storefront.aftercare.forms import CancelForm, ReturnForm
from storefront.aftercare.selectors import order_of, other_pieces
from storefront.aftercare.services.begin_exchange import begin_exchange
from storefront.aftercare.services.keep_piece import MAY_BE_KEPT, bag_of_kept, keep_piece
from storefront.aftercare.words import late_to_cancel, return_terms_short
from storefront.bag.cookie import keep_bag, read_bag
from storefront.formats import day, rupees
from storefront.models import OrderAccess
from storefront.photos import PhotosRefused, Room, take_photos
from storefront.spoken import names_of

form_view = require_http_methods(["GET", "HEAD", "POST"])
PHOTO_SIZE = 512


@never_cache
@form_view
def cancel(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """
    Which pieces and why; then what goes back and whether she is sure; then it is done.

    The makers may pack at the same moment: whoever is first has it, the other is told.
    """
    access, part = _mine(token, code)
    lines = [(line, line.left) for line in part.lines]
    form = CancelForm(request.POST or None, lines=lines)
    if not part.may_cancel:
        return _late(request, access, part, form)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return _shown(request, "cancel", access, part, form, status=status)
    try:
        worth = worth_for_buyer(code, order_id=part_order(access), quantities=form.quantities())
        if not form.cleaned_data["sure"]:
            return _shown(request, "cancel", access, part, form, worth=rupees(worth, paise=True))
        cancel_for_buyer(
            code,
            order_id=part_order(access),
            quantities=form.quantities(),
            reason=form.told(),
            key=form.cleaned_data["key"],
        )
    except BadQuantity as refusal:
        tell(form, refusal, _("There are not so many left of this piece."))
        return _shown(request, "cancel", access, part, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except WrongState:
        return _late(request, access, part_of_order(code, order_id=part_order(access)), form)
    messages.success(request, _("Cancelled. What you paid for it goes back to you."))
    return _to_order(token)


@never_cache
@form_view
def send_back(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """Which pieces, why, photographs, money or another piece."""
    access, part = _mine(token, code)
    order = order_of(access)
    if order is None:
        raise Http404
    choices = other_pieces(order, part)
    lines = [(line, line.free) for line in part.lines]
    form = ReturnForm(request.POST or None, lines=lines, choices=choices)
    if not part.may_ask(today()) and not request.POST:
        return _shown(request, "send_back", access, part, form, over=True, status=HTTPStatus.CONFLICT)
    if request.method != "POST":
        return _shown(request, "send_back", access, part, form)
    room = Room(f"return {access.pk}")
    photos, refused = _photos(request, room, access)
    signed = [room.sign(key) for key in photos]
    if refused:
        form.is_valid()
        form.add_error(None, refused.message)
    elif form.is_valid():
        if form.reason in FAULTS and not photos:
            form.add_error(None, _("Add a photograph of what is wrong."))
        else:
            made = _ask(form, part, photos, access)
            if made is not None:
                messages.success(request, _("We have your request. We answer within 48 hours."))
                return redirect("storefront:order-return", token, made.number)
    return _shown(
        request,
        "send_back",
        access,
        part,
        form,
        kept=signed,
        status=refused.status if refused else HTTPStatus.UNPROCESSABLE_ENTITY,
    )


@never_cache
@require_safe
def one_return(_request: HttpRequest, token: str, number: int) -> HttpResponse:
    """A return by itself: the order's page, at its place."""
    _returned(token, number)
    return redirect(f"{reverse('storefront:order', args=[token])}#r{number}")


@never_cache
@require_POST
def call_off(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """She keeps it. Pressed twice it is done already; once we have the piece it is too late."""
    access, view = _returned(token, number)
    try:
        call_off_return(view.number, order_id=part_order(access))
    except WrongState:
        messages.error(request, _("It is too late to call this off: the piece is with us."))
        return _to_order(token)
    messages.success(request, _("Called off. You keep it."))
    return _to_order(token)


@never_cache
@require_POST
def exchange(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Put the other piece into the bag, with her address, so that it is hers while the return travels."""
    access, view = _returned(token, number)
    order = order_of(access)
    if order is None or not view.wanted or view.exchange_number:
        return _to_order(token)
    held = read_bag(request)
    try:
        kept = bag_of_kept(view=view, bag=held, now=now())
        bag = kept or begin_exchange(view=view, order=order, bag=held)
    except DomainError:
        sorry = _("The other piece cannot be ordered just now: it was sold, or the store rests.")
        messages.error(request, sorry)
        return _to_order(token)
    response = redirect("storefront:checkout")
    keep_bag(request, response, bag)
    return response


@never_cache
@require_POST
def keep(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Keep the other piece until her money is back: then she orders it, and never pays twice."""
    access, view = _returned(token, number)
    order = order_of(access)
    if order is None or not view.wanted or view.exchange_number or view.state not in MAY_BE_KEPT:
        return _to_order(token)
    try:
        until = keep_piece(view=view, order=order, now=now()).until
    except DomainError:
        sorry = _("The other piece cannot be kept just now: it was sold, or the store rests.")
        messages.error(request, sorry)
        return _to_order(token)
    kept = _("Kept for you until %(day)s. Order it once your money is back.")
    messages.success(request, kept % {"day": day(local_date(until))})
    return _to_order(token)


@require_safe
def photo(request: HttpRequest, token: str, number: int, place: int) -> HttpResponseBase:
    """A photograph of her return, hers or the inspector's."""
    _access, view = _returned(token, number)
    try:
        return picture_answer(request, photo_of_return(view.number, place), PHOTO_SIZE)
    except (ReturnUnknown, PictureUnknown) as unknown:
        raise Http404 from unknown


def part_order(access: OrderAccess) -> str:
    return access.order_id or ""


def _mine(token: str, code: str) -> tuple[OrderAccess, BuyerPart]:
    """Return the order's address and its parcel; another order's parcel is not found."""
    access = OrderAccess.objects.filter(token=token).exclude(order_id=None).first()
    if access is None:
        raise Http404
    try:
        part = part_of_order(code, order_id=part_order(access))
    except SellerOrderUnknown as unknown:
        raise Http404 from unknown
    names = names_of(line.product_id for line in part.lines)
    lines = tuple(replace(line, name=names.get(line.product_id, line.name)) for line in part.lines)
    return access, replace(part, lines=lines)


def _returned(token: str, number: int) -> tuple[OrderAccess, ReturnView]:
    access = OrderAccess.objects.filter(token=token).exclude(order_id=None).first()
    if access is None:
        raise Http404
    try:
        return access, return_of_order(number, order_id=part_order(access))
    except ReturnUnknown as unknown:
        raise Http404 from unknown


def _ask(
    form: ReturnForm, part: BuyerPart, photos: tuple[str, ...], access: OrderAccess
) -> ReturnView | None:
    """Ask; what is refused stands in the form."""
    given = form.cleaned_data
    wish = form.chosen_wish
    ask = ReturnAsk(
        code=part.code,
        quantities=form.quantities(),
        why=form.reason,
        words=given["words"],
        photo_keys=photos,
        key=f"buyer:{given['key']}"[:64],
        wish=wish,
        wanted=given.get("wanted", "") if wish is ReturnWish.EXCHANGE else "",
    )
    try:
        return ask_return(ask, order_id=part_order(access))
    except NotReturnable as refusal:
        tell(form, refusal, _not_returnable(refusal))
    except BadQuantity as refusal:
        tell(form, refusal, _("There are not so many that could come back."))
    except WrongState:
        form.add_error(None, _("Only what has been delivered can come back."))
    return None


def _not_returnable(refusal: NotReturnable) -> str:
    last = (refusal.params or {}).get("last")
    if isinstance(last, date):
        return _("It could come back until %(day)s.") % {"day": day(last)}
    return return_terms_short(0)


def _photos(
    request: HttpRequest, room: Room, access: OrderAccess
) -> tuple[tuple[str, ...], PhotosRefused | None]:
    """Return the keys that came, and why something did not."""
    try:
        taken = take_photos(
            room,
            kept=request.POST.getlist("kept"),
            files=request.FILES.getlist("photos"),
            counted=f"order {access.pk}",
            now=now(),
        )
    except PhotosRefused as refusal:
        return tuple((refusal.params or {}).get("kept", ())), refusal
    return taken[:RETURN_PHOTOS_MOST], None


def _late(request: HttpRequest, access: OrderAccess, part: BuyerPart, form: CancelForm) -> HttpResponse:
    words = late_to_cancel(part.state.value)
    return _shown(request, "cancel", access, part, form, late=words, status=HTTPStatus.CONFLICT)


def _shown(
    request: HttpRequest,
    name: str,
    access: OrderAccess,
    part: BuyerPart,
    form: Any,
    *,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    context = {
        "access": access,
        "part": part,
        "form": form,
        "terms": [(line.name, return_terms_short(line.return_days)) for line in part.lines],
        "photos_most": RETURN_PHOTOS_MOST,
        **more,
    }
    response = render(request, f"storefront/aftercare/{name}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _to_order(token: str) -> HttpResponse:
    return redirect("storefront:order", token)

"""The checkout's one page. Every button sends the whole form, so a page without script loses nothing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from commerce.client import CheckoutParts
from commerce.facade import StoreRefused
from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import TooManyAttempts, network_of
from logistics.facade import PincodeUnknown
from storefront.bag.cookie import Bag, forget_bag, keep_bag, read_bag
from storefront.bag.errors import BagGone
from storefront.bag.selectors import open_checkout
from storefront.checkout import buyer, store
from storefront.checkout.errors import (
    NoDelivery,
    OrderRefused,
    PaymentRefused,
    TotalChanged,
)
from storefront.checkout.extras import written_extras
from storefront.checkout.forms import CheckoutForm, add_refusal, keep_only_errors_of
from storefront.checkout.parcels import FIELD_PREFIX
from storefront.checkout.presses import forget_press, press
from storefront.checkout.selectors import checkout_page
from storefront.checkout.sentences import address_sentence
from storefront.checkout.services.place_order import Wish, place_order
from storefront.checkout.services.quote_delivery import choose_parcels, quote_pincode, requote
from storefront.checkout.services.return_from_payment import return_from_payment
from storefront.models import OrderAccess
from storefront.orders.return_address import return_path, returning
from storefront.pincode import asked_pin
from storefront.posting import posted
from storefront.vouchers.codes import CodeRefused, drop_code, use_code


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    checkout = _open(request)
    if isinstance(checkout, HttpResponse):
        return checkout
    held = buyer.addresses(request)
    begins = {"pin": asked_pin(request)} | buyer.known(request, held) | _written(checkout)
    form = CheckoutForm(initial=begins, **buyer.form_options(request))
    notice = {
        "declined": gettext("The payment was declined. Nothing was taken; your bag is as it was."),
        "left": gettext("You came back without paying. Nothing was taken; your bag is as it was."),
    }.get(request.GET.get("payment", ""), "")
    return _page(request, checkout, form, notice=notice)


@never_cache
@posted
def pin(request: HttpRequest) -> HttpResponse:
    """The Check button: where does this PIN code lie, and how do the parcels get there?"""
    return _quoted(request, request.POST)


@never_cache
@posted
def address(request: HttpRequest) -> HttpResponse:
    """One of her own addresses was chosen: it takes the place of what stood in its fields."""
    return _quoted(request, buyer.with_address(request.POST, buyer.addresses(request)))


def _quoted(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    checkout = _open(request)
    if isinstance(checkout, HttpResponse):
        return checkout
    form = CheckoutForm(typed, **buyer.form_options(request))
    form.is_valid()
    keep_only_errors_of(form, "pin")
    if form.errors:
        return _page(request, checkout, form, status=422)
    try:
        quote_pincode(checkout=checkout, pincode=form.cleaned_data["pin"].pincode)
    except (NoDelivery, PincodeUnknown) as refusal:
        add_refusal(form, "pin", refusal.message)
        return _page(request, open_checkout(checkout.id) or checkout, form, status=409)
    except StoreRefused as refusal:
        add_refusal(form, *address_sentence(refusal.field))
        return _page(request, checkout, form, status=409)
    return _page(request, open_checkout(checkout.id) or checkout, _with_city(form, typed))


@never_cache
@posted
def delivery(request: HttpRequest) -> HttpResponse:
    """A way of sending was chosen for a parcel."""
    checkout = _open(request)
    if isinstance(checkout, HttpResponse):
        return checkout
    form = CheckoutForm(request.POST, **buyer.form_options(request))
    form.is_valid()
    keep_only_errors_of(form, "")
    status = 200
    try:
        choose_parcels(checkout=checkout, choices=_parcel_choices(request.POST))
    except (NoDelivery, StoreRefused) as refusal:
        add_refusal(form, None, refusal.message)
        status = 409
    return _page(request, open_checkout(checkout.id) or checkout, form, status=status)


@never_cache
@posted
def code(request: HttpRequest) -> HttpResponse:
    """A code was typed: all else that was typed stays as it is."""
    typed, network = request.POST.get("code", ""), network_of(request)
    return _coded(request, lambda checkout: use_code(checkout=checkout, typed=typed, network=network))


@never_cache
@posted
def code_remove(request: HttpRequest) -> HttpResponse:
    return _coded(request, lambda checkout: drop_code(checkout=checkout))


def _coded(request: HttpRequest, change: Callable[[CheckoutParts], None]) -> HttpResponse:
    checkout = _open(request)
    if isinstance(checkout, HttpResponse):
        return checkout
    form = CheckoutForm(request.POST, **buyer.form_options(request))
    form.is_valid()
    keep_only_errors_of(form, "")
    try:
        change(checkout)
        requote(checkout=checkout)
    except TooManyAttempts as refusal:
        return _page(request, checkout, form, code_refusal=refusal.message, status=429)
    except CodeRefused as refusal:
        return _page(request, checkout, form, code_refusal=refusal.message, status=422)
    except (NoDelivery, StoreRefused) as refusal:
        add_refusal(form, None, refusal.message)
        return _page(request, open_checkout(checkout.id) or checkout, form, status=409)
    return _page(request, open_checkout(checkout.id) or checkout, form)


@never_cache
@posted
def place(request: HttpRequest) -> HttpResponse:
    """Place the order: to the payment page, to the order's page, or back with what is wrong."""
    if request.POST.get("code", "").strip():
        return code(request)  # typed and not used yet: nobody pays before the price with it is shown
    bag = read_bag(request)
    if bag is None:
        return _see_other(reverse("storefront:cart"))
    if (elsewhere := buyer.turned_away(request, bag.checkout_id)) is not None:
        return elsewhere
    form = CheckoutForm(request.POST, **buyer.form_options(request))
    if not form.is_valid():
        return _again(request, form, status=422)
    wish = Wish(
        contact=form.contact(),
        choices=_parcel_choices(request.POST),
        method=form.cleaned_data["method"],
        shown_total=form.cleaned_data["total"],
    )
    try:
        press(checkout_id=bag.checkout_id, network=network_of(request), now=now())
        placed = place_order(
            checkout_id=bag.checkout_id,
            wish=wish,
            return_url=lambda access: request.build_absolute_uri(return_path(access)),
        )
    except BagGone:
        return _closed(bag.checkout_id)
    except StoreRefused as refusal:
        add_refusal(form, *address_sentence(refusal.field))
        status = 422
    except PaymentRefused as refusal:
        add_refusal(form, None, refusal.message)
        status = 402
    except TooManyAttempts as refusal:
        add_refusal(form, None, refusal.message)
        status = 429
    except (NoDelivery, TotalChanged, OrderRefused) as refusal:
        add_refusal(form, refusal.field, refusal.message)
        status = 409
    else:
        buyer.keep_order(request, placed.token)
        response = _see_other(placed.redirect_url or _order_url(placed.token))
        if placed.ordered:
            forget_press(network=network_of(request))
            forget_bag(response)
        return response
    return _again(request, form, status=status)


@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """The payment page sends the buyer here, whatever happened there."""
    access = returning(request.GET.get("a", ""))
    try:
        placed = return_from_payment(access=access, said_done=request.GET.get("payment") == "done")
    except PaymentRefused as refusal:
        word = "left" if refusal.code == "LEFT" else "declined"
        response = _see_other(f"{reverse('storefront:checkout')}?payment={word}")
        if read_bag(request) is None:
            keep_bag(request, response, Bag(access.checkout_id, 0))
        return response
    except OrderRefused:
        return _see_other(_order_url(access.token))
    response = _see_other(placed.redirect_url or _order_url(placed.token))
    if placed.ordered:
        forget_press(network=network_of(request))
        forget_bag(response)
    return response


def _open(request: HttpRequest) -> CheckoutParts | HttpResponse:
    """Return the visitor's checkout, or where to go without one."""
    bag = read_bag(request)
    if bag is None:
        return _see_other(reverse("storefront:cart"))
    checkout = open_checkout(bag.checkout_id)
    if checkout is None:
        return _closed(bag.checkout_id)
    if (elsewhere := buyer.turned_away(request, checkout.id)) is not None:
        return elsewhere
    return checkout if checkout.lines else _see_other(reverse("storefront:cart"))


def _again(request: HttpRequest, form: CheckoutForm, *, status: int) -> HttpResponse:
    """Show the page as it stands now, with what is wrong."""
    checkout = _open(request)
    return checkout if isinstance(checkout, HttpResponse) else _page(request, checkout, form, status=status)


def _closed(checkout_id: str) -> HttpResponse:
    """A checkout that is gone was bought, by this press of the button or an earlier one; or it expired."""
    access = OrderAccess.objects.filter(checkout_id=checkout_id).first()
    return _see_other(_order_url(access.token) if access else reverse("storefront:cart"))


def _page(
    request: HttpRequest,
    checkout: CheckoutParts,
    form: CheckoutForm,
    *,
    notice: str = "",
    code_refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    deliverable = bool(store.chosen_plan_id(checkout))
    chosen = str(form["method"].value() or "")
    try:
        methods = store.payment_methods(checkout.id) if deliverable else ()
    except StoreRefused as refusal:
        if refusal.code == "NOT_FOUND":  # bought in another tab, this very moment
            return _closed(checkout.id)
        raise
    page = checkout_page(checkout=checkout, methods=methods, chosen_method=chosen, today=today())
    context = {
        "page": page,
        "form": form,
        "notice": notice,
        "addresses": buyer.addresses(request),
        "typed_code": request.POST.get("code", "")[:80],
        "code_refusal": code_refusal,
    }
    return render(request, "storefront/checkout/checkout.html", context, status=status)


def _written(checkout: CheckoutParts) -> dict[str, Any]:
    """Return what the store already knows of this bag's buyer, for the form to begin with."""
    address = checkout.shipping_address
    written: dict[str, Any] = {"email": checkout.email} if checkout.email else {}
    if address is not None:
        written |= {
            "phone": address.phone or "",
            "pin": address.postal_code,
            "name": f"{address.first_name} {address.last_name}".strip(),
            "line1": address.street_address_1,
            "line2": address.street_address_2,
            "city": address.city.title(),
        }
    written |= written_extras(checkout)
    return {name: value for name, value in written.items() if value}


def _with_city(form: CheckoutForm, typed: QueryDict) -> CheckoutForm:
    """Fill in the town where the PIN code tells it and nothing was typed."""
    if typed.get("city", "").strip():
        return form
    filled = typed.copy()
    filled["city"] = form.cleaned_data["pin"].district
    again = CheckoutForm(filled, stand_in=form.stand_in)
    again.is_valid()
    keep_only_errors_of(again, "pin")
    return again


def _parcel_choices(typed: QueryDict) -> dict[str, str]:
    return {
        field.removeprefix(FIELD_PREFIX): str(option)
        for field, option in typed.items()
        if field.startswith(FIELD_PREFIX)
    }


def _order_url(token: str) -> str:
    return reverse("storefront:order", args=[token])


def _see_other(url: str) -> HttpResponse:
    """Redirect so that a refresh repeats the page, not the deed."""
    return HttpResponseRedirect(url, status=303)

"""The bag's pages: each view makes one call and shows the bag as it now is."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from commerce.facade import StoreRefused
from jkrlm.kernel.clock import today
from jkrlm.people.facade import TooManyAttempts, network_of
from storefront.bag.cookie import Bag, forget_bag, keep_bag, read_bag
from storefront.bag.errors import BagGone
from storefront.bag.forms import AddForm, CodeForm, QuantityForm, RemoveForm
from storefront.bag.selectors import bag_page, open_checkout
from storefront.bag.sentences import bag_sentence
from storefront.bag.services.change_bag import add_to_bag, change_quantity, remove_line
from storefront.pincode import asked_pin, keep_pin
from storefront.posting import posted
from storefront.vouchers.codes import CodeRefused, drop_code, use_code


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The page; only the answer to a PIN code where htmx asks to swap it."""
    bag = read_bag(request)
    if request.headers.get("HX-Target") == "delivery" and bag is not None:
        page = bag_page(bag, pincode=asked_pin(request), today=today())
        if page is not None:
            part = render(request, "storefront/bag/delivery.html", {"page": page, "delivery": page.delivery})
            keep_pin(request, part)
            return part
    return _page(request, bag)


@never_cache
@posted
def add(request: HttpRequest) -> HttpResponse:
    bag = read_bag(request)
    form = AddForm(request.POST)
    if not form.is_valid():
        return _refused(request, bag, _first_error(form), 400)
    try:
        changed = add_to_bag(
            bag=bag, variant_id=form.cleaned_data["variant"], quantity=form.cleaned_data["quantity"]
        )
    except StoreRefused as refusal:
        return _refused(request, bag, bag_sentence(refusal.code, refusal.message), 409)
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        response = render(request, "storefront/bag/added.html", {"bag_count": changed.count})
        response["HX-Trigger"] = "bag-changed"
    else:
        response = HttpResponseRedirect(reverse("storefront:cart"), status=303)
    keep_bag(request, response, changed)
    return response


@never_cache
@posted
def update(request: HttpRequest) -> HttpResponse:
    bag = read_bag(request)
    form = QuantityForm(request.POST)
    if not form.is_valid():
        return _refused(request, bag, _first_error(form), 400)
    return _change(
        request,
        bag,
        lambda held: change_quantity(
            bag=held, line_id=form.cleaned_data["line"], quantity=form.cleaned_data["quantity"]
        ),
    )


@never_cache
@posted
def remove(request: HttpRequest) -> HttpResponse:
    bag = read_bag(request)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _refused(request, bag, _first_error(form), 400)
    return _change(request, bag, lambda held: remove_line(bag=held, line_id=form.cleaned_data["line"]))


@never_cache
@posted
def code(request: HttpRequest) -> HttpResponse:
    """A code was typed; what was typed stays where it is refused."""
    bag = read_bag(request)
    checkout = open_checkout(bag.checkout_id) if bag else None
    form = CodeForm(request.POST)
    typed = request.POST.get("code", "")[:80]
    if not form.is_valid():
        return _page(request, bag, typed=typed, code_refusal=_first_error(form), status=422)
    if checkout is None:
        return _page(request, bag)
    try:
        use_code(checkout=checkout, typed=form.cleaned_data["code"], network=network_of(request))
    except TooManyAttempts as refusal:
        return _page(request, bag, typed=typed, code_refusal=refusal.message, status=429)
    except CodeRefused as refusal:
        return _page(request, bag, typed=typed, code_refusal=refusal.message, status=422)
    return HttpResponseRedirect(reverse("storefront:cart"), status=303)


@never_cache
@posted
def code_remove(request: HttpRequest) -> HttpResponse:
    bag = read_bag(request)
    checkout = open_checkout(bag.checkout_id) if bag else None
    if checkout is not None:
        drop_code(checkout=checkout)
    return HttpResponseRedirect(reverse("storefront:cart"), status=303)


def _change(request: HttpRequest, bag: Bag | None, change: Callable[[Bag], Bag]) -> HttpResponse:
    if bag is None:
        return _page(request, None)
    try:
        changed = change(bag)
    except BagGone:
        return _page(request, bag)
    except StoreRefused as refusal:
        return _refused(request, bag, bag_sentence(refusal.code, refusal.message), 409)
    response = HttpResponseRedirect(reverse("storefront:cart"), status=303)
    keep_bag(request, response, changed)
    return response


def _page(
    request: HttpRequest,
    bag: Bag | None,
    *,
    refusal: str = "",
    typed: str = "",
    code_refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = bag_page(bag, pincode=asked_pin(request), today=today()) if bag else None
    gone = bag is not None and page is None
    response = render(
        request,
        "storefront/bag/bag.html",
        {
            "page": page,
            "refusal": refusal,
            "typed": typed,
            "code_refusal": code_refusal,
            "notice": gettext("Your last bag is closed: it was bought, or kept too long. This one is empty.")
            if gone
            else "",
            "bag_count": page.pieces if page else 0,
        },
        status=status,
    )
    keep_pin(request, response)
    if gone:
        forget_bag(response)
    elif bag and page and page.pieces != bag.count:
        keep_bag(request, response, Bag(bag.checkout_id, page.pieces))
    return response


def _refused(request: HttpRequest, bag: Bag | None, sentence: str, status: int) -> HttpResponse:
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        return render(request, "storefront/bag/refused.html", {"refusal": sentence}, status=status)
    return _page(request, bag, refusal=sentence, status=status)


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])

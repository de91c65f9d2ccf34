"""A buyer's addresses."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commerce.facade import StoreRefused
from jkrlm.people.facade import User
from storefront.accounts.contracts import AddressRow
from storefront.accounts.errors import AddressesFull, AddressUnknown
from storefront.accounts.services import addresses as service
from storefront.accounts.services.customer import phone_of
from storefront.accounts.services.once import once
from storefront.accounts.web.forms import AddressForm, new_key
from storefront.accounts.web.guard import for_buyers, see_other, with_status
from storefront.checkout.forms import add_refusal
from storefront.checkout.sentences import address_sentence
from storefront.posting import posted


@require_safe
@for_buyers
def addresses(request: HttpRequest, buyer: User) -> HttpResponse:
    return render(request, "accounts/addresses.html", {"addresses": service.addresses_of(buyer)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_buyers
def new(request: HttpRequest, buyer: User) -> HttpResponse:
    begins = {"name": buyer.name, "phone": phone_of(buyer), "key": new_key()}
    form = AddressForm(request.POST or None, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.pressed(), buyer) as is_first:
                if is_first:
                    number = service.add_address(user=buyer, contact=form.contact())
                    if form.cleaned_data["default"]:
                        service.set_default_address(user=buyer, number=number)
        except (StoreRefused, AddressesFull) as refusal:
            _refuse(form, refusal)
        else:
            return _kept(request)
    return _form(request, form, _("New address"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_buyers
def change(request: HttpRequest, buyer: User, address: int) -> HttpResponse:
    held = _hers(buyer, address)
    form = AddressForm(request.POST or None, initial=held.typed() | {"default": held.is_default})
    if request.method == "POST" and form.is_valid():
        try:
            service.change_address(user=buyer, number=address, contact=form.contact())
            if form.cleaned_data["default"] and not held.is_default:
                service.set_default_address(user=buyer, number=address)
        except (StoreRefused, AddressUnknown) as refusal:
            _refuse(form, refusal)
        else:
            return _kept(request)
    return _form(request, form, _("Change the address"))


@posted
@for_buyers
def remove(request: HttpRequest, buyer: User, address: int) -> HttpResponse:
    """Remove an address; pressed twice, it is gone all the same."""
    try:
        service.remove_address(user=buyer, number=address)
    except AddressUnknown:
        raise Http404 from None
    messages.success(request, _("The address is removed."))
    return see_other(reverse("storefront:account-addresses"))


@posted
@for_buyers
def make_default(request: HttpRequest, buyer: User, address: int) -> HttpResponse:
    try:
        service.set_default_address(user=buyer, number=address)
    except AddressUnknown:
        raise Http404 from None
    return _kept(request)


def _hers(buyer: User, number: int) -> AddressRow:
    try:
        return service.address_of(buyer, number)
    except AddressUnknown:
        raise Http404 from None


def _kept(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Your addresses are saved."))
    return see_other(reverse("storefront:account-addresses"))


def _refuse(form: AddressForm, refusal: StoreRefused | AddressesFull | AddressUnknown) -> None:
    if isinstance(refusal, StoreRefused):
        add_refusal(form, *address_sentence(refusal.field))
    else:
        add_refusal(form, None, refusal.message)


def _form(request: HttpRequest, form: AddressForm, title: str) -> HttpResponse:
    return with_status(render(request, "accounts/address.html", {"form": form, "title": title}), form)

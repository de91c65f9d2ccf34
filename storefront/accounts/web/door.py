"""Signing in and out by a code. The answer is the same whether there is an account or not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import (
    CodePurpose,
    User,
    ask_code,
    ask_email_code,
    check_sent_code,
    network_of,
    shown,
)
from storefront.accounts.cookies import (
    Asked,
    forget_asked,
    forget_wishes,
    keep_asked,
    read_asked,
    read_wishes,
)
from storefront.accounts.models import ContactKind
from storefront.accounts.services.bag_owner import owner_of_bag
from storefront.accounts.services.settings import remember_language
from storefront.accounts.services.sign_in import sign_in as _sign_in
from storefront.accounts.services.wish import merge_wishes
from storefront.accounts.sessions import begin_session, end_all_sessions, end_session, signed_in_buyer
from storefront.accounts.web.forms import CodeForm, ContactForm, contact_of
from storefront.accounts.web.guard import (
    add_refusal,
    for_buyers,
    in_language,
    page_language,
    private,
    safe_next,
    see_other,
    with_status,
)
from storefront.bag.cookie import forget_bag, read_bag
from storefront.posting import posted

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an e-mail address or a number; a POST sends a code to it, whoever's it is."""
    goes_on = safe_next(request.POST.get("next") or request.GET.get("next", ""))
    if signed_in_buyer(request) is not None:
        return see_other(goes_on)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kind, value = contact_of(form.cleaned_data["contact"])
            response = send_code(request, kind, value, CodePurpose.BUYER, goes_on)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return response
    return private(
        with_status(render(request, "accounts/sign_in.html", {"form": form, "next": goes_on}), form)
    )


def send_code(
    request: HttpRequest, kind: ContactKind, value: str, purpose: CodePurpose, goes_on: str
) -> HttpResponse:
    """
    Send a code and lead to the page that takes it; this browser alone may use it.

    Raises:
        TooManyAttempts.
    """
    asks = {"language": page_language(), "network": network_of(request), "now": clock.now()}
    if kind == ContactKind.EMAIL:
        code_id = ask_email_code(email=value, purpose=purpose, **asks)  # type: ignore[arg-type]
    else:
        code_id = ask_code(phone=value, is_known=True, purpose=purpose, **asks)  # type: ignore[arg-type]
    where = "account-code" if purpose == CodePurpose.BUYER else "account-confirm"
    response = see_other(reverse(f"storefront:{where}"))
    keep_asked(request, response, Asked(code_id, kind.value, value, purpose.value, goes_on))
    return response


def shown_contact(asked: Asked) -> str:
    return shown(asked.value) if asked.kind == ContactKind.PHONE else asked.value


@page
@never_cache
@sensitive_post_parameters("otp")
def code(request: HttpRequest) -> HttpResponse:
    """Take the code; the account is made the first time."""
    asked = read_asked(request)
    if asked is None or asked.purpose != CodePurpose.BUYER:
        return see_other(reverse("storefront:account-sign-in"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            check_sent_code(
                code_id=asked.code_id,
                typed=form.cleaned_data["otp"],
                purpose=CodePurpose.BUYER,
                network=network_of(request),
                now=at,
            )
            kind = ContactKind(asked.kind)
            buyer = _sign_in(kind=kind, value=asked.value, language=page_language(), now=at)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return let_in(request, buyer, goes_on=asked.goes_on)
    context = {"form": form, "contact": shown_contact(asked), "by_phone": asked.kind == ContactKind.PHONE}
    return private(with_status(render(request, "accounts/code.html", context), form))


def let_in(request: HttpRequest, buyer: User, *, goes_on: str) -> HttpResponse:
    """Sign a buyer in: a new session, her language, and a guest's wishes become hers."""
    at = clock.now()
    language = remember_language(user=buyer, shown=page_language())
    merge_wishes(user=buyer, product_ids=read_wishes(request), now=at)
    response = private(see_other(in_language(safe_next(goes_on), language)))
    begin_session(request, response, buyer, at=at)
    forget_asked(response)
    forget_wishes(response)
    bag = read_bag(request)
    if bag is not None and owner_of_bag(bag.checkout_id) not in (None, buyer.pk):
        forget_bag(response)
    return response


@posted
@for_buyers
def sign_out(request: HttpRequest, buyer: User) -> HttpResponse:
    """Leave this browser as a stranger's: no session, no bag with an address in it."""
    return _left(request, buyer, _("You are signed out."))


@posted
@for_buyers
def sign_out_everywhere(request: HttpRequest, buyer: User) -> HttpResponse:
    end_all_sessions(buyer)
    return _left(request, buyer, _("You are signed out on every device."))


def _left(request: HttpRequest, buyer: User, said: str) -> HttpResponse:
    response = see_other(reverse("storefront:home"))
    end_session(request, response)
    bag = read_bag(request)
    if bag is not None and owner_of_bag(bag.checkout_id) == buyer.pk:
        forget_bag(response)
    messages.success(request, said)
    return response

"""Codes asked for while signed in: one more contact, or the erasure of the account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import CodePurpose, User, check_sent_code, network_of
from storefront.accounts.cookies import Asked, forget_asked, read_asked
from storefront.accounts.models import Contact, ContactKind
from storefront.accounts.services.erase import ask_erasure
from storefront.accounts.services.sign_in import add_contact
from storefront.accounts.sessions import begin_session
from storefront.accounts.web.door import shown_contact
from storefront.accounts.web.forms import CodeForm
from storefront.accounts.web.guard import add_refusal, for_buyers, see_other, with_status

_HERE = (CodePurpose.CONTACT.value, CodePurpose.ERASURE.value)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("otp")
@for_buyers
def confirm(request: HttpRequest, buyer: User) -> HttpResponse:
    """Take the code and do what it was asked for."""
    asked = read_asked(request)
    if asked is None or asked.purpose not in _HERE:
        return see_other(reverse("storefront:account-settings"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_sent_code(
                code_id=asked.code_id,
                typed=form.cleaned_data["otp"],
                purpose=CodePurpose(asked.purpose),
                network=network_of(request),
                now=clock.now(),
            )
            return _done(request, buyer, asked)
        except DomainError as refusal:
            add_refusal(form, refusal)
    context = {
        "form": form,
        "contact": shown_contact(asked),
        "by_phone": asked.kind == ContactKind.PHONE,
        "erases": asked.purpose == CodePurpose.ERASURE,
    }
    return with_status(render(request, "accounts/confirm.html", context), form)


def _done(request: HttpRequest, buyer: User, asked: Asked) -> HttpResponse:
    """
    Raises:
        DomainError: the contact is another account's; erasure is blocked, or asked for already.
    """
    at = clock.now()
    if asked.purpose == CodePurpose.CONTACT:
        add_contact(user=buyer, kind=ContactKind(asked.kind), value=asked.value, now=at)
        messages.success(request, _("It opens your account from now on, and its orders can be added below."))
        response = see_other(reverse("storefront:account"))
        begin_session(request, response, buyer, at=at)
    else:
        # The code must have gone to a contact of this very account, not of one signed in meanwhile.
        if Contact.objects.filter(user=buyer, kind=asked.kind, value=asked.value).exists():
            ask_erasure(user=buyer, key=asked.goes_on, now=at)
        response = see_other(reverse("storefront:account-data"))
    forget_asked(response)
    return response

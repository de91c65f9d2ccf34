"""Signing in by a code to the phone."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import (
    ask_code,
    check_sms_code,
    mobile_number,
    network_of,
    pin_state,
    shown,
    trust_phone,
    trusted_phone,
    unlock,
)
from sellers.portal.access import safe_next
from sellers.portal.services.open_door import known_user, user_of_person
from sellers.portal.web.forms import CodeForm, PhoneForm, add_refusal, with_status
from sellers.portal.web.frame import current_language, seller_page
from sellers.registry.facade import people_with_phone

#: In the session: which code this browser asked for, for which number.
ASKED: Final = "portal.asked"
#: In the session: where to go when she is in.
NEXT: Final = "portal.next"
#: A session that only asked for a code lives so long.
_ASKING_SECONDS: Final = 15 * 60

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a number; a POST sends a code to it, or does as if."""
    at = clock.now()
    if trusted_phone(request, at=at) is not None:
        return redirect("portal:who")
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            phone = mobile_number(form.cleaned_data["phone"])
            code_id = ask_code(
                phone=phone,
                is_known=bool(people_with_phone(phone, on=clock.today())),
                language=current_language(),
                network=network_of(request),
                now=at,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            request.session[ASKED] = {"id": code_id, "phone": phone}
            request.session[NEXT] = safe_next(request.POST.get("next", ""))
            request.session.set_expiry(_ASKING_SECONDS)
            return redirect("portal:code")
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return with_status(seller_page(request, "portal/sign_in.html", context, here="sign-in"), form)


@page
@never_cache
@sensitive_post_parameters("otp")
def code(request: HttpRequest) -> HttpResponse:
    """Take the code; the phone is then trusted, and where it is one woman's own, she is in."""
    asked: dict[str, Any] | None = request.session.get(ASKED)
    if asked is None:
        return redirect("portal:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            number = check_sms_code(
                code_id=asked["id"], typed=form.cleaned_data["otp"], network=network_of(request), now=at
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            goes_on = request.session.get(NEXT, "")
            trust_phone(request, number, at=at)
            return let_in(request, number, wanted=goes_on)
    context = {"form": form, "phone": asked["phone"], "shown": shown(asked["phone"])}
    return with_status(seller_page(request, "portal/code.html", context, here="code"), form)


def let_in(request: HttpRequest, number: str, *, wanted: str) -> HttpResponse:
    """Sign in the only woman with this phone, where no PIN guards her part; else ask who it is."""
    on = clock.today()
    people = people_with_phone(number, on=on)
    if len(people) == 1:
        person_id, name = people[0]
        user = known_user(person_id)
        if user is None or not pin_state(user).is_set:
            user = user_of_person(person_id=person_id, name=name, phone=number, on=on)
            if user.is_active:
                unlock(request, user, with_pin=False, at=clock.now())
                return redirect(safe_next(wanted))
    request.session[NEXT] = wanted
    return redirect(reverse("portal:who"))

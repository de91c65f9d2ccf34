"""A phone that several women share: who is it, her PIN, and leaving."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import logout
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import (
    PinState,
    User,
    audit,
    check_pin,
    lock,
    pin_state,
    set_first_pin,
    signed_in_by_phone,
    trusted_phone,
    unlock,
)
from sellers.portal.access import safe_next
from sellers.portal.selectors import vouchers
from sellers.portal.services.open_door import known_user, user_of_person
from sellers.portal.services.recoveries import ask_new_pin
from sellers.portal.web.door import NEXT, let_in
from sellers.portal.web.forms import NewPinForm, PinForm, add_refusal, with_status
from sellers.portal.web.frame import current_language, seller_page
from sellers.registry.facade import people_with_phone

page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Door:
    """One woman before a trusted phone; ``user`` is None while she never came."""

    number: str
    person_id: int
    name: str
    is_shared: bool
    user: User | None
    pin: PinState


@page
@never_cache
def who(request: HttpRequest) -> HttpResponse:
    """List the names on this phone. Whoever was in stays in until another opens her part."""
    phone = trusted_phone(request, at=clock.now())
    if phone is None:
        return redirect("portal:sign_in")
    people = people_with_phone(phone.number, on=clock.today())
    if not people:
        logout(request)
        return redirect("portal:sign_in")
    wanted = request.GET.get("next", "")
    if wanted:
        request.session[NEXT] = safe_next(wanted)
    return seller_page(request, "portal/who.html", {"people": people}, here="who")


@page
@never_cache
@sensitive_post_parameters("passcode", "passcode_again")
def member(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open one woman's part: with her PIN, with a first one, or at a press where the phone is hers alone."""
    at = clock.now()
    door = _door(request, person_id, at)
    if door is None:
        return redirect("portal:sign_in")
    if not door.is_shared and not door.pin.is_set:
        return _alone(request, door)
    if door.pin.is_set:
        return _with_pin(request, door, at)
    if not _may_choose_first(request, door):
        return redirect("portal:new_pin", person_id)
    form = NewPinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = user_of_person(person_id=person_id, name=door.name, phone="", on=clock.today())
        try:
            set_first_pin(user=user, typed=form.cleaned_data["passcode"], now=at)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return _open(request, user, at)
    context = {"form": form, "door": door, "first": True}
    return with_status(seller_page(request, "portal/new_pin.html", context, here="new-pin"), form)


@page
@never_cache
@sensitive_post_parameters("passcode", "passcode_again")
def new_pin(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask for a new PIN: she chooses it now, and it counts when two people have said that it was she."""
    at, on = clock.now(), clock.today()
    door = _door(request, person_id, at)
    if door is None:
        return redirect("portal:sign_in")
    if door.user is None:
        return redirect("portal:member", person_id)
    form = NewPinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_new_pin(
                user=door.user,
                person_id=person_id,
                typed=form.cleaned_data["passcode"],
                language=current_language(),
                on=on,
                now=at,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            others = vouchers(person_id, user_id=door.user.pk, on=on).others
            return seller_page(
                request, "portal/new_pin_asked.html", {"door": door, "others": others}, here="new-pin-asked"
            )
    context = {"form": form, "door": door, "first": False}
    return with_status(seller_page(request, "portal/new_pin.html", context, here="new-pin"), form)


@require_POST
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Lock her part, so that the next one can open hers; or forget the phone, which then needs a code."""
    user = request.user
    if isinstance(user, User) and signed_in_by_phone(request):
        audit(actor=user, verb="sign-out", target=f"person {user.pk}")
    if request.POST.get("forget"):
        logout(request)
        return redirect("portal:sign_in")
    lock(request)
    return redirect("portal:who")


def _door(request: HttpRequest, person_id: int, at: datetime) -> Door | None:
    """
    Return the woman's door; None where this phone gave no code.

    Raises:
        Http404: she is not among those with this phone.
    """
    phone = trusted_phone(request, at=at)
    if phone is None:
        return None
    people = dict(people_with_phone(phone.number, on=clock.today()))
    if person_id not in people:
        raise Http404
    user = known_user(person_id)
    if user is not None and not user.is_active:
        raise Http404
    pin = pin_state(user) if user is not None else PinState(is_set=False, is_locked=False)
    return Door(phone.number, person_id, people[person_id], len(people) > 1, user, pin)


def _alone(request: HttpRequest, door: Door) -> HttpResponse:
    if request.method == "POST":
        return let_in(request, door.number, wanted=request.session.get(NEXT, ""))
    return seller_page(request, "portal/alone.html", {"door": door}, here="who")


def _with_pin(request: HttpRequest, door: Door, at: datetime) -> HttpResponse:
    form: Form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and door.user is not None:
        try:
            check_pin(user=door.user, typed=form.cleaned_data["passcode"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            user = user_of_person(person_id=door.person_id, name=door.name, phone="", on=clock.today())
            return _open(request, user, at)
    context = {"form": form, "door": door, "is_locked": door.pin.is_locked}
    return with_status(seller_page(request, "portal/pin.html", context, here="pin"), form)


def _may_choose_first(request: HttpRequest, door: Door) -> bool:
    """
    Whether it is surely she: nobody worked under her name yet, or she is in since before it was shared.

    Else whoever holds the phone could take over what she has done; then two people confirm.
    """
    if door.user is None or door.user.last_login is None:
        return True
    return request.user.is_authenticated and request.user.pk == door.user.pk and signed_in_by_phone(request)


def _open(request: HttpRequest, user: User, at: datetime) -> HttpResponse:
    wanted = request.session.get(NEXT, "")
    unlock(request, user, with_pin=True, at=at)
    return redirect(safe_next(wanted))

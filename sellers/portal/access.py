"""Who may open a page of the portal, and in whose name. Every page under /sell/ goes through here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from jkrlm.kernel import clock
from jkrlm.people.facade import (
    User,
    is_unlocked_with_pin,
    lock,
    seen,
    signed_in_by_phone,
    trusted_phone,
)
from sellers.portal.contracts import Acting, MandateRow, Place, Who
from sellers.portal.errors import ConsentMissing, NotYourGroup
from sellers.portal.selectors import mandate_for, mandates, places_of
from sellers.registry.facade import people_with_phone, roll

#: In the session: the mandate under which a helper acts at present.
CHOSEN: Final = "portal.for"
_DEMO_BACKEND_ENDING: Final = "DemoBackend"


class SellerRequest(HttpRequest):
    """A request that ``for_sellers`` has let in."""

    acting: Acting


SellerView = Callable[..., HttpResponse]


def for_sellers(view: SellerView) -> SellerView:
    """
    Let in who belongs to a group, helps one or is an officer of its federation; ``request.acting`` says it.

    Strangers of every role get 403, a phone that gave no code is led to sign in, a shared phone that nobody
    has unlocked to the page that asks who it is; in each case the view does not run. A view that writes calls
    ``act_for`` first: where a helper has no one's consent, she is led to the page that asks for it.
    """

    @never_cache
    @wraps(view)
    def guarded(request: SellerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = clock.now()
        outcome = _admitted(request, at)
        if isinstance(outcome, HttpResponse):
            return outcome
        request.acting = outcome
        seen(request, at=at)
        try:
            return view(request, *args, **kwargs)
        except ConsentMissing as missing:
            asked = reverse("portal:behalf_group", args=[missing.params["code"]])
            return redirect(f"{asked}?{urlencode({'next': came_from(request)})}")
        except NotYourGroup as stranger:
            raise Http404 from stranger

    return guarded


def act_for(acting: Acting, group_code: str) -> Acting:
    """
    Return how she acts for one group: in her own name where it is hers, else under its consent.

    Raises:
        NotYourGroup: 404, where the view does not catch it.
        ConsentMissing: she is led to ask for it.
    """
    if group_code not in acting.group_codes:
        raise NotYourGroup
    if acting.consent is not None:
        return acting
    if group_code in acting.own_codes:
        return replace(acting, member=acting.person, group_codes=(group_code,))
    mandate = mandate_for(helper_id=acting.person.id, group_code=group_code, on=clock.today())
    if mandate is None:
        raise ConsentMissing(group_code)
    return _under(acting, mandate)


def acting_of(user: User) -> Acting | None:
    """Return as what a person acts by a program of hers: her groups and those that she helps; or None."""
    found = places_of(user.pk, on=clock.today()) if user.is_active else None
    return _acting(user, *found) if found is not None else None


def acting_of_session(request: HttpRequest) -> Acting | None:
    """Return who acts in a session that could open the portal's pages now; None where it could not."""
    try:
        outcome = _admitted(request, clock.now())
    except PermissionDenied:
        return None
    return outcome if isinstance(outcome, Acting) else None


def current_member(request: HttpRequest) -> Who | None:
    """Return whose drafts and photographs this phone shows now; None while nobody has unlocked it."""
    known: Acting | None = getattr(request, "acting", None)
    outcome = known or _admitted(request, clock.now())
    return outcome.member if isinstance(outcome, Acting) else None


def came_from(request: HttpRequest) -> str:
    """Return where to go on after a detour: this page, or the portal's first where this was no reading."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else reverse("portal:home")


def safe_next(wanted: str) -> str:
    """Return an address of the portal to go on to; its first page for anything else."""
    homes = ("/sell/", *(f"/{code}/sell/" for code, _name in settings.LANGUAGES))
    inside = wanted.startswith(homes) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else reverse("portal:home")


def _admitted(request: HttpRequest, at: datetime) -> Acting | HttpResponse:
    user = request.user
    if not isinstance(user, User):
        return _to_door(request, at)
    if not user.is_active or not signed_in_by_phone(request):
        raise PermissionDenied
    on = clock.today()
    found = places_of(user.pk, on=on)
    if found is None:
        raise PermissionDenied
    person, places = found
    if not str(request.session.get(BACKEND_SESSION_KEY, "")).endswith(_DEMO_BACKEND_ENDING):
        refusal = _phone_refusal(request, person, at, on)
        if refusal is not None:
            return refusal
    acting = _acting(user, person, places)
    chosen = _chosen(request, acting, on)
    return _under(acting, chosen) if chosen is not None else acting


def _acting(user: User, person: Who, places: tuple[Place, ...]) -> Acting:
    own = any(place.role in ("member", "leader") for place in places)
    return Acting(
        user=user,
        person=person,
        member=person if own else None,
        group_codes=tuple(dict.fromkeys(place.code for place in places)),
        on_behalf_of="",
        consent=None,
        places=places,
    )


def _to_door(request: HttpRequest, at: datetime) -> HttpResponse:
    door = "portal:who" if trusted_phone(request, at=at) else "portal:sign_in"
    return redirect(f"{reverse(door)}?{urlencode({'next': came_from(request)})}")


def _phone_refusal(request: HttpRequest, person: Who, at: datetime, on: date) -> HttpResponse | None:
    """Return where to send her whose phone is hers no more, or shared since and not yet behind a PIN."""
    phone = trusted_phone(request, at=at)
    people = people_with_phone(phone.number, on=on) if phone else ()
    if all(person_id != person.id for person_id, _name in people):
        lock(request)
        return _to_door(request, at)
    if len(people) > 1 and not is_unlocked_with_pin(request):
        return redirect("portal:member", person.id)
    return None


def _chosen(request: HttpRequest, acting: Acting, on: date) -> MandateRow | None:
    wanted = request.session.get(CHOSEN)
    if wanted is None:
        return None
    found = next(
        (
            each
            for each in mandates(helper_id=acting.person.id, group_codes=acting.group_codes)
            if each.id == wanted
        ),
        None,
    )
    if found is not None and any(
        each.person_id == found.member.id and each.role in ("member", "leader")
        for each in roll([found.group_code], on=on)
    ):
        return found
    del request.session[CHOSEN]
    return None


def _under(acting: Acting, mandate: MandateRow) -> Acting:
    return replace(
        acting,
        member=mandate.member,
        group_codes=(mandate.group_code,),
        on_behalf_of=f"{mandate.member.name} ({mandate.group_code})",
        consent=mandate.id,
    )

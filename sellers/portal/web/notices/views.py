"""What she was told, and how she wants to be told."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jkrlm.kernel.errors import DomainError
from sellers.notices.facade import (
    add_device,
    choices,
    choose_channel,
    forget_devices,
    mark_seen,
    notices,
    public_key,
    remove_device,
)
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.frame import current_language, seller_page

PAGE = 30
#: A subscription is about 400 bytes.
BODY_MAX = 4000


@require_safe
@for_sellers
def notices_page(request: SellerRequest) -> HttpResponse:
    """Her notices, newest first; those shown count as seen from now on. A helper's are her own."""
    me = request.acting.person.id
    before = request.GET.get("before", "")
    rows = notices(
        me, language=current_language(), most=PAGE + 1, before=int(before) if _is_id(before) else None
    )
    if rows and request.method == "GET":
        mark_seen(me, up_to=rows[0].id)
    shown = [{"notice": row, "address": _address(row.page)} for row in rows[:PAGE]]
    context = {
        "rows": shown,
        "following": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "choices": choices(me),
        "channels": _channels(),
        "push_key": public_key(),
    }
    return seller_page(request, "portal/notices/notices.html", context, here="notices")


@require_POST
@for_sellers
def channel(request: SellerRequest) -> HttpResponse:
    try:
        choose_channel(
            request.acting.person.id, channel=request.POST.get("channel", ""), actor=request.acting.user
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Kept."))
    return redirect("portal:notices")


@require_http_methods(["POST", "DELETE"])
@for_sellers
def device(request: SellerRequest) -> HttpResponse:
    """This browser's push subscription, as the browser gives it in JSON."""
    given = _subscription(request)
    me = request.acting.person.id
    if given is None:
        return JsonResponse({"message": _("This browser’s answer cannot be read.")}, status=400)
    if request.method == "DELETE":
        remove_device(person_id=me, endpoint=given["endpoint"])
        return HttpResponse(status=204)
    try:
        add_device(me, user=request.acting.user, language=current_language(), **given)
    except DomainError as refusal:
        return JsonResponse({"message": refusal.message}, status=422)
    return HttpResponse(status=204)


@require_POST
@for_sellers
def no_devices(request: SellerRequest) -> HttpResponse:
    """For a phone that is lost, or not hers any more."""
    forget_devices(person_id=request.acting.person.id)
    messages.success(request, _("No phone shows your notices by itself now."))
    return redirect("portal:notices")


def _subscription(request: HttpRequest) -> dict[str, str] | None:
    try:
        given: Any = json.loads(request.body[:BODY_MAX])
        found = {
            "endpoint": given["endpoint"],
            "p256dh": given["keys"]["p256dh"],
            "secret": given["keys"]["auth"],
        }
    except (ValueError, LookupError, TypeError):
        return None
    is_text = all(isinstance(each, str) and each.isascii() and each for each in found.values())
    return found if is_text else None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _address(page: str) -> str:
    """A page of the portal; or one of a higher room's, "reviews" mounted as ``sell_reviews:desk``."""
    for name in (f"portal:{page}", f"sell_{page}:desk"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return reverse("portal:home")


def _channels() -> dict[str, str]:
    return {"sms": _("By SMS"), "whatsapp": _("By WhatsApp"), "none": _("Only here, on this page")}

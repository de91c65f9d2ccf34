"""Where a phone's drafts arrive: each photograph by itself, then the goods. What comes twice counts once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jkrlm.kernel import clock
from jkrlm.kernel.bodies import body_of, object_of
from jkrlm.kernel.errors import DomainError
from media.facade import (
    FILE_MAX_BYTES,
    FilesUnavailable,
    PictureUnknown,
    RecipeRefused,
    VoiceUnknown,
    picture_answer,
    preview_answer,
    read_recipe,
    voice_answer,
)
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.selectors import kept_file
from sellers.portal.services.keep_file import drop_draft, keep_file
from sellers.portal.web.goods.add import change, said, send
from sellers.portal.web.goods.form import files_named
from sellers.portal.web.goods.pieces import how_far, in_pieces, take_piece
from sellers.portal.web.goods.rows import find
from sellers.portal.web.goods.whose import PERSON_HEADER, Hers, asks_each_time, group_of, hers
from sellers.portal.web.goods.wish import Faults, as_uuid, from_phone

_BODY_MAX_BYTES: Final = 64 * 1024
_THUMB: Final = 256


def for_phone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """
    Let a phone send in the name of her whose draft it is, and of nobody else who uses the same phone.

    409 where another woman has unlocked it meanwhile, or a helper acts for somebody else: the draft stays
    on the phone until its own member is back.
    """

    @for_sellers
    @wraps(view)
    def checked(request: SellerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        whose = hers(request.acting)
        if whose is None or request.headers.get(PERSON_HEADER) != str(whose.person_id):
            words = _("This phone is somebody else’s at present. It is sent when you unlock it again.")
            return JsonResponse({"code": "OTHER_PERSON", "message": words}, status=409)
        return view(request, whose, *args, **kwargs)

    return checked


@require_http_methods(["GET", "HEAD", "POST", "PATCH"])
def file(request: HttpRequest, draft: str, file: str) -> HttpResponseBase:
    """Take one photograph or voice note of a draft, whole or in pieces; or show it to her whose it is."""
    if request.method == "PATCH" or (request.method == "HEAD" and in_pieces(request)):
        return _pieces(request, draft, file)
    if request.method == "POST":
        return _take_file(request, draft, file)
    return _show_file(request, draft, file)


@for_phone
def _pieces(request: SellerRequest, whose: Hers, draft: str, file: str) -> HttpResponse:
    if request.method == "HEAD":
        return how_far(request, whose, _id(draft), _id(file))
    if not in_pieces(request):
        return HttpResponse(status=412)
    group_code = group_of(request.acting, request.GET.get("group", ""))
    return take_piece(request, whose, _id(draft), _id(file), group_code)


@for_phone
def _take_file(request: SellerRequest, whose: Hers, draft: str, file: str) -> HttpResponse:
    group_code = group_of(request.acting, request.GET.get("group", ""))
    try:
        keep_file(
            draft=_id(draft),
            name=_id(file),
            kind="voice" if (request.content_type or "").startswith(("audio/", "video/")) else "photo",
            data=body_of(request, FILE_MAX_BYTES),
            group_code=group_code,
            person_id=whose.person_id,
            now=clock.now(),
        )
    except FilesUnavailable as away:
        return JsonResponse({"code": away.code, "message": away.message}, status=503)
    except DomainError as refusal:
        return _refused({"photos": refusal.message})
    return JsonResponse({"kept": True}, status=201)


@asks_each_time
@for_sellers
def _show_file(request: SellerRequest, draft: str, file: str) -> HttpResponse:
    whose = hers(request.acting)
    found = (
        kept_file(_id(draft), _id(file), group_codes=whose.codes, person_id=whose.person_id)
        if whose
        else None
    )
    if found is None:
        raise Http404
    try:
        if found.kind == "voice":
            return voice_answer(request, found.stored_key)
        if "recipe" in request.GET:
            recipe = read_recipe(request.GET["recipe"][:80])
            return preview_answer(request, found.stored_key, recipe, _THUMB)  # type: ignore[return-value]
        return picture_answer(request, found.stored_key, _THUMB)  # type: ignore[return-value]
    except (PictureUnknown, RecipeRefused, VoiceUnknown) as unknown:
        raise Http404 from unknown


@require_http_methods(["POST", "DELETE"])
@for_phone
def goods(request: SellerRequest, whose: Hers, draft: str) -> HttpResponse:
    """Take the goods of a draft whose photographs have come; or forget what came of one that she deleted."""
    key = _id(draft)
    if request.method == "DELETE":
        drop_draft(draft=key, group_codes=whose.codes, person_id=whose.person_id)
        return HttpResponse(status=204)
    values = object_of(request, _BODY_MAX_BYTES)
    group_code = group_of(request.acting, str(values.get("group", "")))
    sent = from_phone(values)
    missing = files_named(sent, draft=key, group_code=group_code, person_id=whose.person_id).missing
    if missing:
        return JsonResponse({"code": "FILES_MISSING", "missing": missing}, status=422)
    try:
        made = send(request, whose, sent, key=key, group_code=group_code, keep_only=bool(values.get("draft")))
    except Faults as faults:
        return _refused(faults.errors)
    return JsonResponse(
        {"id": made.id, "state": made.state.value, "message": said(made), "url": reverse("portal:goods")}
    )


@require_POST
@for_phone
def mended(request: SellerRequest, whose: Hers, listing_id: int) -> HttpResponse:
    """Take goods that were mended on the phone."""
    values = object_of(request, _BODY_MAX_BYTES)
    found = find(listing_id, codes=whose.codes, whose=whose)
    group_of(request.acting, found.group_code)
    key = _id(str(values.get("key", "")))
    sent = from_phone(values)
    missing = files_named(
        sent,
        draft=key,
        group_code=found.group_code,
        person_id=whose.person_id,
        own=[*found.photo_keys, found.voice_key],
    ).missing
    if missing:
        return JsonResponse({"code": "FILES_MISSING", "missing": missing}, status=422)
    try:
        made = change(request, whose, found, sent, draft=key, keep_only=bool(values.get("draft")))
    except Faults as faults:
        return _refused(faults.errors)
    return JsonResponse(
        {"id": made.id, "state": made.state.value, "message": said(made), "url": reverse("portal:goods")}
    )


def _refused(errors: dict[str, str]) -> HttpResponse:
    return JsonResponse(
        {"code": "REFUSED", "errors": errors, "message": next(iter(errors.values()), "")}, status=422
    )


def _id(text: str) -> UUID:
    found = as_uuid(text)
    if found is None:
        raise Http404
    return found

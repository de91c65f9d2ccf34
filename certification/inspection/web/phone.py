"""The phone's side: the page and worker that it keeps, the packs it takes along, what it sends back."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.inspection.errors import (
    BadReport,
    PhotosMissing,
    SentBefore,
    VisitClosed,
    VisitUnknown,
)
from certification.inspection.models import Visit
from certification.inspection.pack import packs_of
from certification.inspection.rules import PHOTOS_MAX
from certification.inspection.selectors import photo_of
from certification.inspection.services.keep_photo import keep_photo
from certification.inspection.services.send_report import send_report
from certification.inspection.states import VisitState
from certification.inspection.web.common import INSPECTORS, READERS, readable, refusal
from certification.inspection.web.read import as_uuid, from_phone
from jkrlm.kernel.bodies import body_of, object_of
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.offline import worker_answer
from jkrlm.people.facade import audit, for_roles, signed_in
from media.facade import FILE_MAX_BYTES, FilesUnavailable, PictureUnknown, picture_answer

#: Whose report a phone sends; an answer to another's session would cross the two.
PERSON_HEADER: Final = "X-Umeed-Person"
_BODY_MAX_BYTES: Final = 128 * 1024
_SHOWN: Final = 640


@require_safe
@for_roles(*INSPECTORS)
def shell(request: HttpRequest) -> HttpResponse:
    """The page for visits as a phone keeps it: without a word about who, where and what."""
    get_token(request)
    answer = _shell(request)
    answer["Permissions-Policy"] = "geolocation=(self), microphone=(), camera=(self)"
    answer["Content-Security-Policy"] = (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
    return answer


@require_safe
@for_roles(*INSPECTORS)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; with a page or a file that it keeps, its own text changes."""
    return worker_answer("umeed-visits", reverse("cert_inspection:phone"), _shell(request).content)


@require_POST
@for_roles(*INSPECTORS)
def packs(request: HttpRequest) -> HttpResponse:
    """Hand the packs of her open visits to her phone; written down, since they leave the house."""
    user = signed_in(request)
    found = packs_of(user)
    moment = now()
    Visit.objects.filter(pk__in=[each["id"] for each in found], inspector=user).update(taken_along_at=moment)
    audit(
        actor=user,
        verb="cert.visit.take-along",
        target=f"person {user.pk}",
        after={"visits": [each["id"] for each in found]},
    )
    return JsonResponse({"person": user.pk, "name": user.name, "at": moment.isoformat(), "packs": found})


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, number: int, file: UUID) -> HttpResponseBase:
    """Take one photograph of a visit; or show it to whoever may see the visit."""
    if request.method == "POST":
        return _take_file(request, number, file)
    return _show_file(request, number, file)


@for_roles(*INSPECTORS)
def _take_file(request: HttpRequest, number: int, file: UUID) -> HttpResponse:
    if other := _other_person(request):
        return other
    try:
        keep_photo(
            number=number, file=file, data=body_of(request, FILE_MAX_BYTES), by=signed_in(request), now=now()
        )
    except FilesUnavailable as away:
        return refusal(away, status=HTTPStatus.SERVICE_UNAVAILABLE)
    except VisitUnknown as unknown:
        return refusal(unknown, status=HTTPStatus.NOT_FOUND)
    except DomainError as refused:
        return refusal(refused)
    return JsonResponse({"kept": True}, status=HTTPStatus.CREATED)


@for_roles(*READERS)
def _show_file(request: HttpRequest, number: int, file: UUID) -> HttpResponse:
    found = photo_of(readable(request, number), file)
    if found is None:
        raise Http404
    try:
        return picture_answer(request, found.picture_key, _SHOWN)  # type: ignore[return-value]
    except PictureUnknown as unknown:
        raise Http404 from unknown


@require_POST
@for_roles(*INSPECTORS)
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Take the report of a visit; the same one again is answered as the first time."""
    if other := _other_person(request):
        return other
    values = object_of(request, _BODY_MAX_BYTES)
    key = as_uuid(values.get("key"))
    if key is None:
        return JsonResponse(
            {
                "code": "BAD_REPORT",
                "message": _("The report has no key: open it on the phone and send again."),
            },
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    try:
        made = send_report(number=number, given=from_phone(values, key), by=signed_in(request), now=now())
    except VisitUnknown as unknown:
        return refusal(unknown, status=HTTPStatus.NOT_FOUND)
    except (SentBefore, VisitClosed) as late:
        return refusal(late)
    except PhotosMissing as photos:
        return refusal(photos, missing=photos.missing)
    except BadReport as bad:
        return refusal(bad, errors=bad.errors)
    except DomainError as refused:
        return refusal(refused)
    is_done = made.visit.state == VisitState.DONE
    said = _("Sent. The case has it.") if is_done else _("Sent. The visit is in your list again.")
    return JsonResponse({"visit": made.visit_id, "message": said})


def _other_person(request: HttpRequest) -> HttpResponse | None:
    """409 where another inspector is signed in on this phone: the report stays until its own is back."""
    if request.headers.get(PERSON_HEADER) == str(signed_in(request).pk):
        return None
    words = _("Somebody else is signed in on this phone. It is sent when you sign in again.")
    return JsonResponse({"code": "OTHER_PERSON", "message": words}, status=HTTPStatus.CONFLICT)


def _shell(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "cert_inspection/phone.html",
        {"csrf_cookie": settings.CSRF_COOKIE_NAME, "photos_most": PHOTOS_MAX},
    )

"""Complaining and following a grievance, without an account and without JavaScript. The link is the key."""

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

import certification.cases.facade as cases
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import TooManyAttempts, count_attempt, network_of
from media.facade import PictureUnknown, picture_answer
from storefront.grievances import rules
from storefront.grievances.about import about
from storefront.grievances.models import Grievance
from storefront.grievances.officer import grievance_officer
from storefront.grievances.selectors import desk_row, may_reopen
from storefront.grievances.selectors import thread as thread_of
from storefront.grievances.services.open_grievance import Complaint, open_grievance
from storefront.grievances.states import OPEN, Kind
from storefront.grievances.web.common import answer, room_of
from storefront.grievances.web.forms import GrievanceForm, WordsForm
from storefront.photos import PhotosRefused, Room, take_photos
from storefront.written import language_of

#: Photographs of a grievance that is not open yet, while its form comes back.
NEW = Room("grievance:new")
#: Stands in their addresses where a link will be.
NO_LINK: Final = "-"


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The officer, her contact, and the form."""
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        initial = {
            "kind": kind if kind in Kind.values else "",
            "reference": request.GET.get("about", "")[:200].replace("\x00", ""),
        }
        return _form_page(request, GrievanceForm(initial=initial), ())
    form = GrievanceForm(request.POST)
    photos: tuple[str, ...] = ()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        if form.is_valid() and form.cleaned_data["website"]:
            return HttpResponseRedirect(reverse("shop_grievances:complain"), status=303)
        photos = _photos(request, NEW, counted=network_of(request))
        if form.is_valid():
            count_attempt(rules.PER_NETWORK, subject=network_of(request), now=clock.now())
            made = _open(form, photos)
            messages.success(request, _("We have it. Its number is %(number)s.") % {"number": made.number})
            return HttpResponseRedirect(reverse("shop_grievances:thread", args=[made.token]), status=303)
    except PhotosRefused as refusal:
        photos, status = refusal.params["kept"], refusal.status
        tell(form, refusal)
    except TooManyAttempts as refusal:
        tell(form, refusal)
        status = HTTPStatus.TOO_MANY_REQUESTS
    except DomainError as refusal:
        tell(form, refusal)
    return _form_page(request, form, photos, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, token: str) -> HttpResponse:
    grievance = _of_link(token)
    if request.method != "POST":
        return _thread_page(request, grievance, WordsForm(), ())
    counted = f"grievance {grievance.number}"
    made = answer(request, grievance, lambda: _photos(request, room_of(grievance), counted=counted))
    if made.said:
        messages.success(request, made.said)
        return HttpResponseRedirect(reverse("shop_grievances:thread", args=[token]), status=303)
    return _thread_page(request, grievance, made.form, made.photos, status=made.status)


@require_safe
def photo(request: HttpRequest, token: str, photo: str) -> HttpResponseBase:
    """A photograph of the thread, or of a form that came back; "-" is a form before there is a grievance."""
    key = (NEW if token == NO_LINK else room_of(_of_link(token))).read(photo)
    if key is None:
        raise Http404
    try:
        return picture_answer(request, key, 512)
    except PictureUnknown as unknown:
        raise Http404 from unknown


def _of_link(token: str) -> Grievance:
    found = Grievance.objects.filter(token=token).select_related("assignee").first()
    if found is None:
        raise Http404
    return found


def _photos(request: HttpRequest, room: Room, *, counted: str) -> tuple[str, ...]:
    return take_photos(
        room,
        kept=request.POST.getlist("photo"),
        files=request.FILES.getlist("photos"),
        counted=counted,
        now=clock.now(),
    )


def _open(form: GrievanceForm, photos: tuple[str, ...]) -> Grievance:
    """What concerns a label is told to certification, too; its answer comes back here."""
    given, kind = form.cleaned_data, Kind(form.cleaned_data["kind"])
    found, key = about(kind, given["reference"]), str(given["key"])
    language = (get_language() or "en").split("-")[0]
    number = ""
    if kind == Kind.CERTIFICATE and not Grievance.objects.filter(key=key).exists():
        told = cases.complain(
            f"g:{key}", given["words"], label_code=found.label_code, certificate_number=found.shown[:24]
        )
        number = told.number
    return open_grievance(
        Complaint(
            key=key,
            kind=kind,
            words=given["words"],
            language=language if language in ("en", "hi", "ur") else language_of(given["words"], "en"),
            reference=found.shown,
            name=given["name"],
            email=given["email"].lower(),
            phone=given["phone"],
            access=found.access,
            label_code=found.label_code,
            complaint_number=number,
            photos=photos,
        ),
        now=clock.now(),
    )


def _form_page(
    request: HttpRequest, form: GrievanceForm, photos: tuple[str, ...], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "form": form,
        "officer": grievance_officer(),
        "photos": [NEW.sign(key) for key in photos],
        "token": NO_LINK,
    }
    return render(request, "shop_grievances/complain.html", context, status=status)


def _thread_page(
    request: HttpRequest,
    grievance: Grievance,
    form: WordsForm,
    photos: tuple[str, ...],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    now, room = clock.now(), room_of(grievance)
    lines = thread_of(grievance, with_notes=False)
    context = {
        "grievance": grievance,
        "row": desk_row(grievance, now),
        "lines": [(line, [room.sign(key) for key in line.photos]) for line in lines],
        "officer": grievance_officer(),
        "form": form,
        "photos": [room.sign(key) for key in photos],
        "token": grievance.token,
        "may_write": grievance.state in OPEN,
        "may_reopen": may_reopen(grievance, now),
    }
    response = render(request, "shop_grievances/thread.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response

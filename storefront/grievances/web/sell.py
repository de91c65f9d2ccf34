"""A seller's own matters with the officer: what she wrote, what was answered."""

from http import HTTPStatus
from typing import Final, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import TooManyAttempts, count_attempt
from media.facade import PictureUnknown, picture_answer
from sellers.portal.facade import SellerRequest, audit_act, for_sellers, seller_page
from storefront.grievances import rules
from storefront.grievances.models import Grievance
from storefront.grievances.officer import grievance_officer
from storefront.grievances.selectors import may_reopen, of_seller
from storefront.grievances.selectors import thread as thread_of
from storefront.grievances.services.open_grievance import Complaint, open_grievance
from storefront.grievances.states import OPEN, Kind
from storefront.grievances.web.common import answer, room_of
from storefront.grievances.web.forms import WordsForm
from storefront.photos import PhotosRefused, Room, take_photos

#: Stands in the addresses of photographs before there is a grievance.
NO_TICKET: Final = "-"


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def mine(request: SellerRequest) -> HttpResponse:
    """Her grievances, and a form for a new one. It is hers alone: nobody acts for her here."""
    acting = request.acting
    if request.method != "POST":
        return _list(request, WordsForm(), ())
    form = WordsForm(request.POST)
    photos: tuple[str, ...] = ()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        photos = _photos(request, _new_room(request))
        if not form.is_valid():
            return _list(request, form, photos, status=status)
        count_attempt(rules.MESSAGES_PER_LINK, subject=f"person {acting.person.id}", now=clock.now())
        made = open_grievance(
            Complaint(
                key=str(form.cleaned_data["key"]),
                kind=Kind.SELLER,
                words=form.cleaned_data["words"],
                language=_language(request),
                reference=acting.group_codes[0] if acting.group_codes else "",
                name=acting.person.name,
                group_code=acting.group_codes[0] if acting.group_codes else "",
                person_id=acting.person.id,
                photos=photos,
            ),
            now=clock.now(),
        )
    except PhotosRefused as refusal:
        photos, status = refusal.params["kept"], refusal.status
        tell(form, refusal)
    except TooManyAttempts as refusal:
        tell(form, refusal)
        status = HTTPStatus.TOO_MANY_REQUESTS
    except DomainError as refusal:
        tell(form, refusal)
    else:
        audit_act(acting, verb="grievance.open", target=f"grievance {made.number}")
        messages.success(request, _("We have it. Its number is %(number)s.") % {"number": made.number})
        return redirect("sell_grievances:one", ticket=made.number)
    return _list(request, form, photos, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def one(request: SellerRequest, ticket: str) -> HttpResponse:
    found = _hers(request, ticket)
    if request.method != "POST":
        return _one(request, found, WordsForm(), ())
    made = answer(request, found, lambda: _photos(request, room_of(found)))
    if made.said:
        messages.success(request, made.said)
        return redirect("sell_grievances:one", ticket=ticket)
    return _one(request, found, made.form, made.photos, status=made.status)


@require_safe
@for_sellers
def photo(request: SellerRequest, ticket: str, photo: str) -> HttpResponse:
    """A photograph of her thread, or of a form that came back; "-" is a form before there is a grievance."""
    room = _new_room(request) if ticket == NO_TICKET else room_of(_hers(request, ticket))
    key = room.read(photo)
    if key is None:
        raise Http404
    try:
        return cast(HttpResponse, picture_answer(request, key, 512))
    except PictureUnknown as unknown:
        raise Http404 from unknown


def _hers(request: SellerRequest, ticket: str) -> Grievance:
    found = Grievance.objects.filter(number=ticket, person_id=request.acting.person.id).first()
    if found is None:
        raise Http404
    return found


def _new_room(request: SellerRequest) -> Room:
    """On a shared phone the photographs of a form that came back are hers alone, too."""
    return Room(f"grievance:seller:{request.acting.person.id}")


def _photos(request: SellerRequest, room: Room) -> tuple[str, ...]:
    return take_photos(
        room,
        kept=request.POST.getlist("photo"),
        files=request.FILES.getlist("photos"),
        counted=f"person {request.acting.person.id}",
        now=clock.now(),
    )


def _language(request: SellerRequest) -> str:
    code = str(getattr(request, "LANGUAGE_CODE", "en")).split("-")[0]
    return code if code in ("en", "hi", "ur") else "en"


def _list(
    request: SellerRequest, form: WordsForm, photos: tuple[str, ...], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    room = _new_room(request)
    context = {
        "rows": of_seller(request.acting.person.id),
        "form": form,
        "officer": grievance_officer(),
        "photos": [room.sign(key) for key in photos],
        "ticket": NO_TICKET,
    }
    return seller_page(request, "shop_grievances/sell.html", context, here="help", status=status)


def _one(
    request: SellerRequest,
    found: Grievance,
    form: WordsForm,
    photos: tuple[str, ...],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    room = room_of(found)
    lines = thread_of(found, with_notes=False)
    context = {
        "grievance": found,
        "lines": [(line, [room.sign(key) for key in line.photos]) for line in lines],
        "photos": [room.sign(key) for key in photos],
        "ticket": found.number,
        "form": form,
        "may_write": found.state in OPEN,
        "may_reopen": may_reopen(found, clock.now()),
    }
    return seller_page(request, "shop_grievances/sell_one.html", context, here="help", status=status)

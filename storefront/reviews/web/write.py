"""The buyer writes about a piece, from the order's page. The address is the proof."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from media.facade import PictureUnknown, picture_answer
from sellers.orders.facade import SoldLine
from storefront.models import OrderAccess
from storefront.photos import PhotosRefused, Room, take_photos
from storefront.reviews.errors import ChangedMeanwhile, NotReceived
from storefront.reviews.models import Review
from storefront.reviews.services.write_review import ReviewWish, received_line, write_review
from storefront.reviews.states import TextState
from storefront.reviews.store import product_named
from storefront.reviews.web.forms import ReviewForm
from storefront.spoken import names_of
from storefront.written import language_of


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, token: str, line: int) -> HttpResponse:
    access, sold = _mine(token, line)
    room = _room(access, line)
    review = Review.objects.filter(sold_line=line).first()
    if request.method != "POST":
        form = ReviewForm(initial=_initial(review))
        return _page(request, access, sold, form, room, tuple(review.photos) if review else (), review)
    form = ReviewForm(request.POST)
    photos: tuple[str, ...] = ()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        photos = take_photos(
            room,
            kept=request.POST.getlist("photo"),
            files=request.FILES.getlist("photos"),
            counted=f"order {access.pk}",
            now=clock.now(),
        )
        if form.is_valid():
            _write(access, line, form, photos)
            messages.success(request, _("We have your review. It is on the page when we have read it."))
            return HttpResponseRedirect(reverse("storefront:order", args=[token]), status=303)
    except PhotosRefused as refusal:
        photos, status = refusal.params["kept"], refusal.status
        tell(form, refusal)
    except ChangedMeanwhile as refusal:
        tell(form, refusal)
        status = HTTPStatus.CONFLICT
    except DomainError as refusal:
        tell(form, refusal)
    return _page(request, access, sold, form, room, photos, review, status=status)


@require_safe
def photo(request: HttpRequest, token: str, line: int, photo: str) -> HttpResponseBase:
    """A photograph that is not for everybody yet: the form's own word names it."""
    access, _sold = _mine(token, line)
    key = _room(access, line).read(photo)
    if key is None:
        raise Http404
    try:
        return picture_answer(request, key, 256)
    except PictureUnknown as unknown:
        raise Http404 from unknown


def _mine(token: str, line: int) -> tuple[OrderAccess, SoldLine]:
    access = OrderAccess.objects.filter(token=token).first()
    if access is None:
        raise Http404
    try:
        return access, received_line(access, line)
    except NotReceived as refusal:
        raise Http404(refusal.message) from refusal


def _room(access: OrderAccess, line: int) -> Room:
    return Room(f"review:{access.pk}:{line}")


def _initial(review: Review | None) -> dict[str, object]:
    if review is None:
        return {}
    return {
        "version": review.version,
        "stars": str(review.stars),
        "words": review.words,
        "shown_name": review.shown_name,
    }


def _write(access: OrderAccess, line: int, form: ReviewForm, photos: tuple[str, ...]) -> None:
    given = form.cleaned_data
    wish = ReviewWish(
        key=given["key"],
        seen_version=given["version"],
        stars=given["stars"],
        words=given["words"],
        language=language_of(given["words"], get_language() or ""),
        shown_name=given["shown_name"],
        photos=photos,
    )
    sold = received_line(access, line)
    write_review(
        access=access,
        line_id=line,
        wish=wish,
        product=product_named(sold.product_id) or ("", sold.name),
        now=clock.now(),
    )


def _page(
    request: HttpRequest,
    access: OrderAccess,
    sold: SoldLine,
    form: ReviewForm,
    room: Room,
    photos: tuple[str, ...],
    review: Review | None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "access": access,
        "line": replace(sold, name=names_of([sold.product_id]).get(sold.product_id, sold.name)),
        "form": form,
        "photos": [room.sign(key) for key in photos],
        "review": review,
        "was_refused": review is not None and review.state in (TextState.REFUSED, TextState.HIDDEN),
    }
    response = render(request, "shop_reviews/write.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response

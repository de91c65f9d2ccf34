"""The editors' desk: the queue of what groups want to sell, and one page for each."""

from http import HTTPStatus
from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.errors import BadWish, ListingMoved, ListingUnknown
from catalogue.kinds import kind_of
from catalogue.models import Listing, Stage
from catalogue.services.decide import approve, keep_text, send_back
from catalogue.web.forms import TextForm, chosen_kind, starts_with
from catalogue.web.rows import TABS, listing_page, queue
from jkrlm.kernel import clock
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import Role, User, for_roles, signed_in
from media.facade import FilesUnavailable, PictureUnknown, VoiceUnknown, picture_answer, voice_answer

EDITORS: Final = (Role.EDITOR, Role.ADMINISTRATOR)
#: In pixels: the queue's, the page's, and the whole.
PHOTO_SIZES: Final = (128, 512, 2048)
_DONE: Final = {
    "save": "Kept. Nothing is decided yet.",
    "approve": "Approved. The shop has it in a moment.",
    "send-back": "Sent back. The seller is told why.",
}
_LEADS_TO: Final = {"approve": Stage.APPROVED, "send-back": Stage.SENT_BACK}


@require_safe
@for_roles(*EDITORS)
def desk(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:60].strip() for name in ("state", "group", "kind")}
    stage = asked["state"] if asked["state"] in {each.value for each, _label in TABS} else Stage.CHECKING
    kind = asked["kind"] if kind_of(asked["kind"]) else ""
    number = request.GET.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    found = queue(stage=stage, code=asked["group"], kind=kind, page=max(page, 1))
    tabs = [
        {"state": each.value, "label": label, "count": found["counts"][each.value]} for each, label in TABS
    ]
    context = {**found, "stage": str(stage), "group": asked["group"], "kind": kind, "tabs": tabs}
    return render(request, "catalogue/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EDITORS)
def goods(request: HttpRequest, number: int) -> HttpResponse:
    """Show one listing with its form; a POST keeps the text, approves, or sends back."""
    row = Listing.objects.filter(pk=number).exclude(stage=Stage.DRAFT).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        kind = chosen_kind({}, row)
        return _page(request, row, TextForm(initial=starts_with(row, kind), kind=kind))
    act = request.POST.get("act", "save")
    form = TextForm(request.POST, kind=chosen_kind(request.POST, row))
    if act not in _DONE or not _is_ready(form, act):
        return _page(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _do(act, row, form, signed_in(request))
    except ListingMoved as moved:
        return _told(request, row, act, moved)
    except BadWish as refused:
        tell(form, refused)
        return _page(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ListingUnknown as unknown:
        raise Http404(unknown.message) from unknown
    messages.success(request, _DONE[act])
    return redirect("staff_goods:goods", number=number) if act == "save" else redirect("staff_goods:desk")


@require_safe
@for_roles(*EDITORS)
def voice(request: HttpRequest, number: int) -> HttpResponse:
    """Play the seller's voice note: to editors only, in the pieces that a player asks for."""
    key = Listing.objects.filter(pk=number).exclude(stage=Stage.DRAFT).values_list("voice_key", flat=True)
    try:
        return voice_answer(request, key.first() or "")
    except VoiceUnknown as unknown:
        raise Http404(unknown.message) from unknown
    except FilesUnavailable:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "30"})


@require_safe
@for_roles(*EDITORS)
def photo(request: HttpRequest, number: int, place: int, size: int) -> HttpResponse:
    """Show one of the seller's photographs: not public before her goods are."""
    keys = Listing.objects.filter(pk=number).exclude(stage=Stage.DRAFT).values_list("photo_keys", flat=True)
    found = (keys.first() or [])[place : place + 1]
    if not found or size not in PHOTO_SIZES:
        raise Http404
    try:
        return cast(HttpResponse, picture_answer(request, found[0], size))
    except PictureUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _is_ready(form: TextForm, act: str) -> bool:
    """Approving wants a whole text; sending back wants a reason, and takes a text with faults as none."""
    form.is_valid()
    if act == "approve":
        return form.must_be_whole()
    if act == "send-back":
        if not form.cleaned_data.get("reasons"):
            form.add_error("reasons", "Choose why: the seller reads it in her language.")
        return not {"version", "reasons", "words"} & set(form.errors)
    return not form.errors


def _do(act: str, row: Listing, form: TextForm, user: User) -> None:
    base = {
        "listing_id": row.pk,
        "version": form.cleaned_data["version"],
        "actor": user,
        "now": clock.now(),
    }
    if act == "approve":
        approve(text=form.text(), **base)
    elif act == "send-back":
        text = form.text() if not form.errors else None
        send_back(text=text, reasons=form.cleaned_data["reasons"], words=form.cleaned_data["words"], **base)
    else:
        keep_text(text=form.text(), **base)


def _told(request: HttpRequest, row: Listing, act: str, moved: ListingMoved) -> HttpResponse:
    """Tell the second of two; what she typed stays, and her next press counts for what she sees now."""
    row.refresh_from_db()
    if row.stage == _LEADS_TO.get(act) and row.decided_by_id == request.user.pk:
        messages.success(request, _DONE[act])
        return redirect("staff_goods:desk")
    given = request.POST.copy()
    given["version"] = str(row.version)
    fresh = TextForm(given, kind=chosen_kind(given, row))
    fresh.is_valid()
    tell(fresh, moved)
    return _page(request, row, fresh, status=HTTPStatus.CONFLICT)


def _page(
    request: HttpRequest, row: Listing, form: TextForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context: dict[str, Any] = {**listing_page(row), "form": form}
    return render(request, "catalogue/goods.html", context, status=status)

"""What goes on and into a parcel: the label, the slip, and the code that a collection centre scans."""

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import logistics.parcels.facade as parcels
from jkrlm.people.facade import Role, has_role
from logistics.parcels.facade import FORMATS, Address, label_pdf
from media.facade import FilesUnavailable, paper_answer, pdf
from sellers.orders.facade import (
    SellerOrderDetail,
    SellerOrderState,
    SellerOrderUnknown,
    detail,
    parcel_code,
)
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.frame import seller_page
from sellers.portal.web.orders import desk
from sellers.portal.web.orders.rows import piece_row
from sellers.portal.web.orders.store import Destination, Looks, parcel_of
from sellers.registry.facade import groups_by_code

TO_BE_SENT: Final = (SellerOrderState.ACCEPTED, SellerOrderState.PACKED)
_PARCEL: Final = re.compile(r"P[0-9]{9}")
_DOCUMENTS: Final = Path(__file__).resolve().parents[2] / "documents"
#: Asked for the language in which a buyer ordered; wiring sets it.
_buyer_language: list[Callable[[str], str]] = [lambda _order_id: settings.LANGUAGE_CODE]


def set_buyer_language(asked: Callable[[str], str]) -> None:
    """Say who knows in which language an order (by the store's id) was placed."""
    _buyer_language[0] = asked


def scan_path(code: str) -> str:
    """Return where a scanned code, an order's or its parcel's, leads; the same in every language."""
    with override("en"):
        return reverse("portal:scan", args=[code])


def scan_address(code: str) -> str:
    """Return the address in the code that a page shows of an order."""
    return f"{settings.PUBLIC_URL}{scan_path(code)}"


@require_safe
@never_cache
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """
    Lead whoever scans a label to the order where she works; each of these pages asks who she is. A parcel's
    code is looked up for its own group only.
    """
    if _PARCEL.fullmatch(code):
        if has_role(request.user, Role.LOGISTICS, Role.ADMINISTRATOR, Role.DRIVER):
            return redirect("parcels_public:scan-one", code)
        return _scanned_parcel(request, code)
    if any(has_role(request.user, role) for role in (Role.LOGISTICS, Role.ADMINISTRATOR)):
        return redirect("staff_orders:parcel", code)
    if has_role(request.user, Role.DRIVER) and (found := parcels.parcel_of_order(code)) is not None:
        return redirect("parcels_public:scan-one", found.code)
    return _scanned(request, code)


@for_sellers
def _scanned_parcel(request: SellerRequest, code: str) -> HttpResponse:
    try:
        found = parcels.parcel(code)
    except parcels.ParcelUnknown as unknown:
        raise Http404 from unknown
    if found.direction is not parcels.Direction.OUT or len(found.shares) != 1:
        raise Http404
    _detail(request, found.shares[0])
    return redirect("portal:scan", found.shares[0])


@for_sellers
def _scanned(request: SellerRequest, code: str) -> HttpResponse:
    found = _detail(request, code)
    if desk.may_look_only(request.acting, found.card.group_code):
        return redirect("portal:collection_parcel", code)
    return redirect("portal:order", code)


Paper = Callable[[SellerOrderDetail, Destination, Looks, str], bytes]


def _paper(kind: str) -> Callable[[Paper], Callable[..., HttpResponse]]:
    """Serve a PDF of an order that is hers and still to be sent; the buyer's address goes nowhere else."""

    def wrap(draw: Paper) -> Callable[..., HttpResponse]:
        @require_safe
        @for_sellers
        @wraps(draw)
        def view(request: SellerRequest, code: str) -> HttpResponse:
            found = _detail(request, code)
            desk.act_on(request.acting, found.card.group_code)
            if found.card.state not in TO_BE_SENT:
                return _none(request, code, _("There is a label while an order is accepted or packed."), 409)
            destination, looks = parcel_of(found.card)
            if destination is None:
                return _none(
                    request, code, _("The store does not answer now. Try again in a few minutes."), 503
                )
            made = draw(found, destination, looks, request.GET.get("size", ""))
            answer = HttpResponse(made, content_type="application/pdf")
            name = f"umeed-{code}-{kind}.pdf"
            answer["Content-Disposition"] = (
                content_disposition_header(as_attachment=False, filename=name) or ""
            )
            answer["Cache-Control"] = "no-store, private"
            answer["X-Content-Type-Options"] = "nosniff"
            return answer

        return view

    return wrap


@_paper("label")
def label(found: SellerOrderDetail, to: Destination, _looks: Looks, size: str) -> bytes:
    """The parcel's label, on A6 or a roll of 4 × 6 inches; the address as the buyer wrote it."""
    return label_pdf(
        parcel_code(found.card.code),
        size=size if size in FORMATS else FORMATS[0],
        to=Address(to.name, to.lines, to.pincode, to.phone),
    )


@_paper("slip")
def slip(found: SellerOrderDetail, to: Destination, looks: Looks, _size: str) -> bytes:
    """What lies in the parcel, in the language in which it was ordered; no prices: it may be a present."""
    card = found.card
    language = _buyer_language[0](card.order_id)
    maker = groups_by_code([card.group_code])[card.group_code]
    with override(language):
        rows = [piece_row(piece, card, looks, language) for piece in card.pieces]
        data: dict[str, Any] = {
            "title": _("In this parcel"),
            "order": _("Order %(number)s") % {"number": card.number},
            "for": _("For %(name)s") % {"name": to.name},
            "made_by": _("Made and packed by"),
            "maker": {"hi": maker.name_hi, "ur": maker.name_ur}.get(language, "") or maker.name,
            "place": f"{maker.village}, {maker.district}",
            "head": [_("Piece"), _("Number")],
            "rows": [[row.name, str(row.quantity)] for row in rows if row.quantity],
            "thanks": _("Thank you for buying from women who make things by hand."),
            "ask": ""
            if to.gift
            else _("Something is not right? Open your order by the link in our message: it says what to do."),
            "code": card.code,
            "gift": to.gift.message if to.gift else "",
            "gift_title": _("For you, from somebody who thinks of you") if to.gift else "",
        }
    return pdf(_DOCUMENTS / "slip.typ", data, language=language)


@require_safe
@for_sellers
def carriers_label(request: SellerRequest, code: str) -> HttpResponse:
    """The carrier's own label of a parcel that is hers and still to be sent, where the carrier gives one."""
    found = _detail(request, code)
    desk.act_on(request.acting, found.card.group_code)
    if found.card.state not in TO_BE_SENT:
        return _none(request, code, _("There is a label while an order is accepted or packed."), 409)
    try:
        key = parcels.carriers_label(code)
    except parcels.CarrierRefused:
        key = None
    except (parcels.CarrierUnavailable, FilesUnavailable):
        words = _("%(carrier)s does not answer now. Print our label, or try again in a few minutes.")
        return _none(request, code, words % {"carrier": found.card.carrier}, 503)
    if key is None:
        words = _("The carrier gives no label of its own: print ours.")
        return _none(request, code, words, 404)
    return paper_answer(key, filename=f"umeed-{code}-carrier.pdf")


def _detail(request: SellerRequest, code: str) -> SellerOrderDetail:
    try:
        return detail(code, group_codes=request.acting.group_codes)
    except SellerOrderUnknown as unknown:
        raise Http404 from unknown


def _none(request: SellerRequest, code: str, words: str, status: int) -> HttpResponse:
    context = {"refusal": words, "code": code}
    return seller_page(request, "portal/orders/no_paper.html", context, here="orders", status=status)

"""
The federation's desk on a phone: parcels of its groups taken in, checked, sent on; what it bought.

An officer acts here in her own office, not in a member's name: no consent is asked, and the audit says who.
"""

import csv
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError, TryLater
from jkrlm.kernel.formats import harmless
from sellers.collection.facade import (
    CHECKLIST,
    NotOfThisFederation,
    centre,
    check,
    parcel,
    purchases,
    send_on,
    take_in,
)
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.frame import name_of, seller_page
from sellers.portal.web.money.seat import asked_month, earlier, following
from sellers.registry.facade import federation_of, groups_by_code

PAGE = 50
CSV_MOST = 10_000
CSV_HEAD = ("Number", "Day", "Kind", "Group", "Order", "Goods", "Value without GST", "Paid to group")
WEIGHT_MAX = 50_000


class OfficerRequest(SellerRequest):
    """``federation_id`` and ``codes``: hers today."""

    federation_id: int
    codes: tuple[str, ...]


def for_officers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let officers of a federation in; everybody else of the portal gets 403, and the view does not run."""

    @for_sellers
    @wraps(view)
    def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        codes = tuple(place.code for place in request.acting.places if place.role == "clf-officer")
        federation = federation_of(codes[0], on=clock.today()) if codes else None
        if federation is None:
            raise PermissionDenied
        request.federation_id, request.codes = federation, codes
        try:
            return view(request, *args, **kwargs)
        except NotOfThisFederation as stranger:
            raise Http404 from stranger

    return guarded


@require_safe
@for_officers
def centre_page(request: OfficerRequest) -> HttpResponse:
    found = centre(request.federation_id, request.codes)
    lanes = {"here": found.here, "passed": found.passed, "back": found.back, "come": found.to_come}
    names = groups_by_code({each.group_code for lane in lanes.values() for each in lane})
    context = {
        "lanes": {
            key: [{"parcel": each, "group": name_of(names, each.group_code)} for each in lane]
            for key, lane in lanes.items()
        },
        "today": clock.today(),
    }
    return seller_page(request, "portal/collection/centre.html", context, here="collection")


@require_safe
@for_officers
def find(request: OfficerRequest) -> HttpResponse:
    """From a number typed in, or a label's QR read by the phone."""
    code = request.GET.get("code", "").strip().upper()[:40]
    try:
        parcel(code, federation_id=request.federation_id, group_codes=request.codes)
    except NotOfThisFederation as unknown:
        messages.error(request, unknown.message)
        return redirect("portal:collection")
    return redirect("portal:collection_parcel", code)


@require_safe
@for_officers
def parcel_page(request: OfficerRequest, code: str) -> HttpResponse:
    return _parcel_page(request, code)


@require_POST
@for_officers
def take_in_parcel(request: OfficerRequest, code: str) -> HttpResponse:
    return _do(
        request,
        code,
        lambda: take_in(
            code,
            federation_id=request.federation_id,
            group_codes=request.codes,
            by=request.acting.user,
        ),
        _("It is here. Check it now, or later."),
    )


@require_POST
@for_officers
def check_parcel(request: OfficerRequest, code: str) -> HttpResponse:
    typed = request.POST.get("weight", "").strip()
    weight = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else None
    if typed and not (weight and weight <= WEIGHT_MAX):
        refusal = _("Write the weight in whole grams, up to 50000, or leave it out.")
        return _parcel_page(request, code, refusal=refusal, status=422)
    failed = request.POST.getlist("failed")
    words = request.POST.get("words", "")[:300]
    said = _("Checked: all is well.")
    if failed:
        said = _("It went back to the group, which is told what to mend.")
    return _do(
        request,
        code,
        lambda: check(
            code,
            federation_id=request.federation_id,
            failed=failed,
            words=words,
            weight_grams=weight,
            by=request.acting.user,
        ),
        said,
    )


@require_POST
@for_officers
def send_parcel(request: OfficerRequest, code: str) -> HttpResponse:
    return _do(
        request,
        code,
        lambda: send_on(
            code,
            federation_id=request.federation_id,
            group_codes=request.codes,
            by=request.acting.user,
            tracking_number=request.POST.get("tracking", "").strip()[:40],
        ),
        _("Handed to the carrier."),
    )


@require_safe
@for_officers
def purchases_page(request: OfficerRequest) -> HttpResponse:
    """What the federation bought in a month, where it sold the pieces itself."""
    since = asked_month(request)
    before = request.GET.get("before", "")
    found = purchases(
        [request.federation_id],
        since=since,
        until=following(since),
        most=PAGE,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )
    names = groups_by_code({row.group_code for row in found.rows})
    context = {
        "found": found,
        "month": since,
        "earlier": earlier(since),
        "later": following(since) if following(since) <= clock.today() else None,
        "rows": [{"row": row, "group": name_of(names, row.group_code)} for row in found.rows],
        "net": found.bought - found.given_back,
    }
    return seller_page(request, "portal/collection/purchases.html", context, here="collection")


@require_safe
@for_officers
def purchases_csv(request: OfficerRequest) -> HttpResponse:
    """The month's purchases for the federation's books, in the order of their numbers."""
    since = asked_month(request)
    found = purchases([request.federation_id], since=since, until=following(since), most=CSV_MOST)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="purchases-{since:%Y-%m}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(CSV_HEAD)
    for row in reversed(found.rows):
        sign = -1 if row.kind == "back" else 1
        writer.writerow(
            [
                row.voucher,
                row.bought_on.isoformat(),
                row.kind.value,
                row.group_code,
                row.code,
                harmless(row.pieces),
                sign * row.goods_value.amount,
                sign * row.amount.amount,
            ]
        )
    return answer


def _parcel_page(request: OfficerRequest, code: str, *, refusal: str = "", status: int = 200) -> HttpResponse:
    found = parcel(code, federation_id=request.federation_id, group_codes=request.codes)
    group = name_of(groups_by_code([found.group_code]), found.group_code)
    typed = request.POST if status != 200 else {}
    context = {
        "parcel": found,
        "group": group,
        "checklist": [
            {"key": key, "words": words, "ticked": key in request.POST.getlist("failed")}
            for key, words in CHECKLIST.items()
        ],
        "failed": [CHECKLIST[key] for key in found.failed if key in CHECKLIST],
        "typed": typed,
        "refusal": refusal,
    }
    return seller_page(request, "portal/collection/parcel.html", context, here="collection", status=status)


def _do(request: OfficerRequest, code: str, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except NotOfThisFederation:
        raise
    except TryLater as absence:
        return _parcel_page(request, code, refusal=absence.message, status=503)
    except DomainError as refusal:
        return _parcel_page(request, code, refusal=refusal.message, status=422)
    messages.success(request, done)
    return redirect("portal:collection_parcel", code)

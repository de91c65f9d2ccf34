"""Counting: one sheet for packing, for a hub, for taking over at the end, and for what goes back."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import exhibitions.plan.facade as plan
from catalogue.facade import shelf_goods
from exhibitions.stock import selectors
from exhibitions.stock.models import Consignment
from exhibitions.stock.services.common import opened_before
from exhibitions.stock.services.count import count, expected_of
from exhibitions.stock.services.pack import pack
from exhibitions.stock.services.prices import name_prices
from exhibitions.stock.services.send_back import send_back
from exhibitions.stock.states import UNDER_WAY, ConsignmentState, Hand
from exhibitions.stock.web.common import (
    carried,
    consignment_or_404,
    for_keepers,
    note_prices,
    staff_by,
    title_of,
)
from exhibitions.stock.web.sheet import Sheet, SheetRow, goods_rows
from exhibitions.stock.web.staff import hand_words
from jkrlm.kernel.forms import asked
from jkrlm.kernel.ids import new_token
from jkrlm.people.facade import audit, signed_in
from sellers.registry.facade import groups_by_code

form_view = require_http_methods(["GET", "HEAD", "POST"])
NUMBER_MOST = 300


@form_view
@for_keepers
def find(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    """Scan or type the number of a consignment note: its count opens."""
    typed = (request.POST.get("number", "") if request.method == "POST" else asked(request, "number"))[
        :NUMBER_MOST
    ].replace("\x00", "")
    refused = ""
    if typed.strip():
        parts = [part for part in typed.strip().upper().split("?")[0].split("/") if part]
        number = next(
            (part for part in reversed(parts) if part.startswith("CN-")), parts[-1] if parts else ""
        )
        row = Consignment.objects.filter(number=number, exhibition_code=fair.code).first()
        if row is not None:
            name = "count" if row.state in UNDER_WAY else "one"
            return redirect(f"exhibitions_stock:{name}", fair.code, row.number)
        refused = _("There is no consignment “%(typed)s” of this exhibition.") % {"typed": typed[:60]}
    waiting = [each for each in selectors.consignments(exhibition_code=fair.code) if each.state in UNDER_WAY]
    names = groups_by_code({each.group_code for each in waiting})
    context = {
        **plan.frame(request, fair, "exhibitions_stock:stock"),
        "typed": typed,
        "refused": refused,
        "waiting": [
            {"view": each, "group": names[each.group_code].name if each.group_code in names else ""}
            for each in waiting
        ],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "exhibitions_stock/find.html", context, status=status)


@form_view
@for_keepers
def count_one(request: HttpRequest, fair: plan.Exhibition, number: str) -> HttpResponse:
    """Count a consignment at a hub, or at its end."""
    row = consignment_or_404(fair, number)
    asked_hand = request.POST.get("hand") or asked(request, "hand")
    hand = Hand.HUB if asked_hand == Hand.HUB else Hand.END
    sheet = Sheet(count_rows(row), key=new_token(), counts_damaged=True)

    def keep() -> str:
        is_new = count(
            number=row.number,
            hand=hand,
            counted=sheet.counted(),
            key=sheet.key,
            by=staff_by(request),
            place_code=fair.place_code if hand is Hand.END else "",
            words=request.POST.get("words", "")[:300].replace("\x00", ""),
        )
        if is_new:
            audit(
                actor=signed_in(request), verb=f"stock.count-{hand.value}", target=f"consignment {row.number}"
            )
        return row.number

    if sheet.kept(request, keep):
        _say_counted(request, row)
        return redirect("exhibitions_stock:one", fair.code, row.number)
    context = {
        "row": row,
        "heading": f"{row.number} · {hand_words(row, hand)}",
        "is_over": row.state not in UNDER_WAY,
        "may_hub": row.state in (ConsignmentState.PACKED, ConsignmentState.SENT),
        "hand": hand.value,
        "carried": carried(row),
        "asks_words": True,
        "hands": [(each.value, hand_words(row, each)) for each in (Hand.HUB, Hand.END)],
    }
    return _sheet_page(request, fair, sheet, context)


def _say_counted(request: HttpRequest, row: Consignment) -> None:
    left = sum(
        each.differences
        for each in selectors.consignments(exhibition_code=row.exhibition_code)
        if each.number == row.number
    )
    if left:
        messages.warning(
            request, _("%(number)s is counted. Something differs: settle it.") % {"number": row.number}
        )
    else:
        messages.success(request, _("%(number)s is counted: all is there.") % {"number": row.number})


def count_rows(row: Consignment) -> list[SheetRow]:
    """Return a sheet's rows for what is expected of a consignment."""
    before = expected_of(row)
    rows = []
    for line in row.lines.order_by("id"):
        expected = before[line.pk]
        rows.append(
            SheetRow(
                key=str(line.pk),
                title=title_of(line),
                detail=line.sku,
                sku=line.sku,
                product_id=line.product_id,
                most=expected.quantity,
                said=_("%(n)d expected") % {"n": expected.quantity},
                known=tuple(sorted(expected.serials)),
            )
        )
    return rows


@form_view
@for_keepers
def back(request: HttpRequest, fair: plan.Exhibition, group_code: str) -> HttpResponse:
    """Count out what a group sends home, or all that is left of it."""
    here = {each.variant_id: each for each in selectors.goods_at(fair.code) if each.group_code == group_code}
    goods = {each.variant_id: each for each in shelf_goods(variant_ids=list(here))}
    if not goods:
        raise Http404
    rows = [
        SheetRow(
            key=variant_id,
            title=goods[variant_id].titles["en"],
            detail=goods[variant_id].variant_name,
            sku=here[variant_id].sku,
            product_id=here[variant_id].product_id,
            most=max(here[variant_id].quantity, 0),
            said=_("%(n)d here, says the book") % {"n": here[variant_id].quantity},
            known=here[variant_id].serials,
        )
        for variant_id in here
        if variant_id in goods
    ]
    sheet = Sheet(rows, key=new_token())
    is_rest = request.POST.get("rest") == "1" if request.method == "POST" else fair.state == "closed"

    def keep() -> str:
        number = send_back(
            exhibition_code=fair.code,
            group_code=group_code,
            goods=sheet.packed(),
            is_rest=is_rest,
            key=sheet.key,
            by=staff_by(request),
        )
        audit(actor=signed_in(request), verb="stock.open", target=f"consignment {number}")
        return number

    context = {"heading": _("Send back"), "asks_rest": True, "is_rest": is_rest, "group_code": group_code}
    return _opened(request, fair, sheet, keep, context)


@form_view
@for_keepers
def pack_here(request: HttpRequest, fair: plan.Exhibition, group_code: str) -> HttpResponse:
    """Pack for a group at a hub, where its goods stand."""
    goods = shelf_goods(group_codes=[group_code])
    if not goods:
        raise Http404
    asks_price = plan.may_run(signed_in(request), fair.code)
    rows = goods_rows(goods, language="en", picture={}, asks_price=asks_price)
    sheet = Sheet(rows, key=new_token())

    def keep() -> str:
        prices = sheet.prices()
        if known := opened_before(sheet.key, fair.code, group_code):
            return known
        number = pack(
            exhibition_code=fair.code,
            group_code=group_code,
            goods=sheet.packed(),
            key=sheet.key,
            by=staff_by(request),
        )
        by = staff_by(request)
        if name_prices(exhibition_code=fair.code, group_code=group_code, prices=prices, by=by):
            note_prices(request, group_code, prices)
        audit(actor=signed_in(request), verb="stock.open", target=f"consignment {number}")
        return number

    return _opened(
        request, fair, sheet, keep, {"heading": _("Pack for the exhibition"), "group_code": group_code}
    )


def _opened(
    request: HttpRequest,
    fair: plan.Exhibition,
    sheet: Sheet,
    keep: Callable[[], str],
    context: dict[str, Any],
) -> HttpResponse:
    """Show the sheet, or open the consignment that it asks for."""
    names = groups_by_code([context["group_code"]])
    group_code = context["group_code"]
    context["group"] = names[group_code].name if group_code in names else group_code
    if number := sheet.kept(request, keep):
        messages.success(request, _("%(number)s is packed. Print its note.") % {"number": number})
        return redirect("exhibitions_stock:one", fair.code, number)
    return _sheet_page(request, fair, sheet, context)


def _sheet_page(
    request: HttpRequest, fair: plan.Exhibition, sheet: Sheet, context: dict[str, Any]
) -> HttpResponse:
    filled = {
        **plan.frame(request, fair, "exhibitions_stock:stock"),
        "sheet": sheet,
        "stock_url": reverse("exhibitions_stock:stock", args=[fair.code]),
        **context,
    }
    answer = render(request, "exhibitions_stock/sheet.html", filled, status=sheet.status)
    answer["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
    return answer

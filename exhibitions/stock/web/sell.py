"""A group's goods for an exhibition: what is there, packing, the way there and back."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import exhibitions.plan.facade as plan
from catalogue.facade import ShelfGoods, shelf_goods
from exhibitions.stalls.facade import stall_of
from exhibitions.stock import paper, selectors
from exhibitions.stock.models import Consignment, CountLine, Line
from exhibitions.stock.services.common import opened_before
from exhibitions.stock.services.count import count
from exhibitions.stock.services.leave import leave
from exhibitions.stock.services.pack import TAKES_IN, pack
from exhibitions.stock.services.prices import name_prices
from exhibitions.stock.states import UNDER_WAY, ConsignmentState, Direction, Hand
from exhibitions.stock.web.common import badge, carried, group_of, language, scan_path, title_of
from exhibitions.stock.web.counting import count_rows
from exhibitions.stock.web.forms import TransportForm
from exhibitions.stock.web.sheet import Sheet, goods_rows
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.ids import new_token
from sellers.portal.facade import SellerRequest, act_for, audit_act, for_sellers, seller_page

HERE = "fair-goods"


@require_safe
@for_sellers
def goods(request: SellerRequest, code: str) -> HttpResponse:
    """What stands there, what is sold, what is on the way; her consignments."""
    fair, group = group_of(request, code)
    sums = next((each for each in selectors.totals_by_group(code) if each.group_code == group), None)
    here = [each for each in selectors.goods_at(code) if each.group_code == group]
    known = {each.variant_id: each for each in shelf_goods(variant_ids=[each.variant_id for each in here])}
    views = selectors.consignments(exhibition_code=code, group_codes=[group], most=60)
    context = {
        **_frame(fair, group),
        "sums": sums,
        "here_now": [
            {
                "title": _title(known[each.variant_id]) if each.variant_id in known else each.sku,
                "picture": _picture(known.get(each.variant_id)),
                "quantity": each.quantity,
            }
            for each in here
        ],
        "consignments": [{"view": each, "badge": badge(each.state, of_seller=True)} for each in views],
        "may_price": bool(here or views),
        "may_pack": fair.state in TAKES_IN and stall_of(code, group) is not None,
    }
    return seller_page(request, "exhibitions_stock/sell/goods.html", context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def pack_goods(request: SellerRequest, code: str) -> HttpResponse:
    """What goes into the box: pictures, big numbers, − and +."""
    fair, group = group_of(request, code)
    found = shelf_goods(group_codes=[group])
    pictures = {each.variant_id: _picture(each) for each in found}
    sheet = Sheet(goods_rows(found, language=language(), picture=pictures), key=new_token())
    acting = act_for(request.acting, group) if request.method == "POST" else request.acting

    def keep() -> str:
        prices = sheet.prices()
        if known := opened_before(sheet.key, fair.code, group):
            return known
        number = pack(
            exhibition_code=fair.code,
            group_code=group,
            goods=sheet.packed(),
            key=sheet.key,
            by=acting.by(),
        )
        if name_prices(exhibition_code=fair.code, group_code=group, prices=prices, by=acting.by()):
            audit_act(acting, verb="stock.prices", target=f"group {group}")
        audit_act(acting, verb="stock.pack", target=f"consignment {number}")
        return number

    if number := sheet.kept(request, keep):
        messages.success(request, _("Packed: %(number)s. Put the note on the box.") % {"number": number})
        return redirect("sell_consignments:one", code, number)
    context = {**_frame(fair, group), "sheet": sheet, "keep": _("Packed")}
    return seller_page(request, "exhibitions_stock/sell/pack.html", context, here=HERE, status=sheet.status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def one(request: SellerRequest, code: str, number: str) -> HttpResponse:
    """One consignment; what came home is counted here."""
    fair, row = _consignment(request, code, number)
    is_sent = request.method == "POST"
    if row.direction != Direction.BACK or (row.state not in UNDER_WAY and not is_sent):
        if is_sent:
            raise Http404
        return _one_page(request, fair, row, None)
    sheet = Sheet(_with_pictures(row), key=new_token(), counts_damaged=True)
    acting = act_for(request.acting, row.group_code) if is_sent else request.acting

    def keep() -> str:
        count(number=row.number, hand=Hand.END, counted=sheet.counted(), key=sheet.key, by=acting.by())
        audit_act(acting, verb="stock.count-end", target=f"consignment {row.number}")
        return row.number

    if sheet.kept(request, keep):
        messages.success(request, _("Counted. What is whole is in your shop again."))
        return redirect("sell_consignments:one", code, number)
    if sheet.status == HTTPStatus.CONFLICT:
        return _one_page(request, fair, row, None, refused=sheet.refused, status=sheet.status)
    return _one_page(request, fair, row, sheet, status=sheet.status)


@require_POST
@for_sellers
def left(request: SellerRequest, code: str, number: str) -> HttpResponse:
    """The box is on the road."""
    fair, row = _consignment(request, code, number)
    acting, form = act_for(request.acting, row.group_code), TransportForm(request.POST)
    if not form.is_valid():
        return _one_page(request, fair, row, None, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction.atomic():
            if leave(number=row.number, **form.cleaned_data):
                audit_act(acting, verb="stock.left", target=f"consignment {row.number}")
    except DomainError as refusal:
        row.refresh_from_db()
        return _one_page(
            request, fair, row, None, form=form, refused=refusal.message, status=HTTPStatus.CONFLICT
        )
    return redirect("sell_consignments:one", code, number)


@require_safe
@for_sellers
def note(request: SellerRequest, code: str, number: str) -> HttpResponse:
    """The note for the box, in her language."""
    fair, row = _consignment(request, code, number)
    return paper.answer(row, fair, address=scan_path(row), language=language())


def _one_page(
    request: SellerRequest,
    fair: plan.Exhibition,
    row: Consignment,
    sheet: Sheet | None,
    *,
    form: TransportForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    last = row.counts.order_by("-id").first()
    counted = {each.line_id: each for each in CountLine.objects.filter(count=last)}
    lines = list(row.lines.order_by("id"))
    pictures = _pictures(lines)
    context = {
        **_frame(fair, row.group_code),
        "row": row,
        "badge": badge(row.state, of_seller=True),
        "comes_home": row.direction == Direction.BACK,
        "lines": [
            {
                "line": line,
                "title": title_of(line),
                "picture": pictures.get(line.variant_id, ""),
                "counted": counted.get(line.pk),
            }
            for line in lines
        ],
        "held_back": [(title_of(line), line.held_back) for line in lines if line.held_back],
        "sheet": sheet,
        "refused": refused,
        "keep": _("Counted"),
        "may_leave": row.state == ConsignmentState.PACKED and row.direction == Direction.OUT,
        "carried": carried(row),
        "form": form or TransportForm(),
    }
    return seller_page(request, "exhibitions_stock/sell/one.html", context, here=HERE, status=status)


def _consignment(request: SellerRequest, code: str, number: str) -> tuple[plan.Exhibition, Consignment]:
    """Raises Http404: none, or another group's."""
    fair = plan.fair_or_404(code)
    row = Consignment.objects.filter(number=number, exhibition_code=fair.code).first()
    if row is None or row.group_code not in request.acting.group_codes:
        raise Http404
    return fair, row


def _frame(fair: plan.Exhibition, group: str) -> dict[str, Any]:
    name = fair.names.get(language()) or fair.name
    return {"fair": fair, "name": name, "group": group}


def _title(goods: ShelfGoods) -> str:
    name = goods.titles.get(language()) or goods.titles["en"]
    return f"{name}, {goods.variant_name}" if goods.variant_name else name


def _picture(goods: ShelfGoods | None) -> str:
    """Return the address of a listing's first photograph, which shows it to its group alone."""
    if goods is None or not goods.picture_key:
        return ""
    return reverse("portal:listing_photo", args=[goods.listing_id, 0])


def _pictures(lines: list[Line]) -> dict[str, str]:
    found = shelf_goods(variant_ids=[line.variant_id for line in lines])
    return {each.variant_id: _picture(each) for each in found}


def _with_pictures(row: Consignment) -> list[Any]:
    lines = {str(line.pk): line for line in row.lines.all()}
    pictures = _pictures(list(lines.values()))
    rows = count_rows(row)
    for each in rows:
        each.picture = pictures.get(lines[each.key].variant_id, "")
        each.detail = ""
    return rows

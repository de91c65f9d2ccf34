"""What a group's goods cost at fairs: named by the group on its phone, or by a manager of the exhibition."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import exhibitions.plan.facade as plan
from catalogue.facade import ShelfGoods, shelf_goods
from exhibitions.stock import selectors
from exhibitions.stock.services.prices import fair_prices, name_prices
from exhibitions.stock.web.common import for_keepers, group_of, language, note_prices, staff_by
from exhibitions.stock.web.forms import PricesForm
from jkrlm.kernel.forms import carried_out, form_page
from jkrlm.people.facade import signed_in
from sellers.portal.facade import SellerRequest, act_for, audit_act, for_sellers, seller_page
from sellers.registry.facade import groups_by_code

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@for_keepers
def of_group(request: HttpRequest, fair: plan.Exhibition, group_code: str) -> HttpResponse:
    if not plan.may_run(signed_in(request), fair.code):
        raise PermissionDenied
    form = _form(request, fair, group_code)

    def keep() -> None:
        with transaction.atomic():
            prices = form.prices()
            if name_prices(
                exhibition_code=fair.code, group_code=group_code, prices=prices, by=staff_by(request)
            ):
                note_prices(request, group_code, prices)

    if carried_out(form, keep):
        messages.success(request, _("Kept. The tills have it when they next ask."))
        return redirect("exhibitions_stock:stock", fair.code)
    names = groups_by_code([group_code])
    context = {
        **plan.frame(request, fair, "exhibitions_stock:stock"),
        "form": form,
        "rows": _rows(form),
        "group": names[group_code].name if group_code in names else group_code,
    }
    return form_page(request, "exhibitions_stock/prices.html", context, form)


@form_view
@for_sellers
def mine(request: SellerRequest, code: str) -> HttpResponse:
    fair, group_code = group_of(request, code)
    form = _form(request, fair, group_code)
    acting = act_for(request.acting, group_code) if form.is_bound else request.acting

    def keep() -> None:
        with transaction.atomic():
            if name_prices(
                exhibition_code=fair.code, group_code=group_code, prices=form.prices(), by=acting.by()
            ):
                audit_act(acting, verb="stock.prices", target=f"group {group_code}")

    if carried_out(form, keep):
        messages.success(request, _("Kept. The tills have it when they next ask."))
        return redirect("sell_consignments:goods", code)
    context = {
        "fair": fair,
        "name": fair.names.get(language()) or fair.name,
        "group": group_code,
        "form": form,
        "rows": _rows(form),
    }
    status = 422 if form.is_bound else 200
    return seller_page(
        request, "exhibitions_stock/sell/prices.html", context, here="fair-goods", status=status
    )


def _form(request: HttpRequest, fair: plan.Exhibition, group_code: str) -> PricesForm:
    """Raises Http404: the group has nothing there, or on the way."""
    wanted = selectors.variants_of(fair.code, group_code)
    goods = shelf_goods(group_codes=[group_code], variant_ids=wanted)
    if not goods:
        raise Http404
    data = request.POST if request.method == "POST" else None
    return PricesForm(data, goods=goods, named=fair_prices([each.variant_id for each in goods]))


def _rows(form: PricesForm) -> list[dict[str, Any]]:
    return [
        {"field": form[f"p-{each.variant_id}"], "title": _title(each), "price": each.price}
        for each in form.goods
    ]


def _title(goods: ShelfGoods) -> str:
    name = goods.titles.get(language()) or goods.titles["en"]
    return f"{name}, {goods.variant_name}" if goods.variant_name else name

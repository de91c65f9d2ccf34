"""The desk of vouchers: which there are, what they cost, a new one, and an end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commerce.client import VoucherParts
from commerce.facade import StoreRefused
from jkrlm.kernel.clock import local_date, now
from jkrlm.kernel.forms import form_page
from jkrlm.kernel.ids import parse_global_id
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, audit, for_roles, signed_in
from sellers.orders.facade import VoucherCost
from storefront.formats import day, rupees
from storefront.store_values import money
from storefront.vouchers.making import (
    BEARER,
    all_vouchers,
    category_choices,
    codes_of,
    end_voucher,
    make_voucher,
)
from storefront.vouchers.web.forms import VoucherForm

DESK: Final = (Role.EDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the store's; ``cost`` what it took off so far, whoever bore it."""

    number: int
    name: str
    codes: str
    takes: str
    needs: str
    until: str
    used: str
    bearer: str
    ours: Money
    hers: Money
    delivery: Money
    is_over: bool


@require_safe
@for_roles(*DESK)
def listed(request: HttpRequest) -> HttpResponse:
    rows, costs = all_vouchers()
    moment = now()
    context = {"rows": [_row(each, costs, moment) for each in rows]}
    return render(request, "storefront/vouchers/staff_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def new(request: HttpRequest) -> HttpResponse:
    form = VoucherForm(request.POST or None, categories=category_choices())
    if request.method == "POST" and form.is_valid():
        wish = form.wish()
        try:
            make_voucher(wish)
        except StoreRefused as refusal:
            taken = refusal.code == "ALREADY_EXISTS"
            form.add_error(
                "code" if taken else None,
                _("Another voucher has this code.")
                if taken
                else _("The store refused it: %(why)s") % {"why": refusal.message},
            )
        else:
            audit(
                actor=signed_in(request),
                verb="voucher.make",
                target=f"voucher {wish.code}",
                after={"value": str(wish.value), "kind": wish.kind.value, "bearer": wish.bearer},
            )
            messages.success(request, _("Made. The code can be used from its first day on."))
            return redirect("staff_vouchers:listed")
    return form_page(request, "storefront/vouchers/staff_new.html", {"form": form}, form)


@require_POST
@for_roles(*DESK)
def end(request: HttpRequest, number: int) -> HttpResponse:
    found = end_voucher(number, now=now())
    if found is None:
        raise Http404("The store has no such voucher.")
    audit(actor=signed_in(request), verb="voucher.end", target=f"voucher {found.code}")
    messages.success(request, _("Ended. Bags that hold the code are told before they pay."))
    return redirect("staff_vouchers:listed")


def _row(voucher: VoucherParts, costs: Mapping[str, VoucherCost], moment: datetime) -> Row:
    codes = codes_of(voucher)
    mine = [costs[code] for code in codes if code in costs]
    nothing = Money.zero("INR")
    orders = sum(each.orders for each in mine)
    ends = voucher.end_date
    return Row(
        number=_number(voucher.id),
        name=voucher.name or "–",
        codes=", ".join(codes[:3]) + (" …" if len(codes) > 3 else ""),
        takes=_takes(voucher),
        needs=_needs(voucher),
        until=day(local_date(ends)) if ends else "–",
        used=f"{orders} / {voucher.usage_limit}" if voucher.usage_limit is not None else str(orders),
        bearer=_("the groups") if (voucher.metafields or {}).get(BEARER) == "group" else "JKRLM",
        ours=sum((each.operator for each in mine), nothing),
        hers=sum((each.groups for each in mine), nothing),
        delivery=sum((each.delivery for each in mine), nothing),
        is_over=ends is not None and ends <= moment,
    )


def _number(gid: str) -> int:
    return int(parse_global_id(gid)[1])


def _takes(voucher: VoucherParts) -> str:
    listing = next(iter(voucher.channel_listings or ()), None)
    if listing is None:
        return _("nothing: it is in no channel")
    is_percent = voucher.discount_value_type.value == "PERCENTAGE"
    if voucher.type_.value == "SHIPPING" and is_percent and listing.discount_value >= 100:
        return _("free delivery")
    value = f"{listing.discount_value:g}"
    amount = f"{value} %" if is_percent else f"₹{value}"
    kinds = [each.node.name for each in (voucher.categories.edges if voucher.categories else ())]
    if voucher.type_.value == "SHIPPING":
        return _("%(amount)s off delivery") % {"amount": amount}
    return _("%(amount)s off %(goods)s") % {"amount": amount, "goods": ", ".join(kinds) or _("all goods")}


def _needs(voucher: VoucherParts) -> str:
    listing = next(iter(voucher.channel_listings or ()), None)
    found = []
    if listing is not None and listing.min_spent is not None:
        found.append(_("from %(least)s") % {"least": rupees(money(listing.min_spent))})
    if voucher.min_checkout_items_quantity:
        found.append(_("from %(count)d pieces") % {"count": voucher.min_checkout_items_quantity})
    if voucher.apply_once_per_customer:
        found.append(_("once for each customer"))
    return ", ".join(found) or "–"

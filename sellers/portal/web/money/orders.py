"""How the price of each order became pay."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from sellers.earnings import facade as earnings
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.web.frame import seller_page
from sellers.portal.web.money.seat import asked_code, asked_month, recent_months, seat_at


@require_safe
@for_sellers
def orders(request: SellerRequest) -> HttpResponse:
    """A month's orders, with what each left to the group."""
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat = seat_at(request.acting, code)
    month = asked_month(request)
    since, until = earnings.month_span(month)
    books = earnings.statement_of(code, since=since, until=until)
    context = {
        "seat": seat,
        "month": month,
        "months": recent_months(),
        "orders": earnings.orders_of(books),
    }
    return seller_page(request, "portal/money/orders.html", context, here="money")


@require_safe
@for_sellers
def order(request: SellerRequest, code: str) -> HttpResponse:
    """One order, line by line."""
    found = earnings.order_money(code, group_codes=request.acting.group_codes)
    if found is None:
        raise Http404
    seat = seat_at(request.acting, found.group_code)
    context = {"seat": seat, "order": found, "is_several": len(found.lines) > 1}
    return seller_page(request, "portal/money/order.html", context, here="money")

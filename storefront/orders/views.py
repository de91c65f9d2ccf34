"""The order's page. The address is the secret: it is neither indexed, nor cached, nor told to other sites."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jkrlm.kernel.clock import today
from storefront.models import OrderAccess
from storefront.orders.documents import document_rows
from storefront.orders.return_address import return_path
from storefront.orders.selectors import order_page
from storefront.orders.waiting import waiting_page


@require_GET
def show(request: HttpRequest, token: str) -> HttpResponse:
    access = OrderAccess.objects.filter(token=token).first()
    if access is None:
        raise Http404
    if access.order_id:
        response = render(
            request,
            "storefront/orders/order.html",
            {
                "page": order_page(access=access, today=today()),
                "access": access,
                "documents": document_rows(access.order_id),
            },
        )
    else:
        response = render(
            request,
            "storefront/orders/waiting.html",
            {"page": waiting_page(access), "again": return_path(access)},
        )
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response

"""The order's page. The address is the secret: it is neither indexed, nor cached, nor told to other sites."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from jkrlm.kernel.clock import today
from sellers.orders.facade import parts_of_order
from storefront.aftercare.selectors import after_parcels
from storefront.models import OrderAccess
from storefront.orders.documents import document_rows
from storefront.orders.return_address import return_path, upi_path
from storefront.orders.selectors import order_page
from storefront.orders.waiting import waiting_page
from storefront.reviews.facade import of_order


@require_GET
def show(request: HttpRequest, token: str) -> HttpResponse:
    access = OrderAccess.objects.filter(token=token).first()
    if access is None:
        raise Http404
    if access.order_id:
        parts = parts_of_order(access.order_id)
        page = order_page(access=access, today=today(), parts=parts)
        after = after_parcels(parts, today=today())
        response = render(
            request,
            "storefront/orders/order.html",
            {
                "page": page,
                "cards": [(card, after.get(card.key), page.tracks.get(card.key)) for card in page.parcels],
                "access": access,
                "documents": document_rows(access.order_id),
                "to_review": of_order(access),
            },
        )
    elif access.transaction_id and access.method == "upi":
        response = redirect(upi_path(access))
    else:
        response = render(
            request,
            "storefront/orders/waiting.html",
            {"page": waiting_page(access), "again": return_path(access)},
        )
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response

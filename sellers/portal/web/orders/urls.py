"""Under /sell/orders/, in the portal's names; and where the code on a label leads."""

from django.urls import URLPattern, path

from sellers.portal.web.orders import invoices, leave_out, papers, returns, steps, views

urlpatterns: list[URLPattern] = [
    path("p/<str:code>/", papers.scan, name="scan"),
    path("orders/", views.orders, name="orders"),
    path("orders/news/", views.news, name="orders_news"),
    path("orders/<str:code>/", views.order, name="order"),
    path("orders/<str:code>/accept/", steps.step, {"act": "accept"}, name="order_accept"),
    path("orders/<str:code>/packed/", steps.step, {"act": "packed"}, name="order_packed"),
    path("orders/<str:code>/hand-over/", steps.step, {"act": "hand-over"}, name="order_hand_over"),
    path("orders/<str:code>/cancel/", steps.cancel, name="order_cancel"),
    path("orders/<str:code>/leave-out/", leave_out.leave_out, name="order_leave_out"),
    path("orders/<str:code>/label.pdf", papers.label, name="order_label"),
    path("orders/<str:code>/carriers-label.pdf", papers.carriers_label, name="order_carriers_label"),
    path("orders/<str:code>/slip.pdf", papers.slip, name="order_slip"),
    path(
        "orders/<str:code>/returns/<int:number>/photos/<int:place>/",
        returns.photo,
        name="order_return_photo",
    ),
    path("orders/<str:code>/documents/<int:document>.pdf", invoices.invoice, name="order_invoice"),
]

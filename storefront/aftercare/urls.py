"""Included among the buyer's addresses."""

from django.urls import path

from storefront.aftercare import enquiries, views

urlpatterns = [
    path("orders/<str:token>/cancel/<str:code>/", views.cancel, name="order-cancel"),
    path("orders/<str:token>/return/<str:code>/", views.send_back, name="order-send-back"),
    path("orders/<str:token>/returns/<int:number>/", views.one_return, name="order-return"),
    path("orders/<str:token>/returns/<int:number>/call-off/", views.call_off, name="order-return-off"),
    path("orders/<str:token>/returns/<int:number>/exchange/", views.exchange, name="order-exchange"),
    path("orders/<str:token>/returns/<int:number>/keep/", views.keep, name="order-keep-piece"),
    path(
        "orders/<str:token>/returns/<int:number>/photos/<int:place>/", views.photo, name="order-return-photo"
    ),
    path("products/<str:slug>/abroad/", enquiries.ask, name="enquiry"),
]

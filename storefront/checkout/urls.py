from django.urls import path

from storefront.checkout import views

urlpatterns = [
    path("checkout/", views.show, name="checkout"),
    path("checkout/pin/", views.pin, name="checkout-pin"),
    path("checkout/delivery/", views.delivery, name="checkout-delivery"),
    path("checkout/place/", views.place, name="checkout-place"),
    path("checkout/return/", views.come_back, name="checkout-return"),
]

from django.urls import path

from storefront.checkout import views
from storefront.checkout.upi import upi

urlpatterns = [
    path("checkout/", views.show, name="checkout"),
    path("checkout/pin/", views.pin, name="checkout-pin"),
    path("checkout/address/", views.address, name="checkout-address"),
    path("checkout/delivery/", views.delivery, name="checkout-delivery"),
    path("checkout/code/", views.code, name="checkout-code"),
    path("checkout/code/remove/", views.code_remove, name="checkout-code-remove"),
    path("checkout/place/", views.place, name="checkout-place"),
    path("orders/<str:token>/upi/", upi, name="upi"),
    path("checkout/return/", views.come_back, name="checkout-return"),
]

from django.urls import path

from storefront.bag import views

urlpatterns = [
    path("cart/", views.show, name="cart"),
    path("cart/add/", views.add, name="cart-add"),
    path("cart/update/", views.update, name="cart-update"),
    path("cart/remove/", views.remove, name="cart-remove"),
    path("cart/code/", views.code, name="cart-code"),
    path("cart/code/remove/", views.code_remove, name="cart-code-remove"),
]

"""Mounted at /staff/terms/."""

from django.urls import path

from storefront.aftercare import terms

app_name = "staff_terms"
urlpatterns = [
    path("", terms.types, name="types"),
    path("types/<str:slug>/", terms.of_type, name="type"),
    path("products/<str:slug>/", terms.of_product, name="product"),
]

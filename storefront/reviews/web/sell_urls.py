"""Mounted at /sell/reviews/, within the languages."""

from django.urls import path

from storefront.reviews.web import sell

app_name = "sell_reviews"

urlpatterns = [
    path("", sell.texts, name="desk"),
    path("<str:what>/<int:number>/", sell.one, name="one"),
]

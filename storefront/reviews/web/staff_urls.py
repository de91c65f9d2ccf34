"""Mounted at /staff/reviews/."""

from django.urls import path

from storefront.reviews.web import staff

app_name = "staff_reviews"

urlpatterns = [
    path("", staff.queue, name="desk"),
    path("<str:what>/<int:number>/", staff.text, name="text"),
]

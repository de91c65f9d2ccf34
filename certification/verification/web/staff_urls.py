"""Mounted at /staff/certification/labels-seen/."""

from django.urls import URLPattern, URLResolver, path

from certification.verification.web import staff

app_name = "cert_seen"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", staff.seen, name="seen"),
    path("<str:code>/", staff.one, name="label"),
]

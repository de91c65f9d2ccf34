"""Addresses of pictures: without a language prefix, immutable."""

from django.urls import re_path

from media.web import views

app_name = "media"

urlpatterns = [
    re_path(
        r"^media/(?P<key>[0-9a-f]{64})/(?P<stem>original(?!\.)|32|64|128|256|512|1024|2048|4096|240|320|480|640|960|1280|1600)"
        r"(?:\.(?P<ending>webp|avif))?$",
        views.serve,
        name="rendition",
    ),
]

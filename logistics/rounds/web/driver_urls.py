"""Mounted at /rounds/: the driver's own pages, on a phone."""

from django.urls import URLPattern, URLResolver, path

from logistics.rounds.web import driver, phone

app_name = "driver_rounds"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", driver.mine, name="mine"),
    path("phone/", phone.shell, name="phone"),
    path("phone/worker.js", phone.worker, name="worker"),
    path("packs/", phone.packs, name="packs"),
    path("visits/", phone.visit, name="visits"),
    path("stops/<int:stop_id>/", driver.stop, name="stop"),
    path("<str:code>/", driver.one, name="round"),
]

"""Mounted at /staff/logistics/."""

from django.urls import path

from logistics.web import closures, rates

app_name = "logistics"
urlpatterns = [
    path("closures/", closures.closures, name="closures"),
    path("closures/new/", closures.close, name="close-road"),
    path("closures/<int:closure_id>/change/", closures.close, name="change-closure"),
    path("closures/<int:closure_id>/lift/", closures.lift, name="lift"),
    path("rates/", rates.rates, name="rates"),
    path("rates/<slug:table>/", rates.table, name="table"),
    path("rates/<slug:table>/new/", rates.begin, name="begin"),
    path("rates/<slug:table>/<int:row_id>/change/", rates.begin, name="change"),
    path("rates/<slug:table>/<int:row_id>/end/", rates.end, name="end"),
]

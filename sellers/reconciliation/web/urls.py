"""Mounted at /staff/reconciliation/."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from sellers.reconciliation.web import acts, statements, views

app_name = "staff_reconciliation"


class DayConverter(StringConverter):
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


register_converter(DayConverter, "day")

urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("items/", views.items, name="items"),
    path("items/<int:number>/", views.item, name="item"),
    path("items/<int:number>/assign/", acts.assign, name="assign"),
    path("items/<int:number>/settle/", acts.settle, name="settle"),
    path("lines/<int:number>/", views.line, name="line"),
    path("lines/<int:number>/match/", acts.match, name="match"),
    path("lines/<int:number>/apart/", acts.apart, name="apart"),
    path("proposals/<int:number>/approve/", acts.approve, name="approve"),
    path("proposals/<int:number>/refuse/", acts.refuse, name="refuse"),
    path("proposals/<int:number>/withdraw/", acts.withdraw, name="withdraw"),
    path("days/<day:day>/", views.day, name="day"),
    path("days/<day:day>/close/", acts.close, name="close"),
    path("days/<day:day>/reopen/", acts.reopen, name="reopen"),
    path("days/<day:day>/fetch/", acts.fetch, name="fetch"),
    path("statements/", statements.statements, name="statements"),
    path("statements/<int:number>/", statements.statement, name="statement"),
    path("statements/<int:number>/faults.csv", statements.faults_csv, name="faults"),
]

"""Mounted at /staff/tax/."""

from django.urls import URLPattern, path

from sellers.tax.web import commission, views

app_name = "staff_tax"

urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("documents/<int:number>/", views.document, name="document"),
    path("documents/<int:number>/<str:language>.pdf", views.download, name="download"),
    path("commission/", commission.commission, name="commission"),
    path("commission/bill/", commission.bill, name="bill"),
    path("returns/", views.returns, name="returns"),
    path("returns/<str:month>/gstr1/<str:seller>/<str:name>/", views.gstr1_file, name="gstr1"),
    path("returns/<str:month>/gstr8/<str:name>/", views.gstr8_file, name="gstr8"),
]

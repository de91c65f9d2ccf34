"""Mounted at /staff/reconciliation/upi/."""

from django.urls import path

from commerce.payments.web import upi_desk

app_name = "staff_upi"
urlpatterns = [
    path("", upi_desk.desk, name="desk"),
    path("credits/<int:number>/", upi_desk.credit, name="credit"),
    path("credits/<int:number>/match/", upi_desk.match, name="match"),
    path("credits/<int:number>/back/", upi_desk.back, name="back"),
    path("refunds/<int:number>/", upi_desk.refund, name="refund"),
    path("refunds/<int:number>/prepare/", upi_desk.prepare, name="prepare"),
    path("refunds/<int:number>/approve/", upi_desk.approve, name="approve"),
    path("refunds/<int:number>/refuse/", upi_desk.refuse, name="refuse"),
]

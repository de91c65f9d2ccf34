"""Mounted at /staff/certification/certificates/."""

from django.urls import URLPattern, URLResolver, path

from certification.certificates.web import staff

app_name = "cert_certificates"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", staff.desk, name="desk"),
    path("register.csv", staff.export, {"kind": "csv"}, name="csv"),
    path("register.xlsx", staff.export, {"kind": "xlsx"}, name="xlsx"),
    path("case-file/<slug:number>.pdf", staff.case_file, {"kind": "pdf"}, name="case-file-pdf"),
    path("case-file/<slug:number>.zip", staff.case_file, {"kind": "zip"}, name="case-file-zip"),
    path("<slug:number>/", staff.certificate, name="certificate"),
    path("<slug:number>/certificate.pdf", staff.pdf, name="pdf"),
]

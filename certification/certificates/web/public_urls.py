"""What machines fetch without a language before it, and people read in theirs: /hi/credentials/…."""

from django.urls import URLPattern, URLResolver, path

from certification.certificates.web import public

app_name = "cert_certificates_public"

urlpatterns: list[URLPattern | URLResolver] = [
    path(".well-known/did.json", public.did, name="did"),
    path("credentials/status/<slug:purpose>/<int:number>/", public.status_list, name="status"),
    path("credentials/standards/<str:number>/", public.standard, name="standard"),
    path("credentials/<slug:number>/", public.certificate, name="certificate"),
    path("credentials/<slug:number>/passport/", public.passport, name="passport"),
    path("credentials/<slug:number>/certificate.pdf", public.pdf, name="pdf"),
    path(
        "credentials/<slug:number>/conformity.jwt", public.credential_file, {"kind": "dcc"}, name="dcc-file"
    ),
    path("credentials/<slug:number>/passport.jwt", public.credential_file, {"kind": "dpp"}, name="dpp-file"),
]

from django.urls import URLPattern, URLResolver, path

from certification.standards.web import desk, editor, licences, versions

app_name = "cert_standards"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("new/", editor.new, name="new"),
    path("compare/", versions.compare, name="compare"),
    path("licences/", licences.licences, name="licences"),
    path("licences/<int:number>/end/", licences.end, name="licence-end"),
    path("versions/<int:number>/", versions.version, name="version"),
    path("versions/<int:number>/edit/", editor.edit, name="edit"),
    path("versions/<int:number>/next/", editor.following, name="next"),
    path("versions/<int:number>/<slug:act>/", versions.act, name="act"),
    path("of/<str:code>/", versions.standard, name="standard"),
]

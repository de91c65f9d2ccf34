"""Mounted at /staff/certification/lots/."""

from django.urls import URLPattern, URLResolver, path

from certification.lots.web import desk, life

app_name = "cert_lots"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("new/", desk.new, name="new"),
    path("life/", life.life, name="life"),
    path("<str:number>/", desk.lot, name="lot"),
    path("<str:number>/recall/", desk.recall, name="recall"),
    path("<str:number>/close/", desk.close, name="close"),
]

"""Mounted at /staff/goods/."""

from django.urls import path

from catalogue.web import texts, views

app_name = "staff_goods"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("texts/", texts.missing, name="missing-texts"),
    path("<int:number>/", views.goods, name="goods"),
    path("<int:number>/texts/", texts.texts, name="texts"),
    path("<int:number>/photos/<int:place>/<int:size>/", views.photo, name="photo"),
    path("<int:number>/voice/", views.voice, name="voice"),
]

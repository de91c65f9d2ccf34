"""Mounted at /staff/goods/."""

from django.urls import path

from catalogue.web import views

app_name = "staff_goods"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("<int:number>/", views.goods, name="goods"),
    path("<int:number>/photos/<int:place>/<int:size>/", views.photo, name="photo"),
    path("<int:number>/voice/", views.voice, name="voice"),
]

"""Mounted at /staff/photos/."""

from django.urls import path

from catalogue.web import photos

app_name = "staff_photos"
urlpatterns = [
    path("", photos.desk, name="desk"),
    path("consents/<int:number>/withdraw/", photos.withdraw, name="withdraw"),
    path("<int:number>/", photos.one, name="photo"),
    path("<int:number>/words/", photos.words, name="words"),
    path("<int:number>/better/", photos.better, name="better"),
    path("<int:number>/accept/", photos.accept, name="accept"),
    path("<int:number>/consent/", photos.consent, name="consent"),
    path("<int:number>/<str:which>/<int:side>/", photos.picture, name="picture"),
]

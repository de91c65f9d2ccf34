from django.urls import path

from logistics.parcels.web import claims, scanning, views

app_name = "parcels"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("scan/", scanning.scan_page, name="scan"),
    path("queue/", views.queue, name="queue"),
    path("queue/<int:number>/again/", views.again, name="again"),
    path("queue/<int:number>/settled/", views.settled, name="settled"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<int:number>/", claims.settle, name="settle"),
    path("<str:code>/", views.one, name="one"),
    path("<str:code>/label.pdf", views.label, name="label"),
    path("<str:code>/carriers-label.pdf", views.own_label, name="own_label"),
    path("<str:code>/list.pdf", views.packing_list, name="list"),
    path("<str:code>/photos/<int:place>/", views.photo, name="photo"),
    path("<str:code>/<str:act>/", views.act, name="act"),
]

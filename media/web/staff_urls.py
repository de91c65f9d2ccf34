from django.urls import path

from media.web import staff

app_name = "staff_files"

urlpatterns = [
    path("", staff.desk, name="desk"),
    path("<str:key>/", staff.look, name="look"),
]

from django.urls import path

from jkrlm.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("events/", views.events, name="events"),
    path("events/<int:delivery_id>/replay/", views.replay_event, name="replay-event"),
]

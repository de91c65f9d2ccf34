from django.urls import path

from jkrlm.staff import store, views

app_name = "staff"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("events/", views.events, name="events"),
    path("store/", store.store, name="store"),
    path("store/reconcile/", store.reconcile_now, name="reconcile"),
    path("events/<int:delivery_id>/replay/", views.replay_event, name="replay-event"),
]

from django.urls import path

from jkrlm.staff import people, store, tokens, views

app_name = "staff"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("events/", views.events, name="events"),
    path("store/", store.store, name="store"),
    path("store/reconcile/", store.reconcile_now, name="reconcile"),
    path("events/<int:delivery_id>/replay/", views.replay_event, name="replay-event"),
    path("tokens/", tokens.desk, name="tokens"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke-token"),
    path("people/", people.people, name="people"),
    path("people/audit/", people.audit, name="audit"),
    path("people/<int:user_id>/", people.person, name="person"),
    path("people/<int:user_id>/give-role/", people.give_role, name="give-role"),
    path("people/<int:user_id>/take-role/", people.take_role, name="take-role"),
    path("people/<int:user_id>/reset/", people.reset, name="reset-person"),
    path("people/<int:user_id>/remove/", people.remove, name="remove-person"),
    path("people/<int:user_id>/leave/", people.leave, name="leave"),
    path("people/<int:user_id>/leave/<int:leave_id>/back/", people.back, name="back"),
]

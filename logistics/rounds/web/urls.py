"""Mounted at /staff/logistics/rounds/."""

from django.urls import URLPattern, URLResolver, path

from logistics.rounds.web import desk, vehicles

app_name = "rounds"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("plan/", desk.plan_day, name="plan_day"),
    path("plans/<int:plan_id>/", desk.plan, name="plan"),
    path("plans/<int:plan_id>/accept/", desk.accept, name="accept"),
    path("plans/<int:plan_id>/give-up/", desk.give_up, name="give_up"),
    path("plans/<int:plan_id>/hubs/<str:code>/", desk.hub, name="hub"),
    path("stops/<int:stop_id>/move/", desk.move, name="move"),
    path("vehicles/", vehicles.listed, name="vehicles"),
    path("vehicles/new/", vehicles.new, name="vehicle_new"),
    path("vehicles/<int:vehicle_id>/", vehicles.edit, name="vehicle"),
    path("<str:code>/driver/", desk.driver, name="driver"),
    path("<str:code>/paper.pdf", desk.paper, name="paper"),
]

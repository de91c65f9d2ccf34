"""Mounted at /staff/exhibitions/."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.plan.web import desk, gate, hall, people

app_name = "exhibitions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.listed, name="listed"),
    path("new/", desk.new, name="new"),
    path("<str:code>/", desk.one, name="one"),
    path("<str:code>/edit/", desk.edit, name="edit"),
    path("<str:code>/copy/", desk.copy, name="copy"),
    path("<str:code>/move/", desk.move, name="move"),
    path("<str:code>/hall/", hall.hall, name="hall"),
    path("<str:code>/hall.pdf", hall.print_hall, name="print_hall"),
    path("<str:code>/hall/zones/", hall.zone, name="zone"),
    path("<str:code>/hall/zones/<str:zone_code>/drop/", hall.drop_zone, name="drop_zone"),
    path("<str:code>/hall/zones/<str:zone_code>/price/", hall.price, name="price"),
    path("<str:code>/hall/rows/", hall.add_rows, name="rows"),
    path("<str:code>/hall/areas/", hall.add_area, name="area"),
    path("<str:code>/hall/areas/<int:area_id>/drop/", hall.drop_area, name="drop_area"),
    path("<str:code>/hall/<str:stall_code>/", hall.stall, name="stall"),
    path("<str:code>/hall/<str:stall_code>/place/", hall.move_stall, name="move_stall"),
    path("<str:code>/hall/<str:stall_code>/drop/", hall.drop_stall, name="drop_stall"),
    path("<str:code>/team/", people.team, name="team"),
    path("<str:code>/team/<int:member_id>/drop/", people.drop_member, name="drop_member"),
    path("<str:code>/tasks/", people.tasks, name="tasks"),
    path("<str:code>/tasks/<int:task_id>/", people.task, name="task"),
    path("<str:code>/tasks/<int:task_id>/tick/", people.tick, name="tick"),
    path("<str:code>/tasks/<int:task_id>/drop/", people.drop_task, name="drop_task"),
    path("<str:code>/programme/", people.programme, name="programme"),
    path("<str:code>/programme/<int:item_id>/drop/", people.drop_item, name="drop_item"),
    path("<str:code>/gate/", gate.gate, name="gate"),
    path("<str:code>/gate/scan/", gate.scan, name="scan"),
    path("<str:code>/gate/count/", gate.count, name="count"),
]

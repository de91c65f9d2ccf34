"""Mounted at /staff/exhibitions/."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.stock.web import counting, differences, prices, staff

app_name = "exhibitions_stock"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/stock/", staff.stock, name="stock"),
    path("<str:code>/stock/count/", counting.find, name="find"),
    path("<str:code>/stock/differences/", differences.differences, name="differences"),
    path("<str:code>/stock/differences/<int:difference_id>/", differences.settle_one, name="settle"),
    path("<str:code>/stock/moves/", staff.moves, name="moves"),
    path("<str:code>/stock/moves/again/", staff.again, name="again"),
    path("<str:code>/stock/groups/<str:group_code>/back/", counting.back, name="back"),
    path("<str:code>/stock/groups/<str:group_code>/pack/", counting.pack_here, name="pack"),
    path("<str:code>/stock/groups/<str:group_code>/prices/", prices.of_group, name="prices"),
    path("<str:code>/stock/<str:number>/", staff.one, name="one"),
    path("<str:code>/stock/<str:number>/note.pdf", staff.note, name="note"),
    path("<str:code>/stock/<str:number>/count/", counting.count_one, name="count"),
    path("<str:code>/stock/<str:number>/left/", staff.left, name="left"),
    path("<str:code>/stock/<str:number>/cancel/", staff.cancel_one, name="cancel"),
]

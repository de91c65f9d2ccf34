"""Mounted at /staff/exhibitions/."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.till.web import desk, mend

app_name = "exhibitions_till"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/tills/", desk.tills, name="tills"),
    path("<str:code>/tills/code/", desk.new_code, name="new_code"),
    path("<str:code>/tills/pins/", desk.pin, name="pin"),
    path("<str:code>/tills/pins/<int:user_id>/end/", desk.pin_end, name="pin_end"),
    path("<str:code>/tills/flags/", desk.flags, name="flags"),
    path("<str:code>/tills/flags/<int:flag_id>/", desk.settle, name="settle"),
    path("<str:code>/tills/<int:number>/", desk.one, name="one"),
    path("<str:code>/tills/<int:number>/end/", desk.end, name="end"),
    path("<str:code>/tills/<int:number>/deposit/", desk.deposit, name="deposit"),
    path("<str:code>/tills/<int:number>/top-up/", desk.add_money, name="top_up"),
    path("<str:code>/tills/<int:number>/count/", mend.count, name="count"),
    path("<str:code>/tills/<int:number>/go-on/", mend.go_on, name="go_on"),
    path("<str:code>/tills/<int:number>/again/", mend.again, name="again"),
    path("<str:code>/tills/<int:number>/file/", mend.file, name="file"),
    path("<str:code>/tills/<int:number>/days/<int:day_id>.pdf", desk.day, name="day"),
]

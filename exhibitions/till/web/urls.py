"""Mounted at /staff/exhibitions/."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.till.web import desk, mend, money, settling, unbilled

app_name = "exhibitions_till"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/tills/", desk.tills, name="tills"),
    path("<str:code>/tills/code/", desk.new_code, name="new_code"),
    path("<str:code>/tills/pins/", desk.pin, name="pin"),
    path("<str:code>/tills/pins/<int:user_id>/end/", desk.pin_end, name="pin_end"),
    path("<str:code>/tills/flags/", settling.flags, name="flags"),
    path("<str:code>/tills/flags/<int:flag_id>/", settling.settle, name="settle"),
    path("<str:code>/tills/proposals/", money.proposals, name="proposals"),
    path("<str:code>/tills/proposals/<int:proposal_id>/", money.decide, name="decide"),
    path("<str:code>/tills/cards/", unbilled.cards, name="cards"),
    path("<str:code>/tills/cards/<uuid:key>/ask/", unbilled.ask, name="card_ask"),
    path("<str:code>/tills/cards/<uuid:key>/agree/", unbilled.agree, name="card_agree"),
    path("<str:code>/tills/<int:number>/", desk.one, name="one"),
    path("<str:code>/tills/<int:number>/end/", desk.end, name="end"),
    path("<str:code>/tills/<int:number>/deposit/", money.deposit, name="deposit"),
    path("<str:code>/tills/<int:number>/top-up/", money.add_money, name="top_up"),
    path("<str:code>/tills/<int:number>/count/", mend.count, name="count"),
    path("<str:code>/tills/<int:number>/go-on/", mend.go_on, name="go_on"),
    path("<str:code>/tills/<int:number>/again/", mend.again, name="again"),
    path("<str:code>/tills/<int:number>/aside/", mend.aside, name="aside"),
    path("<str:code>/tills/<int:number>/aside/<int:seq>/", mend.book, name="book"),
    path("<str:code>/tills/<int:number>/file/", mend.file, name="file"),
    path("<str:code>/tills/<int:number>/days/<int:day_id>.pdf", desk.day, name="day"),
]

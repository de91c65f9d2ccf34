"""Mounted at /sell/exhibitions/, within the languages."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.stock.web import prices, sell

app_name = "sell_consignments"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/goods/", sell.goods, name="goods"),
    path("<str:code>/goods/pack/", sell.pack_goods, name="pack"),
    path("<str:code>/goods/prices/", prices.mine, name="prices"),
    path("<str:code>/goods/<str:number>/", sell.one, name="one"),
    path("<str:code>/goods/<str:number>/note.pdf", sell.note, name="note"),
    path("<str:code>/goods/<str:number>/left/", sell.left, name="left"),
]

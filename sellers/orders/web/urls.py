"""Mounted at /staff/orders/."""

from django.urls import path

from sellers.orders.web import advices, cash, commission, decisions, money, returns, views

app_name = "staff_orders"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("unsplit/", views.unsplit, name="unsplit"),
    path("unsplit/<int:number>/settle/", views.settle, name="settle"),
    path("refunds/", money.refunds, name="refunds"),
    path("refunds/<str:number>/again/", money.again, name="refund-again"),
    path("refunds/<str:number>/bank/", money.by_bank, name="refund-bank"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<slug:act>/<int:number>/", decisions.decision, name="decision"),
    path("adjust/", money.adjust, name="adjust"),
    path("commission/", commission.rules, name="commission"),
    path("commission/propose/", commission.propose, name="commission-propose"),
    path("cash/", cash.cash, name="cash"),
    path("cash/list.csv", cash.template, name="cash-template"),
    path("cash/hand-in/", cash.hand_in, name="hand-in"),
    path("cash/advices/", advices.advices, name="advices"),
    path("returns/", returns.returns, name="returns"),
    path("returns/<int:number>/", returns.one, name="return"),
    path("returns/<int:number>/photos/<int:place>/", returns.photo, name="return-photo"),
    path("returns/<int:number>/<slug:act>/", returns.act, name="return-act"),
    path("parcels/<str:code>/", views.parcel, name="parcel"),
    path("parcels/<str:code>/<slug:act>/", views.act, name="act"),
]

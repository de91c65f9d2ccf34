"""Mounted at /sell/, within the languages. Each part names its own addresses, all in this name."""

from django.urls import URLPattern, path

from sellers.portal.web import behalf, door, licences, pages, who
from sellers.portal.web.certificates import urls as certificates
from sellers.portal.web.collection import urls as collection
from sellers.portal.web.goods import urls as goods
from sellers.portal.web.money import urls as money
from sellers.portal.web.notices import urls as notices
from sellers.portal.web.orders import urls as orders

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-in/code/", door.code, name="code"),
    path("who/", who.who, name="who"),
    path("who/<int:person_id>/", who.member, name="member"),
    path("who/<int:person_id>/new-pin/", who.new_pin, name="new_pin"),
    path("leave/", who.leave, name="leave"),
    path("help/", pages.ask, name="help"),
    path("help/agree/", pages.agree, name="agree"),
    path("help/agreements/<int:mandate_id>/end/", pages.end_agreement, name="end_agreement"),
    path("help/pins/<int:recovery_id>/", pages.confirm_pin, name="confirm_pin"),
    path("licences/", licences.licences_page, name="licences"),
    path("licences/<str:code>/<int:number>/", licences.licence_paper, name="licence_paper"),
    path("for/", behalf.behalf, name="behalf"),
    path("for/choose/", behalf.act_for_one, name="act_for_one"),
    path("for/<str:code>/", behalf.behalf_group, name="behalf_group"),
    *goods.urlpatterns,
    *orders.urlpatterns,
    *money.urlpatterns,
    *notices.urlpatterns,
    *collection.urlpatterns,
    *certificates.urlpatterns,
]

"""Mounted at /staff/exhibitions/."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.stalls.web import allotment, allowances, applications, converters, gate

__all__ = ["app_name", "converters", "urlpatterns"]

app_name = "exhibitions_stalls"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/applications/", applications.applications, name="applications"),
    path("<str:code>/applications/call/", applications.call, name="call"),
    path("<str:code>/applications/more-time/", applications.more_time, name="more_time"),
    path("<str:code>/applications/<str:number>/", applications.one, name="application"),
    path("<str:code>/applications/<str:number>/leave/", applications.leave, name="leave"),
    path("<str:code>/applications/<str:number>/<stall_paper:paper>.pdf", applications.papers, name="papers"),
    path("<str:code>/allotment/", allotment.allotment, name="allotment"),
    path("<str:code>/allotment/propose/", allotment.propose, name="propose"),
    path("<str:code>/allotment/<int:proposal_id>/decide/", allotment.decide, name="decide"),
    path("<str:code>/allotment/swap/", allotment.swap, name="swap"),
    path("<str:code>/allotment/offer/<str:number>/", allotment.offer, name="offer"),
    path("<str:code>/makers-gate/", gate.gate, name="gate"),
    path("<str:code>/makers-gate/<str:pass_code>/", gate.gate_pass, name="gate_pass"),
    path("<str:code>/allowances/", allowances.allowances, name="allowances"),
    path("<str:code>/allowances/propose/", allowances.propose, name="propose_allowance"),
    path("<str:code>/allowances/<int:allowance_id>/decide/", allowances.decide, name="decide_allowance"),
]

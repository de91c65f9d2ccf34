"""Mounted at /exhibitions/, in every language."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.plan.web import public

app_name = "exhibitions_public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.listed, name="listed"),
    path("<slug:slug>/", public.one, name="one"),
    path("<slug:slug>/calendar.ics", public.calendar, name="calendar"),
    path("<slug:slug>/share/<str:name>.jpg", public.share, name="share"),
    path("<slug:slug>/pass/", public.ask_pass, name="ask_pass"),
    path("<slug:slug>/pass/<str:token>/", public.visitor_pass, name="pass"),
    path("<slug:slug>/pass/<str:token>/pass.pdf", public.pass_pdf, name="pass_pdf"),
]

"""Mounted at /staff/certification/."""

from django.urls import URLPattern, URLResolver, path

from certification.desk.web import acts, calendar, case, impartial, queue

app_name = "cert_desk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue.desk, name="desk"),
    path("queue.csv", queue.download, name="download"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:planned_id>/open/", calendar.open_planned, name="open-planned"),
    path("complaints/<str:number>/", calendar.complaint, name="complaint"),
    path("impartiality/", impartial.interests, name="interests"),
    path("impartiality/<int:interest_id>/end/", impartial.end, name="end-interest"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/photos/<str:kind>/<str:code>/<int:place>/", case.photo, name="photo"),
    path("cases/<str:number>/take/", acts.take, name="take"),
    path("cases/<str:number>/complete/", acts.complete, name="complete"),
    path("cases/<str:number>/send-back/", acts.send_back, name="send-back"),
    path("cases/<str:number>/assign/", acts.assign, name="assign"),
    path("cases/<str:number>/give-back/", acts.give_back, name="give-back"),
    path("cases/<str:number>/visit-again/", acts.visit_again, name="visit-again"),
    path("cases/<str:number>/retest/", acts.retest, name="retest"),
    path("cases/<str:number>/decide/", acts.decide, name="decide"),
    path("cases/<str:number>/appeals/<int:appeal_id>/", acts.answer_appeal, name="appeal"),
]

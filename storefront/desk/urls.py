"""Mounted at /staff/orders/buyers/."""

from django.urls import path

from storefront.desk import views

app_name = "staff_buyers"
urlpatterns = [
    path("", views.find, name="find"),
    path("<int:number>/", views.order, name="order"),
    path("<int:number>/note/", views.note, name="note"),
    path("<int:number>/cancel/", views.cancel, name="cancel"),
    path("<int:number>/mails/<int:message_id>/again/", views.mail_again, name="mail-again"),
]

"""Mounted at /staff/. The two names that begin otherwise are allauth's, which redirects to them."""

from django.urls import path

from jkrlm.people.web import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="staff_sign_out"),
    path("second-factor/", views.second_factor, name="mfa_authenticate"),
    path("second-factor/set-up/", views.set_up, name="staff_set_up"),
    path("second-factor/codes/", views.recovery_codes, name="staff_recovery_codes"),
    path("password/<str:uidb64>/<str:token>/", views.set_password, name="staff_set_password"),
]

"""The public's addresses, within the languages."""

from django.urls import path

from storefront.grievances.web import public

app_name = "shop_grievances"

urlpatterns = [
    path("grievance/", public.complain, name="complain"),
    path("grievance/<str:token>/", public.thread, name="thread"),
    path("grievance/<str:token>/photos/<str:photo>/", public.photo, name="photo"),
]

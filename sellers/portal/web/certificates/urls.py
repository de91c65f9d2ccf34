"""Under /sell/certificates/, in the portal's names."""

from django.urls import URLPattern, path

from sellers.portal.web.certificates import views

urlpatterns: list[URLPattern] = [
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/new/<int:listing_id>/", views.ask, name="certificate_ask"),
    path("certificates/<str:code>/", views.one, name="certificate_case"),
    path("certificates/<str:code>/take-back/", views.take_back, name="certificate_take_back"),
    path("certificates/<str:code>/appeal/", views.appeal, name="certificate_appeal"),
    path(
        "certificates/<str:code>/photos/<str:kind>/<str:name>/<int:place>/",
        views.photo,
        name="certificate_photo",
    ),
]

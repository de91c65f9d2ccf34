"""Under /sell/notices/, in the portal's names."""

from django.urls import URLPattern, path

from sellers.portal.web.notices import views

urlpatterns: list[URLPattern] = [
    path("notices/", views.notices_page, name="notices"),
    path("notices/channel/", views.channel, name="notices_channel"),
    path("notices/device/", views.device, name="notices_device"),
    path("notices/no-devices/", views.no_devices, name="notices_no_devices"),
]

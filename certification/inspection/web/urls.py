from django.urls import URLPattern, URLResolver

app_name = "cert_inspection"

urlpatterns: list[URLPattern | URLResolver] = []

from django.urls import URLPattern, URLResolver

app_name = "cert_certificates"

urlpatterns: list[URLPattern | URLResolver] = []

from django.urls import URLPattern, URLResolver

app_name = "cert_verification"

urlpatterns: list[URLPattern | URLResolver] = []

from django.urls import URLPattern, URLResolver

app_name = "cert_standards"

urlpatterns: list[URLPattern | URLResolver] = []

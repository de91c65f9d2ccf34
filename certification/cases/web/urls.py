from django.urls import URLPattern, URLResolver

app_name = "cert_cases"

urlpatterns: list[URLPattern | URLResolver] = []

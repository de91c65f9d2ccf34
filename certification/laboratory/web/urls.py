from django.urls import URLPattern, URLResolver

app_name = "cert_laboratory"

urlpatterns: list[URLPattern | URLResolver] = []

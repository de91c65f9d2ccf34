from django.urls import URLPattern, URLResolver

app_name = "cert_lots"

urlpatterns: list[URLPattern | URLResolver] = []

from django.urls import URLPattern, URLResolver

app_name = "cert_desk"

urlpatterns: list[URLPattern | URLResolver] = []

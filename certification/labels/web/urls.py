from django.urls import URLPattern, URLResolver

app_name = "cert_labels"

urlpatterns: list[URLPattern | URLResolver] = []

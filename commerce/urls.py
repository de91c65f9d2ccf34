from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("payments/", include("commerce.payments.urls")),
    path("saleor/", include("commerce.saleor.urls")),
]

if not settings.SALEOR_API_URL:  # there /graphql/ is Saleor's own
    from commerce.embedded.http import graphql

    urlpatterns.append(path("graphql/", graphql, name="graphql"))

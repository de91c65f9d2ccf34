from django.urls import include, path

from commerce.embedded.http import graphql

urlpatterns = [
    path("graphql/", graphql, name="graphql"),
    path("payments/", include("commerce.payments.urls")),
]

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("payments/", include("commerce.payments.urls")),
    path("saleor/", include("commerce.saleor.urls")),
]

if apps.is_installed("commerce.embedded.channel"):  # otherwise /graphql/ is Saleor's own
    from commerce.embedded.http import graphql, well_known_keys

    urlpatterns += [
        path("graphql/", graphql, name="graphql"),
        path(".well-known/jwks.json", well_known_keys, name="store-keys"),
    ]

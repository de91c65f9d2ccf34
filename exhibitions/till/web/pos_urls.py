"""Mounted at /pos/."""

from django.urls import URLPattern, URLResolver, path

from exhibitions.till.web import api, card, pages

app_name = "pos"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.shell, {"language": "en"}, name="shell"),
    path("hi/", pages.shell, {"language": "hi"}, name="shell-hi"),
    path("ur/", pages.shell, {"language": "ur"}, name="shell-ur"),
    path("manifest.webmanifest", pages.manifest, {"language": "en"}, name="manifest"),
    path("hi/manifest.webmanifest", pages.manifest, {"language": "hi"}, name="manifest-hi"),
    path("ur/manifest.webmanifest", pages.manifest, {"language": "ur"}, name="manifest-ur"),
    path("worker.js", pages.worker, name="worker"),
    path("pair/", api.pair, name="pair"),
    path("bundle/", api.bundle, name="bundle"),
    path("entries/", api.entries, name="entries"),
    path("state/", api.state, name="state"),
    path("tested/", api.tested, name="tested"),
    path("card/", card.begin, name="card"),
    path("card/look/", card.look, name="card_look"),
    path("card/cancel/", card.give_up, name="card_cancel"),
    path("card/<uuid:key>/", card.page, name="card_page"),
    path("paid/", card.paid, name="paid"),
    path("left/", card.left, name="left"),
]

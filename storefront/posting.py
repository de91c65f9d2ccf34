"""Addresses that only take a form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

View = Callable[..., HttpResponse]


def posted(view: View) -> View:
    """
    Let only POST through. A GET goes to the page that holds the form, one step up: a page that answered a
    POST is reloaded, bookmarked and asked for in another language.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            parent = request.path.rstrip("/").rsplit("/", 1)[0]
            return HttpResponseRedirect(f"{parent}/", status=303)
        return HttpResponseNotAllowed(["POST"])

    return guarded

"""Rooms that cannot be reached by webhooks for a while, as when they are being brought up to date."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commerce.subscriptions import synchronous

_deaf: list[bool] = []


def deaf(*, deaf: bool) -> None:
    _deaf[:] = [True] if deaf else []


class Deaf:
    """Middleware: while deaf, what Saleor tells is answered 503; what it asks is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        event = request.path.removeprefix("/saleor/webhooks/").strip("/").upper()
        if _deaf and request.path.startswith("/saleor/webhooks/") and event not in synchronous():
            return HttpResponse(status=503)
        return self.get_response(request)

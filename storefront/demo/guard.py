"""Who may see the demo's own pages: this machine alone."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port

Page = Callable[..., HttpResponse]

_LOCAL_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
#: A proxy announces itself in one of these; whatever came through one is not local.
_FORWARDED: Final = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)


def is_local(request: HttpRequest) -> bool:
    """Return whether the request was made on this machine, to this machine, by nobody in between."""
    if any(header in request.META for header in _FORWARDED):
        return False
    host, _port = split_domain_port(request.get_host())
    try:
        loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return loopback and host in _LOCAL_HOSTS


def demo_only(page: Page) -> Page:
    """Answer 404 outside demo mode and to anybody but this machine."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO or not is_local(request):
            raise Http404
        return page(request, *args, **kwargs)

    return guarded

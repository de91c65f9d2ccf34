"""A Saleor chosen as the store: reached over HTTP, asking us by signed webhooks."""

from collections.abc import Callable
from functools import cache

from django.conf import settings

from commerce.client.client import Store
from commerce.saleor.remembered import Remembering
from commerce.saleor.tokens import app_token
from commerce.saleor.transport import OverHttp

__all__ = ["app_store", "invariants", "listen", "public_store"]


@cache
def public_store() -> Store:
    """Return the store as anybody on the web reaches it; what it said last stays readable while it is away."""
    return Store(Remembering(OverHttp(url=settings.SALEOR_API_URL, token=None)))


@cache
def app_store() -> Store:
    """Return the store with the app's permissions."""
    return Store(OverHttp(url=settings.SALEOR_API_URL, token=app_token))


def listen() -> None:
    """Nothing to do: Saleor's questions arrive at ``/saleor/webhooks/``."""


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return what must hold between this Saleor and our payments."""
    from commerce.saleor.invariants import invariants as over_http

    return over_http()

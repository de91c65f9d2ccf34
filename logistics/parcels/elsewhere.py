"""Where a label leads who is not of logistics: a room above says it, set by wiring."""

from collections.abc import Callable
from typing import Final

from django.urls import reverse

_seller_address: Final[list[Callable[[str], str]]] = []


def set_seller_address(address: Callable[[str], str]) -> None:
    """Say what a seller order's page is for who packs it: seller order's code -> path."""
    _seller_address[:] = [address]


def seller_address(seller_order: str) -> str:
    return _seller_address[0](seller_order) if _seller_address else reverse("staff:desk")

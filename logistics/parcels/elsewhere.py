"""Where a label leads who is not of the office: rooms above say it, set by wiring."""

from collections.abc import Callable
from typing import Final

from django.urls import reverse

from jkrlm.people.facade import User

_seller_address: Final[list[Callable[[str], str]]] = []
_driver_address: Final[list[Callable[[User, str], str]]] = []


def set_seller_address(address: Callable[[str], str]) -> None:
    """
    Say where who packed a parcel finds her order: parcel's code -> path. That page asks who she is, and leads
    on only where the parcel is her group's.
    """
    _seller_address[:] = [address]


def seller_address(code: str) -> str:
    return _seller_address[0](code) if _seller_address else reverse("staff:desk")


def set_driver_address(address: Callable[[User, str], str]) -> None:
    """Say where a driver finds a parcel: herself, parcel's code -> path."""
    _driver_address[:] = [address]


def driver_address(driver: User, code: str) -> str:
    return _driver_address[0](driver, code) if _driver_address else reverse("staff:desk")

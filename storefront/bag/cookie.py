"""The cookie that says which bag is whose: signed, so that nobody can name somebody else's checkout."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse

COOKIE: Final = "bag"
SALT: Final = "storefront.bag"
KEPT_FOR_SECONDS: Final = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Bag:
    """A checkout of the store, and how many pieces it held when last seen (for the header)."""

    checkout_id: str
    count: int


def read_bag(request: HttpRequest) -> Bag | None:
    """Return the visitor's bag; None where there is none or the cookie was not signed by us."""
    value = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=KEPT_FOR_SECONDS)
    if value is None:
        return None
    checkout_id, _, count = value.partition(":")
    if not checkout_id or not count.isdecimal():
        return None
    return Bag(checkout_id, int(count))


def keep_bag(request: HttpRequest, response: HttpResponse, bag: Bag) -> None:
    """Write the bag into the visitor's browser."""
    response.set_signed_cookie(
        COOKIE,
        f"{bag.checkout_id}:{bag.count}",
        salt=SALT,
        max_age=KEPT_FOR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget_bag(response: HttpResponse) -> None:
    """Take the bag out of the visitor's browser; the store lets the checkout expire."""
    response.delete_cookie(COOKIE, samesite="Lax")


def bag_count(request: HttpRequest) -> dict[str, int]:
    """Tell every page how many pieces are in the bag. A context processor; asks nobody."""
    bag = read_bag(request)
    return {"bag_count": bag.count if bag else 0}

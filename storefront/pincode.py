"""The PIN code that a visitor has typed once, at a piece or at the bag: remembered in a cookie for both."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse

from logistics.facade import PincodeUnknown, place
from storefront.shop.delivery import read_pin

COOKIE: Final = "umeed_pin"
KEPT_FOR_SECONDS: Final = 180 * 24 * 3600
_WHOLE: Final = re.compile(r"[1-9]\d{5}", re.ASCII)


def asked_pin(request: HttpRequest) -> str:
    """Return what is typed now, else what was remembered; empty for neither."""
    typed = request.GET.get("pin")
    if typed is not None:
        return read_pin(typed)
    kept = request.COOKIES.get(COOKIE, "")
    return kept if _WHOLE.fullmatch(kept) else ""


def keep_pin(request: HttpRequest, response: HttpResponse) -> None:
    """Remember what is typed now, where it is a place; an empty field forgets it."""
    typed = request.GET.get("pin")
    if typed is None:
        return
    pincode = read_pin(typed)
    if not pincode:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    try:
        place(pincode)
    except PincodeUnknown:
        return
    response.set_cookie(
        COOKIE,
        pincode,
        max_age=KEPT_FOR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )

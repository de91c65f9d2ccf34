"""What a grievance is about, from what somebody typed: a link, a number, a code."""

import re
from dataclasses import dataclass
from typing import Final

import certification.labels.facade as labels
from storefront.grievances.states import Kind
from storefront.models import OrderAccess

_ORDER: Final = re.compile(r"(?:^|/orders/)([A-Za-z0-9_-]{22,32})/?$")
_PRODUCT: Final = re.compile(r"/products/([a-z0-9-]{1,200})/?$")


@dataclass(frozen=True, slots=True)
class About:
    """``shown`` is for people: never a secret address."""

    shown: str
    access: OrderAccess | None = None
    label_code: str = ""


def about(kind: Kind, typed: str) -> About:
    """Return what was found; what was typed, where it leads to nothing."""
    text = typed.strip()
    if kind == Kind.ORDER:
        found = _ORDER.search(text.split("?")[0])
        access = OrderAccess.objects.filter(token=found[1]).first() if found else None
        if access is not None:
            return About("", access)
        return About("" if found else text)
    if kind == Kind.PRODUCT:
        slug = _PRODUCT.search(text.split("?")[0].split("#")[0])
        return About(slug[1] if slug else text)
    if kind == Kind.CERTIFICATE:
        code = labels.plain(text.rstrip("/").rsplit("/", 1)[-1]) if text else ""
        return About(text if "/" not in text else code, label_code=code)
    return About(text)

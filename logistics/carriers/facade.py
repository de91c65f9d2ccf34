"""The door of carriers: which company answers to a name, and what may be asked of it."""

from django.conf import settings

from logistics.carriers.by_hand import CarrierByHand
from logistics.carriers.contracts import (
    Address,
    Carrier,
    CashAdvice,
    CashLine,
    Milestone,
    News,
    PickupWish,
    Shipment,
)
from logistics.carriers.errors import BadNews, ByHand, CarrierRefused, CarrierUnavailable
from logistics.carriers.india_post import IndiaPost
from logistics.carriers.s10 import check_digit, is_s10, looks_s10, tidy

__all__ = [
    "Address",
    "BadNews",
    "ByHand",
    "Carrier",
    "CarrierRefused",
    "CarrierUnavailable",
    "CashAdvice",
    "CashLine",
    "Milestone",
    "News",
    "PickupWish",
    "Shipment",
    "carrier",
    "carrier_of_slug",
    "carriers",
    "check_digit",
    "is_s10",
    "looks_s10",
    "tidy",
]


def carriers() -> tuple[Carrier, ...]:
    """Return the companies that have an adapter here and are set up; a third one is a line here."""
    found: list[Carrier] = []
    if settings.INDIA_POST_API_URL:
        found.append(
            IndiaPost(
                settings.INDIA_POST_API_URL, settings.INDIA_POST_API_KEY, settings.INDIA_POST_WEBHOOK_SECRET
            )
        )
    return tuple(found)


def carrier(name: str) -> Carrier:
    """Return the company of this name, as rate cards write it; by hand where it is not set up."""
    return next((each for each in carriers() if each.name == name), CarrierByHand(name, ""))


def carrier_of_slug(slug: str) -> Carrier | None:
    """Return the company whose webhook has this name in its address, None where there is none."""
    return next((each for each in carriers() if each.slug == slug), None)

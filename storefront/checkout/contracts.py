"""What passes between the checkout's parts."""

from dataclasses import dataclass
from enum import Enum

from jkrlm.kernel.money import Money
from logistics.facade import Plan


@dataclass(frozen=True, slots=True)
class Contact:
    """Who gets the parcels, and where. ``phone`` is E.164; ``state`` is named as the store names it."""

    phone: str
    email: str
    name: str
    line1: str
    line2: str
    city: str
    pincode: str
    state: str


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """One plan the store offers: its delivery's id in the store, and the plan behind it."""

    delivery_id: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay, as the payment app answers for this checkout; ``reason`` says why not."""

    id: str
    allowed: bool
    reason: str


class PaymentOutcome(Enum):
    """What became of a payment that was started or asked about."""

    REDIRECT = "the buyer has to go to the payment page"
    CHARGED = "the money is ours"
    PROMISED = "to be paid in cash at the door"
    SETTLED = "it was over before we asked: completing the checkout shows how it ended"
    PENDING = "the bank has not said yet"
    FAILED = "declined, given up or impossible"


@dataclass(frozen=True, slots=True)
class Payment:
    outcome: PaymentOutcome
    transaction_id: str
    redirect_url: str
    message: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the buyer goes next: to the payment page if there is one, else to the order's own page."""

    token: str
    redirect_url: str = ""
    ordered: bool = False


def total_as_shown(total: Money) -> str:
    """Write a total so that a form can carry it and it can be compared again, exactly."""
    return f"{total.minor_units}{total.currency}"

"""What passes between the checkout's parts."""

from dataclasses import dataclass
from enum import Enum

from jkrlm.kernel.money import Money
from logistics.facade import Plan


@dataclass(frozen=True, slots=True)
class GiftWish:
    """Who gets a present, and how. ``phone`` is E.164: hers, or the payer's."""

    name: str
    phone: str
    message: str
    is_surprise: bool
    wrap: bool


@dataclass(frozen=True, slots=True)
class Billing:
    """Where the bill goes, outside India; names as the country's own addresses have them."""

    country: str
    line1: str
    city: str
    area: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class Contact:
    """
    Who pays, and where the parcels go: to who pays, but for a present. ``phone`` is E.164; ``state`` is
    named as the store names it.
    """

    phone: str
    email: str
    name: str
    line1: str
    line2: str
    city: str
    pincode: str
    state: str
    gift: GiftWish | None = None
    billing: Billing | None = None

    @property
    def receiver(self) -> tuple[str, str]:
        """Name and telephone on the parcel; of a surprise the carrier calls the payer."""
        if self.gift is None:
            return self.name, self.phone
        return self.gift.name, self.phone if self.gift.is_surprise else self.gift.phone


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
    UPI = "the buyer pays in a UPI app, and the bank tells us"
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

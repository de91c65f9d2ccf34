"""What the product page answers to a PIN code: the days, the price, cash at the door, and who sells."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.money import Money
from logistics.facade import CashAnswer, ParcelOption, cash_on_delivery, estimate, place
from sellers.tax.facade import SellerOfRecord, seller_of_record

PIN_LENGTH: Final = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece as a parcel: what weighing, measuring and its maker say."""

    group_code: str
    weight_grams: int
    dims_cm: str
    lead_days: int
    price: Money


@dataclass(frozen=True, slots=True)
class DeliveryAnswer:
    """Either options to a place, or ``refusal``, the sentence that says why there are none."""

    pincode: str
    place: str = ""
    options: tuple[ParcelOption, ...] = ()
    cash: CashAnswer | None = None
    seller: SellerOfRecord | None = None
    refusal: str = ""

    @property
    def first(self) -> ParcelOption | None:
        """The cheapest option; of equal prices the sooner one."""
        return min(self.options, key=lambda option: (option.price.amount, option.latest), default=None)

    @property
    def others(self) -> tuple[ParcelOption, ...]:
        return tuple(option for option in self.options if option is not self.first)


def read_pin(text: str) -> str:
    """Return what was typed without spaces, its digits in any script's; at most a little more than a PIN."""
    signs = "".join(text.split())[: PIN_LENGTH + 6]
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs)


def answer_pin(piece: Piece, pincode: str, *, today: date) -> DeliveryAnswer:
    """Ask logistics and tax what a buyer at this PIN can expect; their refusals are said, not raised."""
    try:
        where = place(pincode)
        seller = seller_of_record(group_code=piece.group_code, to_state=where.state, on=today)
        options = estimate(
            group_code=piece.group_code,
            weight_grams=piece.weight_grams,
            dims_cm=piece.dims_cm,
            lead_days=piece.lead_days,
            value=piece.price,
            pincode=pincode,
            today=today,
        )
        cash = cash_on_delivery(pincode=pincode, amount=piece.price)
    except DomainError as refused:
        return DeliveryAnswer(pincode=pincode, refusal=refused.message)
    if not options:
        return DeliveryAnswer(pincode=pincode, refusal=_("No carrier brings parcels to this PIN code."))
    names = [name for name in (where.district, where.state) if name]
    return DeliveryAnswer(
        pincode=pincode, place=", ".join(names), options=tuple(options), cash=cash, seller=seller
    )

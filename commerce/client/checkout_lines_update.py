from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutLinesUpdate(BaseModel):
    checkout_lines_update: Optional["CheckoutLinesUpdateCheckoutLinesUpdate"] = Field(
        alias="checkoutLinesUpdate"
    )


class CheckoutLinesUpdateCheckoutLinesUpdate(BaseModel):
    checkout: Optional["CheckoutLinesUpdateCheckoutLinesUpdateCheckout"]
    errors: list["CheckoutLinesUpdateCheckoutLinesUpdateErrors"]


class CheckoutLinesUpdateCheckoutLinesUpdateCheckout(BaseModel):
    id: str
    quantity: int


CheckoutLinesUpdateCheckoutLinesUpdateErrors = CheckoutErrorParts

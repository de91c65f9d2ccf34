from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutLinesAdd(BaseModel):
    checkout_lines_add: Optional["CheckoutLinesAddCheckoutLinesAdd"] = Field(
        alias="checkoutLinesAdd"
    )


class CheckoutLinesAddCheckoutLinesAdd(BaseModel):
    checkout: Optional["CheckoutLinesAddCheckoutLinesAddCheckout"]
    errors: list["CheckoutLinesAddCheckoutLinesAddErrors"]


class CheckoutLinesAddCheckoutLinesAddCheckout(BaseModel):
    id: str
    quantity: int


CheckoutLinesAddCheckoutLinesAddErrors = CheckoutErrorParts

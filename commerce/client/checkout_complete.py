from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderStatus
from .fragments import CheckoutErrorParts


class CheckoutComplete(BaseModel):
    checkout_complete: Optional["CheckoutCompleteCheckoutComplete"] = Field(
        alias="checkoutComplete"
    )


class CheckoutCompleteCheckoutComplete(BaseModel):
    order: Optional["CheckoutCompleteCheckoutCompleteOrder"]
    confirmation_needed: bool = Field(alias="confirmationNeeded")
    errors: list["CheckoutCompleteCheckoutCompleteErrors"]


class CheckoutCompleteCheckoutCompleteOrder(BaseModel):
    id: str
    number: str
    status: OrderStatus


CheckoutCompleteCheckoutCompleteErrors = CheckoutErrorParts

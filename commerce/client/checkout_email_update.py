from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutEmailUpdate(BaseModel):
    checkout_email_update: Optional["CheckoutEmailUpdateCheckoutEmailUpdate"] = Field(
        alias="checkoutEmailUpdate"
    )


class CheckoutEmailUpdateCheckoutEmailUpdate(BaseModel):
    checkout: Optional["CheckoutEmailUpdateCheckoutEmailUpdateCheckout"]
    errors: list["CheckoutEmailUpdateCheckoutEmailUpdateErrors"]


class CheckoutEmailUpdateCheckoutEmailUpdateCheckout(BaseModel):
    id: str
    email: Optional[str]


CheckoutEmailUpdateCheckoutEmailUpdateErrors = CheckoutErrorParts

from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutCreate(BaseModel):
    checkout_create: Optional["CheckoutCreateCheckoutCreate"] = Field(
        alias="checkoutCreate"
    )


class CheckoutCreateCheckoutCreate(BaseModel):
    checkout: Optional["CheckoutCreateCheckoutCreateCheckout"]
    errors: list["CheckoutCreateCheckoutCreateErrors"]


class CheckoutCreateCheckoutCreateCheckout(BaseModel):
    id: str
    token: str
    quantity: int


CheckoutCreateCheckoutCreateErrors = CheckoutErrorParts

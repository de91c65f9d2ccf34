from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutDeliveryMethodUpdate(BaseModel):
    checkout_delivery_method_update: Optional[
        "CheckoutDeliveryMethodUpdateCheckoutDeliveryMethodUpdate"
    ] = Field(alias="checkoutDeliveryMethodUpdate")


class CheckoutDeliveryMethodUpdateCheckoutDeliveryMethodUpdate(BaseModel):
    checkout: Optional[
        "CheckoutDeliveryMethodUpdateCheckoutDeliveryMethodUpdateCheckout"
    ]
    errors: list["CheckoutDeliveryMethodUpdateCheckoutDeliveryMethodUpdateErrors"]


class CheckoutDeliveryMethodUpdateCheckoutDeliveryMethodUpdateCheckout(BaseModel):
    id: str


CheckoutDeliveryMethodUpdateCheckoutDeliveryMethodUpdateErrors = CheckoutErrorParts
